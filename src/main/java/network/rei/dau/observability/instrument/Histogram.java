package network.rei.dau.observability.instrument;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** How values are spread: how many lie up to each of some bounds, and what they add up to. */
public final class Histogram {

  private static final double NANOS = 1e9;

  private final long[] bounds;
  private final double unit;
  private final LongAdder[] counts;
  private final LongAdder sum = new LongAdder();

  private Histogram(long[] bounds, double unit) {
    this.bounds = bounds;
    this.unit = unit;
    this.counts =
        Stream.generate(LongAdder::new).limit(bounds.length + 1).toArray(LongAdder[]::new);
  }

  /** Of times, which are recorded in nanoseconds and read in seconds. */
  public static Histogram ofTimes(Duration... bounds) {
    return new Histogram(Arrays.stream(bounds).mapToLong(Duration::toNanos).toArray(), NANOS);
  }

  /** Of times between tens of microseconds and a second: what is done in memory. */
  public static Histogram ofMoments() {
    return ofMicros(10, 100, 1_000, 10_000, 100_000, 1_000_000);
  }

  /** Of times between half a millisecond and ten seconds: what somebody waits for. */
  public static Histogram ofWaits() {
    return ofMicros(
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000);
  }

  /** Of whole numbers. */
  public static Histogram ofNumbers(long... bounds) {
    return new Histogram(bounds.clone(), 1);
  }

  private static Histogram ofMicros(long... bounds) {
    return new Histogram(Arrays.stream(bounds).map(micros -> micros * 1_000).toArray(), NANOS);
  }

  /** Adds a value: of times, its nanoseconds. */
  public void record(long value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    sum.add(value);
  }

  /** As it stands; values that are added meanwhile may be in it in part. */
  public Values values() {
    return new Values(
        Arrays.stream(bounds).mapToDouble(bound -> bound / unit).boxed().toList(),
        Arrays.stream(counts).map(LongAdder::sum).toList(),
        sum.sum() / unit);
  }

  /**
   * What was recorded.
   *
   * @param bounds ascending, in seconds where it is of times; the last bucket has none
   * @param counts of the values in each bucket: up to its bound and above the one before
   * @param sum of all values
   */
  public record Values(List<Double> bounds, List<Long> counts, double sum) {

    /** How many values there are. */
    public long count() {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }
}
