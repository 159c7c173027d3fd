package network.rei.dau.activity.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeFloor;
import org.roaringbitmap.RoaringBitmap;

/**
 * Records in the order of their chunks. Immutable; shares unchanged groups with the value that it
 * was derived from.
 */
final class RecordGroups {

  static final RecordGroups NONE = new RecordGroups(new TreeMap<>(), TimeFloors.NONE);

  private final NavigableMap<Long, RecordGroup> groups;
  private final TimeFloors floors;

  // Two threads may compute it at once; the results are equal, so the race is harmless.
  private volatile List<Neighbours> gaps;

  /** Two neighbouring records with missing blocks in between. */
  record Neighbours(LedgerRecord previous, LedgerRecord next) {}

  private RecordGroups(NavigableMap<Long, RecordGroup> groups, TimeFloors floors) {
    this.groups = groups;
    this.floors = floors;
  }

  /**
   * Returns these groups with more records. A record that does not supersede the present record of
   * its chunk is ignored.
   *
   * @param firstInMemory records of lower chunks are added as outlines
   * @param addresses the index of the addresses of all records
   */
  RecordGroups with(Collection<StoredRecord> records, long firstInMemory, AddressIndex addresses) {
    NavigableMap<Long, RecordGroup> changed = new TreeMap<>(groups);
    TimeFloors agreeing = floors;
    List<Long> added = new ArrayList<>();
    for (StoredRecord stored : records) {
      ChunkRecord record = stored.record();
      RecordGroup group = group(changed, record.index());
      if (group
          .record(record.index())
          .filter(old -> !record.supersedes(old.generation(), old.lastBlock()))
          .isEmpty()) {
        changed.put(
            RecordGroup.numberOf(record.index()),
            group.with(
                record.index() < firstInMemory
                    ? LedgerRecord.outlineOf(record, stored.storedAt())
                    : new LedgerRecord(record, stored.storedAt(), addresses)));
        agreeing = agreeing.agreeingWith(record);
        added.add(record.index());
      }
    }
    return settled(changed, agreeing, added);
  }

  /** Returns these groups with other floors in place of the present ones. */
  RecordGroups with(TimeFloors others) {
    List<Long> changed =
        Stream.concat(floors.list().stream(), others.list().stream())
            .map(TimeFloor::chunkIndex)
            .sorted()
            .distinct()
            .toList();
    return settled(new TreeMap<>(groups), others, changed);
  }

  /** Returns the times that pruned records have left behind. */
  TimeFloors floors() {
    return floors;
  }

  /** Returns these groups without some records, whose blocks other blocks may still depend on. */
  RecordGroups withoutPruned(Collection<Long> chunkIndexes) {
    List<LedgerRecord> pruned =
        chunkIndexes.stream().flatMap(index -> record(index).stream()).toList();
    if (pruned.isEmpty()) {
      return this;
    }
    TimeFloors changed = floors;
    for (LedgerRecord record : pruned) {
      changed = changed.afterPruning(record);
    }
    RecordGroups left = new RecordGroups(groups, changed).without(chunkIndexes);
    return new RecordGroups(
        left.groups, changed.usedBy(left.stream().map(LedgerRecord::index).toList()));
  }

  /** Returns these groups without the records of some chunks, whose blocks count no more. */
  RecordGroups without(Collection<Long> chunkIndexes) {
    if (chunkIndexes.isEmpty()) {
      return this;
    }
    NavigableMap<Long, RecordGroup> changed = new TreeMap<>(groups);
    for (long chunk : chunkIndexes) {
      RecordGroup left = group(changed, chunk).without(chunk);
      if (left.isEmpty()) {
        changed.remove(RecordGroup.numberOf(chunk));
      } else {
        changed.put(RecordGroup.numberOf(chunk), left);
      }
    }
    return settled(changed, floors, chunkIndexes);
  }

  private static RecordGroups settled(
      NavigableMap<Long, RecordGroup> groups, TimeFloors floors, Collection<Long> changedIndexes) {
    changedIndexes.forEach(index -> settleTimes(groups, floors, index));
    return new RecordGroups(groups, floors);
  }

  /**
   * Has the blocks of a changed record count at no earlier time than the blocks before it, and so
   * on for the records after it.
   */
  private static void settleTimes(
      NavigableMap<Long, RecordGroup> groups, TimeFloors floors, long changedIndex) {
    Optional<LedgerRecord> next = atOrAfter(groups, changedIndex);
    while (next.isPresent()) {
      LedgerRecord record = next.get();
      long latestBefore =
          before(groups, record.index()).map(LedgerRecord::lastTimestamp).orElse(Long.MIN_VALUE);
      LedgerRecord settled = record.after(Math.max(latestBefore, floors.at(record.index())));
      if (settled != record) {
        put(groups, settled);
      } else if (record.index() != changedIndex) {
        return;
      }
      next = atOrAfter(groups, record.index() + 1);
    }
  }

  private static void put(NavigableMap<Long, RecordGroup> groups, LedgerRecord record) {
    groups.put(RecordGroup.numberOf(record.index()), group(groups, record.index()).with(record));
  }

  private static Optional<LedgerRecord> before(
      NavigableMap<Long, RecordGroup> groups, long chunkIndex) {
    return groups.headMap(RecordGroup.numberOf(chunkIndex), true).descendingMap().values().stream()
        .flatMap(group -> group.before(chunkIndex).stream())
        .findFirst();
  }

  private static Optional<LedgerRecord> atOrAfter(
      NavigableMap<Long, RecordGroup> groups, long chunkIndex) {
    return groups.tailMap(RecordGroup.numberOf(chunkIndex), true).values().stream()
        .flatMap(group -> group.atOrAfter(chunkIndex).stream())
        .findFirst();
  }

  /** Returns these groups with each record changed; its chunk stays the same. */
  RecordGroups map(UnaryOperator<LedgerRecord> change) {
    NavigableMap<Long, RecordGroup> changed = new TreeMap<>();
    groups.forEach((number, group) -> changed.put(number, group.map(change)));
    return new RecordGroups(changed, floors);
  }

  /** Returns these groups with one record in place of the record of its chunk. */
  RecordGroups with(LedgerRecord record) {
    NavigableMap<Long, RecordGroup> changed = new TreeMap<>(groups);
    put(changed, record);
    return settled(changed, floors, List.of(record.index()));
  }

  /** Returns these groups with the records of lower chunks as outlines. */
  RecordGroups outlinedBelow(long chunkIndex) {
    return map(
        record -> record.index() < chunkIndex && record.isInMemory() ? record.outline() : record);
  }

  /** Returns the memory of all records in bytes, without that of the address index. */
  long bytes() {
    return groups.values().stream().mapToLong(RecordGroup::bytes).sum();
  }

  /** Returns the newest record that is not in memory. */
  Optional<LedgerRecord> newestOutline() {
    return newest(record -> !record.isInMemory());
  }

  /**
   * Returns the first time from which no record meets a condition, seconds since 1970; empty if
   * none meets it, and if the newest record does and can still grow.
   */
  OptionalLong timeAfterLast(Predicate<LedgerRecord> condition) {
    return newest(condition).stream()
        .filter(record -> record.sealed() || last().orElseThrow() != record)
        .mapToLong(record -> record.lastTimestamp() + 1)
        .findFirst();
  }

  private Optional<LedgerRecord> newest(Predicate<LedgerRecord> condition) {
    for (RecordGroup group : groups.descendingMap().values()) {
      List<LedgerRecord> records = group.records();
      for (int i = records.size() - 1; i >= 0; i--) {
        if (condition.test(records.get(i))) {
          return Optional.of(records.get(i));
        }
      }
    }
    return Optional.empty();
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** Returns the record with the lowest chunk index that is not below this one. */
  Optional<LedgerRecord> atOrAfter(long chunkIndex) {
    return atOrAfter(groups, chunkIndex);
  }

  Optional<LedgerRecord> record(long chunkIndex) {
    return group(groups, chunkIndex).record(chunkIndex);
  }

  Optional<LedgerRecord> first() {
    return Optional.ofNullable(groups.firstEntry()).map(lowest -> lowest.getValue().first());
  }

  Optional<LedgerRecord> last() {
    return Optional.ofNullable(groups.lastEntry()).map(highest -> highest.getValue().last());
  }

  /** Returns the records, oldest first. */
  Stream<LedgerRecord> stream() {
    return groups.values().stream().flatMap(group -> group.records().stream());
  }

  List<LedgerRecord> records() {
    return stream().toList();
  }

  /** Returns the groups, oldest first. */
  Collection<RecordGroup> all() {
    return groups.values();
  }

  /** Returns the neighbouring records with missing blocks in between; they are searched once. */
  List<Neighbours> gaps() {
    List<Neighbours> found = gaps;
    if (found == null) {
      found = new ArrayList<>();
      LedgerRecord previous = null;
      for (LedgerRecord record : records()) {
        if (previous != null && previous.lastBlock() + 1 < record.firstBlock()) {
          found.add(new Neighbours(previous, record));
        }
        previous = record;
      }
      gaps = found;
    }
    return found;
  }

  /** Returns the numbers of all addresses of the records in memory. */
  RoaringBitmap addresses() {
    return RoaringBitmap.or(
        groups.values().stream().map(group -> group.sum().addresses()).iterator());
  }

  private static RecordGroup group(NavigableMap<Long, RecordGroup> groups, long chunkIndex) {
    return groups.getOrDefault(RecordGroup.numberOf(chunkIndex), RecordGroup.EMPTY);
  }
}
