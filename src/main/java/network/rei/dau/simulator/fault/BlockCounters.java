package network.rei.dau.simulator.fault;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Counts events for each block, with 4 bytes a block. Thread-safe. */
public final class BlockCounters {

  private static final int PAGE = 4096;

  private final Map<Long, AtomicIntegerArray> pages = new ConcurrentHashMap<>();

  public void increment(long number) {
    pages
        .computeIfAbsent(number / PAGE, page -> new AtomicIntegerArray(PAGE))
        .incrementAndGet((int) (number % PAGE));
  }

  public int count(long number) {
    AtomicIntegerArray page = pages.get(number / PAGE);
    return page == null ? 0 : page.get((int) (number % PAGE));
  }

  /** Returns the blocks with a count above 0 and their counts. */
  public Map<Long, Integer> all() {
    Map<Long, Integer> all = new TreeMap<>();
    pages.forEach(
        (page, counts) -> {
          for (int i = 0; i < PAGE; i++) {
            int count = counts.get(i);
            if (count > 0) {
              all.put(page * PAGE + i, count);
            }
          }
        });
    return all;
  }

  public void clear() {
    pages.clear();
  }
}
