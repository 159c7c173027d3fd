package network.rei.dau.activity.ledger;

import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.TransactionColumns;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.concentration.Concentration;
import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * Counts the transactions of each sender in one window after the other. A window costs time for its
 * own transactions only. Not safe for use by several threads.
 */
public final class SenderCounts {

  private final List<LedgerRecord> records;
  private final LedgerFilter filter;

  private final TransactionsByNumber sent;

  /** The counts of one record, by the places of its address table; all are 0 between records. */
  private int[] sentHere = new int[0];

  /**
   * @param addresses the index of all addresses of the records
   * @param records in memory, oldest first
   * @param filter of the same ledger
   */
  SenderCounts(AddressIndex addresses, List<LedgerRecord> records, LedgerFilter filter) {
    this.records = records;
    this.filter = filter;
    this.sent = new TransactionsByNumber(addresses.size());
  }

  /**
   * Returns the concentration of the transactions of a window; empty if they are unknown, or if not
   * all transactions that its activity counts are in memory.
   *
   * @param activity under the same filter
   */
  public Optional<Concentration> concentration(WindowActivity activity) {
    return Optional.of(activity)
        .filter(WindowActivity::isKnown)
        .map(known -> concentration(known.window()))
        .filter(counted -> counted.transactions() == activity.counts().transactions());
  }

  private Concentration concentration(Window window) {
    WindowSlice slice = WindowSlice.of(window);
    for (int i = firstIn(slice); i < records.size(); i++) {
      LedgerRecord record = records.get(i);
      int end = slice.end(record);
      if (end == 0) {
        break;
      }
      record.addTo(this, filter.leftOut(record), slice.start(record), end);
    }
    return sent.takeConcentration();
  }

  /** Returns the index of the first record that does not end before the window. */
  private int firstIn(WindowSlice slice) {
    int low = 0;
    int high = records.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      LedgerRecord record = records.get(middle);
      if (slice.start(record) == record.blockCount()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Counts the transactions of the blocks at the places {@code [start, end)} of a record. They are
   * counted by places first, because these counts fit into the cache of a processor.
   *
   * @param columns with places in the address table of the record
   * @param numbers for each place the number of the address
   * @param leftOut transactions of the record that are not counted
   */
  void add(
      TransactionColumns columns, int[] numbers, LeftOutTransactions leftOut, int start, int end) {
    ensureCapacity(numbers.length);
    int first = columns.starts()[start];
    int last = columns.starts()[end];
    for (int i = first; i < last; i++) {
      int sender = columns.senders()[i];
      sentHere[sender < 0 ? ~sender : sender]++;
    }
    leftOut.forEach(
        first,
        last,
        transaction -> {
          int sender = columns.senders()[transaction];
          sentHere[sender < 0 ? ~sender : sender]--;
        });
    takeCounts(numbers);
  }

  private void ensureCapacity(int places) {
    if (sentHere.length < places) {
      sentHere = new int[places];
    }
  }

  /** Moves the counts of a record to those of the window. */
  private void takeCounts(int[] numbers) {
    for (int place = 0; place < numbers.length; place++) {
      if (sentHere[place] > 0) {
        sent.add(numbers[place], sentHere[place]);
        sentHere[place] = 0;
      }
    }
  }
}
