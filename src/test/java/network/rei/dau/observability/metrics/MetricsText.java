package network.rei.dau.observability.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.rei.dau.ingest.IngestStatus;

/** Metrics in Prometheus's text format. */
public record MetricsText(String text) {

  /** Writes the metrics of one group, for a scrape without replies. */
  public static MetricsText of(MetricGroup group) {
    return of(group, Optional.empty());
  }

  public static MetricsText of(MetricGroup group, Optional<IngestStatus> ingest) {
    return of(group, new Scrape(Optional.empty(), List.of(), ingest, Instant.EPOCH));
  }

  public static MetricsText of(MetricGroup group, Scrape scrape) {
    MetricFamilies metrics = new MetricFamilies();
    group.collect(scrape, metrics);
    return of(metrics);
  }

  public static MetricsText of(MetricFamilies metrics) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, metrics.snapshots());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new MetricsText(out.toString(StandardCharsets.UTF_8));
  }

  public List<String> lines() {
    return text.lines().toList();
  }

  /** Returns the value of the only line that has this name and these texts in its labels. */
  public double value(String name, String... labels) {
    List<Double> values = values(name, labels);
    assertThat(values).as("%s %s", name, List.of(labels)).hasSize(1);
    return values.get(0);
  }

  public boolean has(String name) {
    return !values(name).isEmpty();
  }

  /** Returns the sum of the values of all lines with this name and these texts in their labels. */
  public double sum(String name, String... labels) {
    return values(name, labels).stream().mapToDouble(Double::doubleValue).sum();
  }

  private List<Double> values(String name, String... labels) {
    return text.lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .filter(line -> Stream.of(labels).allMatch(line::contains))
        .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .toList();
  }
}
