package network.rei.dau.observability.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import network.rei.dau.observability.instrument.Histogram;

/**
 * The histograms of one name. They are Prometheus's own and not Micrometer's timers, since those
 * must be recorded to themselves: then Micrometer would stand in every request's way, and be loaded
 * at the start.
 */
final class HistogramFamily implements Collector {

  private final String name;
  private final String help;
  private final Map<Labels, Histogram> histograms = new LinkedHashMap<>();

  HistogramFamily(String name, String help) {
    this.name = name;
    this.help = help;
  }

  void has(Histogram histogram, String... labels) {
    histograms.putIfAbsent(Labels.of(labels), histogram);
  }

  @Override
  public MetricSnapshot collect() {
    HistogramSnapshot.Builder family = HistogramSnapshot.builder().name(name).help(help);
    histograms.forEach(
        (labels, histogram) -> {
          Histogram.Values values = histogram.values();
          family.dataPoint(
              HistogramSnapshot.HistogramDataPointSnapshot.builder()
                  .labels(labels)
                  .classicHistogramBuckets(buckets(values))
                  .sum(values.sum())
                  .build());
        });
    return family.build();
  }

  private static ClassicHistogramBuckets buckets(Histogram.Values values) {
    List<Number> counts = new ArrayList<>(values.counts());
    double[] bounds =
        DoubleStream.concat(
                values.bounds().stream().mapToDouble(Double::doubleValue),
                DoubleStream.of(Double.POSITIVE_INFINITY))
            .toArray();
    return ClassicHistogramBuckets.of(bounds, counts.toArray(new Number[0]));
  }
}
