package network.rei.dau.activity.contract;

import java.util.Collection;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerFilter;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.ledger.RecordSlice;
import network.rei.dau.activity.ledger.count.AddressActivity.Sighting;

/**
 * The first and the last stored block with a call of a contract, or of several contracts together.
 *
 * @param first empty without a call, and if a record before it has no details or is not in memory
 * @param last empty without a call, and if a record after it has no details or is not in memory
 */
public record CallSightings(Optional<Sighting> first, Optional<Sighting> last) {

  /**
   * Searches the records from both ends.
   *
   * @param filter of the ledger; calls that meet a rule are not seen
   */
  public static CallSightings of(
      Ledger ledger, Collection<Address> contracts, LedgerFilter filter) {
    int[] numbers = WindowCalls.numbersOf(ledger.addresses(), contracts);
    List<LedgerRecord> records = ledger.records();
    CallReader reader = new CallReader();
    return new CallSightings(
        find(records, numbers, filter, reader, true),
        find(records, numbers, filter, reader, false));
  }

  private static Optional<Sighting> find(
      List<LedgerRecord> records,
      int[] contracts,
      LedgerFilter filter,
      CallReader reader,
      boolean fromStart) {
    for (int i = 0; i < records.size(); i++) {
      LedgerRecord record = records.get(fromStart ? i : records.size() - 1 - i);
      List<CallsPart> part =
          CallsPart.of(List.of(new RecordSlice(record, 0, record.blockCount())), filter);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      reader.read(part.get(0), contracts);
      if (reader.size() > 0) {
        IntSummaryStatistics calls = reader.transactions().summaryStatistics();
        int place = part.get(0).block(fromStart ? calls.getMin() : calls.getMax());
        return Optional.of(new Sighting(record.firstBlock() + place, record.timestamp(place)));
      }
    }
    return Optional.empty();
  }
}
