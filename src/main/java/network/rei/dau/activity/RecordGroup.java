package network.rei.dau.activity;

import java.util.ArrayList;
import java.util.List;

/**
 * Up to {@value #SIZE} neighbouring records and their union, which is made when first asked for and
 * then kept: a change to one record makes only its own group unite again.
 */
final class RecordGroup {

  static final int SIZE = 16;

  private final List<LedgerRecord> records;
  // Two threads may both make it, and make the same: the race is harmless.
  private volatile ActivitySets union;

  private RecordGroup(List<LedgerRecord> records) {
    this.records = List.copyOf(records);
  }

  static RecordGroup of(LedgerRecord record) {
    return new RecordGroup(List.of(record));
  }

  static long numberOf(long chunkIndex) {
    return Math.floorDiv(chunkIndex, (long) SIZE);
  }

  RecordGroup with(LedgerRecord record) {
    List<LedgerRecord> others = new ArrayList<>(without(record.index()));
    int place = 0;
    while (place < others.size() && others.get(place).index() < record.index()) {
      place++;
    }
    others.add(place, record);
    return new RecordGroup(others);
  }

  /** The other records; may be none, which is no group. */
  List<LedgerRecord> without(long index) {
    return records.stream().filter(r -> r.index() != index).toList();
  }

  static RecordGroup of(List<LedgerRecord> records) {
    return new RecordGroup(records);
  }

  /** In order; at least one. */
  List<LedgerRecord> records() {
    return records;
  }

  LedgerRecord first() {
    return records.get(0);
  }

  LedgerRecord last() {
    return records.get(records.size() - 1);
  }

  ActivitySets union() {
    ActivitySets made = union;
    if (made == null) {
      made = ActivitySets.union(records.stream().map(LedgerRecord::sets).toList());
      union = made;
    }
    return made;
  }
}
