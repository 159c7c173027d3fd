package network.rei.dau.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Tries one property with thousands of lists of mutations, several at a time, because a try mostly
 * waits for timeouts and backoff. Prints how many were tried.
 */
public final class ManyTries {

  private static final int AT_ONCE = 8;

  /** What holds for every list of mutations. */
  public interface Property {
    /** Fails if it does not hold. */
    void tryWith(List<Mutation> mutations) throws IOException;
  }

  private final String name;
  private final Property property;
  private long start;
  private int tried;

  /**
   * @param name what is printed before the number of tries
   */
  public ManyTries(String name, Property property) {
    this.name = name;
    this.property = property;
  }

  /**
   * Tries each list.
   *
   * @throws AssertionError if the property fails for some. Its message has the first of these lists
   *     without the mutations that are not needed for the failure
   */
  public void all(List<List<Mutation>> lists) throws InterruptedException {
    if (tried == 0) {
      start = System.nanoTime();
    }
    Map<List<Mutation>, Throwable> failures = failures(lists);
    tried += lists.size();
    System.out.printf(
        "%s: %d tries after %d s%n",
        name, tried, Duration.ofNanos(System.nanoTime() - start).toSeconds());
    if (!failures.isEmpty()) {
      List<Mutation> first = failures.keySet().iterator().next();
      System.out.println("One that fails, which is now shortened: " + first);
      throw new AssertionError(
          "%d of %d lists fail. %s".formatted(failures.size(), lists.size(), shortened(first)),
          failures.get(first));
    }
  }

  /** Returns the lists that fail, and how. */
  private Map<List<Mutation>, Throwable> failures(List<List<Mutation>> lists)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Void>> tries = new ArrayList<>();
      for (List<Mutation> mutations : lists) {
        tries.add(
            threads.submit(
                () -> {
                  property.tryWith(mutations);
                  return null;
                }));
      }
      Map<List<Mutation>, Throwable> failures = new LinkedHashMap<>();
      for (int i = 0; i < tries.size(); i++) {
        try {
          tries.get(i).get();
        } catch (ExecutionException e) {
          failures.put(lists.get(i), e.getCause());
        }
      }
      return failures;
    } finally {
      threads.shutdownNow();
    }
  }

  private String shortened(List<Mutation> failing) throws InterruptedException {
    if (failures(List.of(failing)).isEmpty()) {
      return "This one does not fail again if it is tried alone: " + failing;
    }
    List<Mutation> shortest = failing;
    for (int i = failing.size() - 1; i >= 0; i--) {
      List<Mutation> without = new ArrayList<>(shortest);
      without.remove(i);
      if (!failures(List.of(without)).isEmpty()) {
        shortest = without;
      }
    }
    return "The first without what is not needed: " + shortest;
  }
}
