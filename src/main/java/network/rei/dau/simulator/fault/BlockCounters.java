package network.rei.dau.simulator.fault;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** How often something happened to each block, 4 bytes a block. Thread-safe. */
public final class BlockCounters {

  private static final int PAGE = 4096;

  private final Map<Long, AtomicIntegerArray> pages = new ConcurrentHashMap<>();

  public void increment(long number) {
    pages
        .computeIfAbsent(number / PAGE, page -> new AtomicIntegerArray(PAGE))
        .incrementAndGet((int) (number % PAGE));
  }

  public int of(long number) {
    AtomicIntegerArray page = pages.get(number / PAGE);
    return page == null ? 0 : page.get((int) (number % PAGE));
  }

  /** Each block to which it happened, and how often. */
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
