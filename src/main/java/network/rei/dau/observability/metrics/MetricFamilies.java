package network.rei.dau.observability.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import network.rei.dau.observability.instrument.CounterMap;
import network.rei.dau.observability.instrument.Histogram;

/**
 * The values of one scrape, grouped by metric name. Names are those that Prometheus stores; labels
 * are names and values in turn. Of two values with the same name and labels the first is exported.
 */
public final class MetricFamilies {

  private static final String TOTAL = "_total";

  private final Map<String, Family<GaugeDataPointSnapshot>> gauges = new HashMap<>();
  private final Map<String, Family<CounterDataPointSnapshot>> counters = new HashMap<>();
  private final Map<String, Family<HistogramDataPointSnapshot>> histograms = new HashMap<>();
  private final Map<String, Family<SummaryDataPointSnapshot>> summaries = new HashMap<>();

  /** The values of one metric. */
  private record Family<P>(MetricMetadata metadata, Map<Labels, P> points) {
    Family(String name, String help) {
      this(new MetricMetadata(name, help), new LinkedHashMap<>());
    }
  }

  /** Adds a gauge. */
  public void gauge(String name, String help, Number value, String... labels) {
    Labels key = Labels.of(labels);
    gauges
        .computeIfAbsent(name, added -> new Family<>(name, help))
        .points()
        .putIfAbsent(key, new GaugeDataPointSnapshot(value.doubleValue(), key, null));
  }

  /** Adds a gauge without labels, if it has a value. */
  public void gauge(String name, String help, Optional<? extends Number> value) {
    value.ifPresent(known -> gauge(name, help, known));
  }

  /** Adds a gauge that is 1 for true and 0 for false. */
  public void gauge(String name, String help, boolean value, String... labels) {
    gauge(name, help, value ? 1 : 0, labels);
  }

  /** Adds a counter, whose name ends in {@code _total}. */
  public void counter(String name, String help, Number value, String... labels) {
    counter(name, help, value.doubleValue(), Labels.of(labels));
  }

  /**
   * Adds a counter for each entry of a map.
   *
   * @param label the label whose value is the name of the entry
   * @param labels further labels
   */
  public void counters(
      String name, String help, CounterMap<?> values, String label, String... labels) {
    Labels common = Labels.of(labels);
    values.counts().forEach((key, count) -> counter(name, help, count, common.add(label, key)));
  }

  private void counter(String name, String help, double value, Labels labels) {
    // Prometheus's model has the name without the suffix.
    String base = name.substring(0, name.length() - TOTAL.length());
    counters
        .computeIfAbsent(base, added -> new Family<>(base, help))
        .points()
        .putIfAbsent(labels, new CounterDataPointSnapshot(value, labels, null, 0));
  }

  /** Adds a histogram. */
  public void histogram(String name, String help, Histogram histogram, String... labels) {
    Labels key = Labels.of(labels);
    Histogram.Values values = histogram.values();
    HistogramDataPointSnapshot.Builder point =
        HistogramDataPointSnapshot.builder()
            .labels(key)
            .classicHistogramBuckets(buckets(values))
            .sum(values.sum())
            .exemplars(Exemplars.of(exemplars(histogram)));
    histograms
        .computeIfAbsent(name, added -> new Family<>(name, help))
        .points()
        .putIfAbsent(key, point.build());
  }

  /** Prometheus's client writes them in the format OpenMetrics only. */
  private static List<Exemplar> exemplars(Histogram histogram) {
    return histogram.exemplars().stream()
        .map(
            exemplar ->
                Exemplar.builder()
                    .value(exemplar.value())
                    .traceId(exemplar.traceId())
                    .spanId(exemplar.spanId())
                    .timestampMillis(exemplar.at())
                    .build())
        .toList();
  }

  private static ClassicHistogramBuckets buckets(Histogram.Values values) {
    double[] bounds =
        DoubleStream.concat(
                values.bounds().stream().mapToDouble(Double::doubleValue),
                DoubleStream.of(Double.POSITIVE_INFINITY))
            .toArray();
    return ClassicHistogramBuckets.of(bounds, values.counts().toArray(new Number[0]));
  }

  /** Adds a summary without quantiles. */
  public void summary(String name, String help, long count, double sum, String... labels) {
    Labels key = Labels.of(labels);
    summaries
        .computeIfAbsent(name, added -> new Family<>(name, help))
        .points()
        .putIfAbsent(
            key, SummaryDataPointSnapshot.builder().labels(key).count(count).sum(sum).build());
  }

  /** Returns all values, sorted by metric name. */
  MetricSnapshots snapshots() {
    List<MetricSnapshot> all = new ArrayList<>();
    add(all, gauges, GaugeSnapshot::new);
    add(all, counters, CounterSnapshot::new);
    add(all, histograms, HistogramSnapshot::new);
    add(all, summaries, SummarySnapshot::new);
    return new MetricSnapshots(all);
  }

  private static <P> void add(
      List<MetricSnapshot> all,
      Map<String, Family<P>> families,
      BiFunction<MetricMetadata, Collection<P>, MetricSnapshot> create) {
    families
        .values()
        .forEach(family -> all.add(create.apply(family.metadata(), family.points().values())));
  }
}
