package network.rei.dau.activity.ledger;

import java.util.Optional;
import java.util.stream.Stream;
import network.rei.dau.activity.ledger.count.AddressActivity;
import network.rei.dau.activity.ledger.count.TransactionCounts;

/** Finds the transactions of one address in the records of a ledger. */
final class AddressQuery {

  private final int number;
  private final WindowSlice slice;

  private Optional<AddressActivity.Sighting> first = Optional.empty();
  private Optional<AddressActivity.Sighting> last = Optional.empty();
  private long sent;
  private long received;
  private long toSelf;

  private AddressQuery(int number, WindowSlice slice) {
    this.number = number;
    this.slice = slice;
  }

  /**
   * Returns the activity of an address.
   *
   * @param number of the address
   * @param records in order
   * @param slice of the window whose transactions are counted
   */
  static AddressActivity answer(int number, Stream<LedgerRecord> records, WindowSlice slice) {
    AddressQuery query = new AddressQuery(number, slice);
    records
        .filter(LedgerRecord::isInMemory)
        .filter(record -> record.hasActive(number))
        .forEach(query::follow);
    return new AddressActivity(
        query.first,
        query.last,
        new TransactionCounts(
            query.sent, query.received, query.sent + query.received - query.toSelf));
  }

  private void follow(LedgerRecord record) {
    int start = slice.start(record);
    int end = slice.end(record);
    record.forEachTransaction(
        0,
        record.blockCount(),
        (place, transaction, sender, recipient, nonceZero) -> {
          if (sender == number || recipient == number) {
            sightAt(record, place);
            if (start <= place && place < end) {
              count(sender, recipient);
            }
          }
        });
  }

  private void sightAt(LedgerRecord record, int place) {
    last =
        Optional.of(
            new AddressActivity.Sighting(record.firstBlock() + place, record.timestamp(place)));
    first = first.or(() -> last);
  }

  private void count(int sender, int recipient) {
    sent += sender == number ? 1 : 0;
    received += recipient == number ? 1 : 0;
    toSelf += sender == recipient ? 1 : 0;
  }
}
