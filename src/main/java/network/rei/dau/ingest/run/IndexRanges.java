package network.rei.dau.ingest.run;

import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/**
 * A set of indexes that is held as ranges, so that its size in memory depends on the number of its
 * gaps and not on the number of indexes.
 */
final class IndexRanges {

  /** The last index of each range by its first. No two ranges overlap. */
  private final NavigableMap<Long, Long> lastByFirst = new TreeMap<>();

  boolean isEmpty() {
    return lastByFirst.isEmpty();
  }

  boolean contains(long index) {
    Map.Entry<Long, Long> range = lastByFirst.floorEntry(index);
    return range != null && range.getValue() >= index;
  }

  /** Adds all indexes from {@code first} to {@code last}; none if {@code last} is lower. */
  void add(long first, long last) {
    if (first <= last) {
      remove(first, last);
      lastByFirst.put(first, last);
    }
  }

  /** Removes all indexes from {@code first} to {@code last}; none if {@code last} is lower. */
  void remove(long first, long last) {
    if (first > last) {
      return;
    }
    Map.Entry<Long, Long> before = lastByFirst.lowerEntry(first);
    if (before != null && before.getValue() >= first) {
      lastByFirst.put(before.getKey(), first - 1);
      if (before.getValue() > last) {
        lastByFirst.put(last + 1, before.getValue());
      }
    }
    NavigableMap<Long, Long> within = lastByFirst.subMap(first, true, last, true);
    if (!within.isEmpty()) {
      long end = within.lastEntry().getValue();
      within.clear();
      if (end > last) {
        lastByFirst.put(last + 1, end);
      }
    }
  }

  /** Removes and returns the highest index. */
  OptionalLong pollLast() {
    Map.Entry<Long, Long> highest = lastByFirst.lastEntry();
    if (highest == null) {
      return OptionalLong.empty();
    }
    remove(highest.getValue(), highest.getValue());
    return OptionalLong.of(highest.getValue());
  }

  /** Returns the sum of a number for each range, which is given its first and its last index. */
  long sum(LongBinaryOperator number) {
    return lastByFirst.entrySet().stream()
        .mapToLong(range -> number.applyAsLong(range.getKey(), range.getValue()))
        .sum();
  }
}
