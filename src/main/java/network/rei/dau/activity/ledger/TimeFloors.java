package network.rei.dau.activity.ledger;

import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.TimeFloor;

/**
 * The times that pruned blocks have left behind, so that the blocks after them do not count at
 * other times than before. Immutable.
 */
final class TimeFloors {

  static final TimeFloors NONE = new TimeFloors(new TreeMap<>());

  /** By the indexes of chunks; a later floor is never below an earlier one. */
  private final NavigableMap<Long, TimeFloor> floors;

  private TimeFloors(NavigableMap<Long, TimeFloor> floors) {
    this.floors = floors;
  }

  static TimeFloors of(Collection<TimeFloor> floors) {
    NavigableMap<Long, TimeFloor> sorted = new TreeMap<>();
    floors.forEach(floor -> sorted.put(floor.chunkIndex(), floor));
    return new TimeFloors(sorted);
  }

  /** Returns the floors in the order of their chunks. */
  List<TimeFloor> list() {
    return List.copyOf(floors.values());
  }

  /** Returns the time before which no block of a chunk counts; {@link Long#MIN_VALUE} if none. */
  long at(long chunkIndex) {
    return Optional.ofNullable(floors.floorEntry(chunkIndex))
        .map(entry -> entry.getValue().time())
        .orElse(Long.MIN_VALUE);
  }

  /** Returns these floors with those that a pruned record leaves behind. */
  TimeFloors afterPruning(LedgerRecord record) {
    NavigableMap<Long, TimeFloor> changed = new TreeMap<>();
    floors.forEach((index, floor) -> changed.put(index, atLeast(record, floor)));
    changed.put(
        record.index() + 1,
        new TimeFloor(
            record.index() + 1,
            Math.max(record.lastTimestamp(), at(record.index() + 1)),
            record.sealed() ? Optional.of(record.lastHash()) : Optional.empty()));
    return new TimeFloors(changed);
  }

  private static TimeFloor atLeast(LedgerRecord record, TimeFloor floor) {
    return floor.chunkIndex() <= record.index() || floor.time() >= record.lastTimestamp()
        ? floor
        : new TimeFloor(floor.chunkIndex(), record.lastTimestamp(), floor.parentHash());
  }

  /**
   * Returns the floors without those that a new record contradicts: the pruned block is not on the
   * branch of the record.
   */
  TimeFloors agreeingWith(ChunkRecord record) {
    TimeFloors left = without(record.index(), record.parentHash());
    return record.sealed() ? left.without(record.index() + 1, record.lastHash()) : left;
  }

  private TimeFloors without(long chunkIndex, Hash otherThan) {
    TimeFloor floor = floors.get(chunkIndex);
    if (floor == null || floor.parentHash().filter(hash -> !hash.equals(otherThan)).isEmpty()) {
      return this;
    }
    NavigableMap<Long, TimeFloor> left = new TreeMap<>(floors);
    left.remove(chunkIndex);
    return new TimeFloors(left);
  }

  /** Returns the newest floor and those that hold for one of these chunks. */
  TimeFloors usedBy(Collection<Long> chunkIndexes) {
    NavigableMap<Long, TimeFloor> used = new TreeMap<>();
    Optional.ofNullable(floors.lastEntry())
        .ifPresent(newest -> used.put(newest.getKey(), newest.getValue()));
    for (long index : chunkIndexes) {
      Optional.ofNullable(floors.floorEntry(index))
          .ifPresent(floor -> used.put(floor.getKey(), floor.getValue()));
    }
    return new TimeFloors(used);
  }
}
