package network.rei.dau.observability.instrument;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A histogram with fixed bounds, as Prometheus has it: the number of values per bucket, and their
 * sum.
 */
public final class Histogram {

  private static final double NANOS = 1e9;

  private final long[] bounds;
  private final double unit;
  private final LongAdder[] counts;
  private final LongAdder sum = new LongAdder();
  private final AtomicReferenceArray<Exemplar> exemplars;

  private Histogram(long[] bounds, double unit) {
    this.bounds = bounds;
    this.unit = unit;
    this.counts =
        Stream.generate(LongAdder::new).limit(bounds.length + 1).toArray(LongAdder[]::new);
    this.exemplars = new AtomicReferenceArray<>(bounds.length + 1);
  }

  /** Creates a histogram of times, which are recorded in nanoseconds and returned in seconds. */
  public static Histogram ofTimes(Duration... bounds) {
    return new Histogram(Arrays.stream(bounds).mapToLong(Duration::toNanos).toArray(), NANOS);
  }

  /** Creates a histogram of times from 10 microseconds to a second, for work in memory. */
  public static Histogram ofProcessingTimes() {
    return ofMicros(10, 100, 1_000, 10_000, 100_000, 1_000_000);
  }

  /** Creates a histogram of times from half a millisecond to ten seconds, for requests. */
  public static Histogram ofRequestTimes() {
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

  /** Creates a histogram of whole numbers. */
  public static Histogram ofNumbers(long... bounds) {
    return new Histogram(bounds.clone(), 1);
  }

  private static Histogram ofMicros(long... bounds) {
    return new Histogram(Arrays.stream(bounds).map(micros -> micros * 1_000).toArray(), NANOS);
  }

  /** Adds a value; times are in nanoseconds. */
  public void record(long value) {
    add(value);
  }

  /**
   * Adds a value as {@link #record(long)} does, and keeps it as the exemplar of its bucket.
   *
   * @param at the time, in milliseconds since 1970
   */
  public void record(long value, String traceId, String spanId, long at) {
    exemplars.set(add(value), new Exemplar(traceId, spanId, value / unit, at));
  }

  /** Returns the bucket that the value was added to. */
  private int add(long value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    sum.add(value);
    return bucket;
  }

  /** Returns the last exemplar of each bucket that has one. */
  public List<Exemplar> exemplars() {
    return IntStream.range(0, exemplars.length())
        .mapToObj(exemplars::get)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Returns the current values, which may contain a part of concurrent updates. */
  public Values values() {
    return new Values(
        Arrays.stream(bounds).mapToDouble(bound -> bound / unit).boxed().toList(),
        Arrays.stream(counts).map(LongAdder::sum).toList(),
        sum.sum() / unit);
  }

  /**
   * A value with the span that it was measured in.
   *
   * @param value times are in seconds
   * @param at the time, in milliseconds since 1970
   */
  public record Exemplar(String traceId, String spanId, double value, long at) {}

  /**
   * The values of a histogram.
   *
   * @param bounds the inclusive upper bounds of the buckets but the last, ascending; times are in
   *     seconds
   * @param counts the number of values in each bucket
   * @param sum the sum of all values
   */
  public record Values(List<Double> bounds, List<Long> counts, double sum) {

    /** Returns the number of values. */
    public long count() {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }
}
