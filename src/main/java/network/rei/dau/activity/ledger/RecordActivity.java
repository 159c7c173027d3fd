package network.rei.dau.activity.ledger;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.BlockTraffic;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.TransactionColumns;
import network.rei.dau.activity.block.TransactionDetails;
import network.rei.dau.activity.contract.RecordCalls;

/**
 * The transactions of a record, the traffic of its blocks, and its sets of addresses. The columns
 * are those of the record; {@code numbers} has for each place of its address table the number of
 * the address, so that another address index changes the numbers and the sets only.
 *
 * @param id a number that no other activity of this process has, by which a {@link RecordCache}
 *     finds what was derived from it
 * @param calls the calls by contract; empty if the details of the transactions are unknown
 */
@SuppressWarnings("ArrayRecordComponent") // neither compared nor printed
public record RecordActivity(
    long id,
    TransactionColumns columns,
    BlockTraffic traffic,
    int[] numbers,
    AddressIndex addresses,
    ActivitySum sum,
    Optional<RecordCalls> calls) {

  private static final AtomicLong IDS = new AtomicLong();

  /** The objects and the three arrays of the columns, without their elements. */
  private static final long OVERHEAD = 400;

  /**
   * Returns the activity of a record.
   *
   * @param addresses the index of the addresses; new addresses are added
   */
  static RecordActivity of(ChunkRecord record, AddressIndex addresses) {
    TransactionColumns columns = TransactionColumns.of(record.columns());
    return of(
        columns,
        record.columns().traffic(),
        addresses.add(record.columns().addressTable()),
        addresses,
        RecordCalls.of(columns, record.addressCount()));
  }

  private static RecordActivity of(
      TransactionColumns columns,
      BlockTraffic traffic,
      int[] numbers,
      AddressIndex addresses,
      Optional<RecordCalls> calls) {
    return new RecordActivity(
        IDS.incrementAndGet(),
        columns,
        traffic,
        numbers,
        addresses,
        ActivitySum.of(columns, traffic, numbers, 0, columns.starts().length - 1),
        calls);
  }

  /**
   * Returns this activity with the numbers of another index.
   *
   * @param others for each number of this index the number in {@code index}
   */
  RecordActivity renumbered(AddressIndex index, int[] others) {
    int[] renumbered = new int[numbers.length];
    for (int place = 0; place < renumbered.length; place++) {
      renumbered[place] = others[numbers[place]];
    }
    return of(columns, traffic, renumbered, index, calls);
  }

  /**
   * Returns the place of an address in the table of the record; -1 if it is not there.
   *
   * @param number of the address
   */
  public int placeOf(int number) {
    if (!sum.senders().contains(number) && !sum.recipients().contains(number)) {
      return -1;
    }
    int low = 0;
    int high = numbers.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (addresses.compare(numbers[middle], number) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the sum of the blocks at the places {@code [start, end)}. */
  ActivitySum sum(int start, int end) {
    return end - start == sum.blocks()
        ? sum
        : ActivitySum.of(columns, traffic, numbers, start, end);
  }

  /**
   * Returns the memory of this activity in bytes, with its part of the sum and of the counts by
   * address of a group of records, and without that of the address index.
   */
  long bytes() {
    return OVERHEAD
        + Integer.BYTES * (columns.starts().length + 2L * columns.senders().length + numbers.length)
        + columns.details().map(TransactionDetails::bytes).orElse(0L)
        + traffic.bytes()
        + calls.map(RecordCalls::bytes).orElse(0L)
        + 2 * sum.bytes()
        + sum.senders().getLongCardinality()
        + sum.recipients().getLongCardinality();
  }
}
