package network.rei.dau.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Compares the medians of the second and the last third of the samples; the first third warms up.
 * For the heap it compares the lower quartiles: blocks in flight, of which there are many after an
 * outage, are in some samples, but a leak is in all of them.
 */
final class SoakStability {

  private static final double TENTH = 0.10;
  private static final double MEDIAN = 0.5;
  private static final double LOWER_QUARTILE = 0.25;

  private final List<SoakSample> samples;
  private final List<String> wrong = new ArrayList<>();

  private SoakStability(List<SoakSample> samples) {
    this.samples = samples;
  }

  /** Returns the values that have grown, a sentence each. */
  static List<String> of(List<SoakSample> samples) {
    SoakStability growth = new SoakStability(samples);
    growth.check(
        "heap after collection, KiB", SoakSample::heapKib, LOWER_QUARTILE, TENTH, TENTH, 0);
    growth.check("threads", SoakSample::threads, MEDIAN, 1, 0, 2);
    growth.check("open files", SoakSample::files, MEDIAN, 1, 0, 4);
    growth.check("database, KiB", SoakSample::databaseKib, MEDIAN, 1, TENTH, 0);
    growth.check("write-ahead log, KiB", SoakSample::logKib, MEDIAN, 1, TENTH, 0);
    return growth.wrong;
  }

  /**
   * @param rank the quantile that is compared
   * @param less the share by which the value may decrease
   * @param more the share by which the value may increase
   * @param spare the number by which it may increase in addition, since it fluctuates
   */
  private void check(
      String what,
      ToLongFunction<SoakSample> number,
      double rank,
      double less,
      double more,
      long spare) {
    int third = samples.size() / 3;
    long middle = ranked(samples.subList(third, 2 * third), number, rank);
    long last = ranked(samples.subList(2 * third, samples.size()), number, rank);
    System.out.printf(
        "%s: %d, then %d (%+.1f %%)%n",
        what, middle, last, 100.0 * (last - middle) / Math.max(1, middle));
    if (last > middle * (1 + more) + spare || last < middle * (1 - less)) {
      wrong.add(what + " changed from " + middle + " to " + last);
    }
  }

  private static long ranked(
      List<SoakSample> samples, ToLongFunction<SoakSample> number, double rank) {
    long[] sorted = samples.stream().mapToLong(number).sorted().toArray();
    return sorted[(int) (sorted.length * rank)];
  }
}
