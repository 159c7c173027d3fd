package network.rei.dau.activity.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Up to {@value #SIZE} neighbouring records, the sum of those that are in memory, and their
 * transactions by address. These are computed by the first request and then cached, so that a
 * change to one record invalidates those of its own group only.
 */
final class RecordGroup {

  static final int SIZE = 16;
  static final RecordGroup EMPTY = new RecordGroup(List.of());

  private final List<LedgerRecord> records;
  private final long bytes;
  // Two threads may compute these at once; the results are equal, so the race is harmless.
  private volatile ActivitySum sum;
  private volatile GroupCounts counts;

  private RecordGroup(List<LedgerRecord> records) {
    this.records = records;
    this.bytes = records.stream().mapToLong(LedgerRecord::bytes).sum();
  }

  /** Returns the number of the group of a chunk. */
  static long numberOf(long chunkIndex) {
    return chunkIndex / SIZE;
  }

  /** Returns this group with a record, which replaces the record of its chunk. */
  RecordGroup with(LedgerRecord record) {
    List<LedgerRecord> changed = new ArrayList<>(without(record.index()).records);
    changed.add(record);
    changed.sort(Comparator.comparingLong(LedgerRecord::index));
    return new RecordGroup(List.copyOf(changed));
  }

  RecordGroup without(long chunkIndex) {
    return new RecordGroup(records.stream().filter(r -> r.index() != chunkIndex).toList());
  }

  RecordGroup map(UnaryOperator<LedgerRecord> change) {
    List<LedgerRecord> changed = records.stream().map(change).toList();
    return changed.equals(records) ? this : new RecordGroup(changed);
  }

  Optional<LedgerRecord> record(long chunkIndex) {
    return records.stream().filter(r -> r.index() == chunkIndex).findFirst();
  }

  /** Returns the record with the highest chunk index below this one. */
  Optional<LedgerRecord> before(long chunkIndex) {
    return records.stream().filter(r -> r.index() < chunkIndex).reduce((earlier, later) -> later);
  }

  /** Returns the record with the lowest chunk index that is not below this one. */
  Optional<LedgerRecord> atOrAfter(long chunkIndex) {
    return records.stream().filter(r -> r.index() >= chunkIndex).findFirst();
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** Returns the records in order. */
  List<LedgerRecord> records() {
    return records;
  }

  LedgerRecord first() {
    return records.get(0);
  }

  LedgerRecord last() {
    return records.get(records.size() - 1);
  }

  /** Returns whether all blocks are before a window, or after it. */
  boolean isOutside(WindowSlice slice) {
    return slice.end(first()) == 0 || slice.start(last()) == last().blockCount();
  }

  /** Returns whether all blocks are in memory and in a window. */
  boolean isWithin(WindowSlice slice) {
    return isInMemory() && slice.start(first()) == 0 && slice.end(last()) == last().blockCount();
  }

  /** Returns the memory of the records in bytes, without that of the address index. */
  long bytes() {
    return bytes;
  }

  /** Returns whether all records are in memory. */
  boolean isInMemory() {
    return records.stream().allMatch(LedgerRecord::isInMemory);
  }

  /** Returns the sum of the records that are in memory. */
  ActivitySum sum() {
    ActivitySum cached = sum;
    if (cached == null) {
      cached =
          ActivitySum.of(
              records.stream().filter(LedgerRecord::isInMemory).map(LedgerRecord::sum).toList());
      sum = cached;
    }
    return cached;
  }

  /** Returns the transactions by address; empty if they were not counted yet. */
  Optional<GroupCounts> transactionCounts() {
    return Optional.ofNullable(counts);
  }

  /**
   * Counts the transactions by address; all records must be in memory.
   *
   * @param scratch of the same address index, without counts before and after
   */
  void countTransactions(TransactionCountsByAddress scratch) {
    records.forEach(r -> r.addTo(scratch, LeftOutTransactions.NONE, 0, r.blockCount()));
    counts = scratch.take(sum());
  }
}
