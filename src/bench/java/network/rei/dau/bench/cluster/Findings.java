package network.rei.dau.bench.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong, prints it at once, and says when and during which faults it happened. */
final class Findings {

  /** How many findings of one kind are printed. */
  private static final int PRINTED = 5;

  private final long begin = System.nanoTime();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private String during = "the start";

  /** Returns the seconds since the begin. */
  long second() {
    return (System.nanoTime() - begin) / 1_000_000_000;
  }

  /** Sets what happens now. */
  synchronized void during(String what) {
    during = what;
  }

  /**
   * Adds a finding.
   *
   * @param kind groups findings
   * @param what a sentence
   */
  synchronized void add(String kind, String what) {
    if (counts.merge(kind, 1, Integer::sum) <= PRINTED) {
      System.out.printf("WRONG, second %d, during %s: %s: %s%n", second(), during, kind, what);
    }
  }

  /** Returns how often each kind was found, a line each. */
  synchronized List<String> summary() {
    List<String> lines = new ArrayList<>();
    counts.forEach((kind, count) -> lines.add(kind + ": " + count));
    return lines;
  }
}
