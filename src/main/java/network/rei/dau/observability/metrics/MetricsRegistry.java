package network.rei.dau.observability.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import network.rei.dau.http.health.MetricsSource;
import network.rei.dau.observability.actor.ActorMetricsExtension;

/** All metrics of a node, and how they are written. For one thread. */
final class MetricsRegistry implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Meters meters = new Meters(registry);
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final List<MetricGroup> sections;

  MetricsRegistry(MetricSources sources) {
    JvmMetrics.bindTo(registry);
    sections =
        List.of(
            new DataMetricGroup(sources.retention()),
            new IngestMetricGroup(sources.ingested()),
            new EndpointMetricGroup(sources.chain()),
            new StoreMetricGroup(sources.stored(), sources.folder()),
            new HttpMetricGroup(sources.requests()),
            new ActorMetricGroup(ActorMetricsExtension.of(sources.system())),
            new ThreadPoolMetricGroup(sources.pools(), sources.system()),
            new ClusterMetricGroup(sources.system()));
  }

  /** In OpenMetrics' format if that is accepted, and else in Prometheus's own. */
  MetricsSource.Page page(Scrape reading, String accepted) {
    sections.forEach(section -> section.tell(reading, meters));
    ExpositionFormatWriter writer = formats.findWriter(accepted);
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    try {
      writer.write(out, registry.getPrometheusRegistry().scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new MetricsSource.Page(writer.getContentType(), out.toString(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    registry.close();
  }
}
