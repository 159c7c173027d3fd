package network.rei.dau.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Judges by the median of the second third of the samples and that of the last: the first third
 * warms up, and medians do not mind a single high sample.
 */
final class SoakGrowth {

  private static final double TENTH = 0.10;

  private final List<SoakSample> samples;
  private final List<String> wrong = new ArrayList<>();

  private SoakGrowth(List<SoakSample> samples) {
    this.samples = samples;
  }

  /** What did not stay as it was, a sentence each. */
  static List<String> of(List<SoakSample> samples) {
    SoakGrowth growth = new SoakGrowth(samples);
    growth.check("heap after collection, KiB", SoakSample::heapKib, TENTH, TENTH, 0);
    growth.check("threads", SoakSample::threads, 1, 0, 2);
    growth.check("open files", SoakSample::files, 1, 0, 4);
    growth.check("database, KiB", SoakSample::databaseKib, 1, TENTH, 0);
    growth.check("write-ahead log, KiB", SoakSample::logKib, 1, TENTH, 0);
    return growth.wrong;
  }

  /**
   * @param less share that it may have become less
   * @param more share that it may have become more
   * @param spare number by which it may have become more beside that, since it comes and goes
   */
  private void check(
      String what, ToLongFunction<SoakSample> number, double less, double more, long spare) {
    int third = samples.size() / 3;
    long middle = median(samples.subList(third, 2 * third), number);
    long last = median(samples.subList(2 * third, samples.size()), number);
    System.out.printf(
        "%s: %d, then %d (%+.1f %%)%n",
        what, middle, last, 100.0 * (last - middle) / Math.max(1, middle));
    if (last > middle * (1 + more) + spare || last < middle * (1 - less)) {
      wrong.add(what + " went from " + middle + " to " + last);
    }
  }

  private static long median(List<SoakSample> samples, ToLongFunction<SoakSample> number) {
    long[] sorted = samples.stream().mapToLong(number).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
