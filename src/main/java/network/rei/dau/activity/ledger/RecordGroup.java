package network.rei.dau.activity.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Up to {@value #SIZE} neighbouring records and their sum, which is made when first asked for and
 * then kept: a change to one record makes only its own group unite again.
 */
final class RecordGroup {

  static final int SIZE = 16;
  static final RecordGroup EMPTY = new RecordGroup(List.of());

  private final List<LedgerRecord> records;
  // Two threads may both make it, and make the same: the race is harmless.
  private volatile ActivitySum sum;

  private RecordGroup(List<LedgerRecord> records) {
    this.records = records;
  }

  /** The number of the group that a chunk's record belongs to. */
  static long numberOf(long chunkIndex) {
    return chunkIndex / SIZE;
  }

  /** This group with a record, in place of the one of its chunk if there is one. */
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
    return new RecordGroup(records.stream().map(change).toList());
  }

  Optional<LedgerRecord> record(long chunkIndex) {
    return records.stream().filter(r -> r.index() == chunkIndex).findFirst();
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** In order. */
  List<LedgerRecord> records() {
    return records;
  }

  LedgerRecord first() {
    return records.get(0);
  }

  LedgerRecord last() {
    return records.get(records.size() - 1);
  }

  ActivitySum sum() {
    ActivitySum made = sum;
    if (made == null) {
      made = ActivitySum.of(records.stream().map(LedgerRecord::sum).toList());
      sum = made;
    }
    return made;
  }
}
