package network.rei.dau.observability.metrics.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import network.rei.dau.observability.metrics.MetricsText;
import network.rei.dau.observability.telemetry.ExportCounts;
import org.junit.jupiter.api.Test;

class TelemetryMetricGroupTest {

  @Test
  void shouldCollectTheMetricsOfOpenTelemetryOnceForAScrape() {
    AtomicInteger collections = new AtomicInteger();
    ExportCounts counts = new ExportCounts();
    counts.register(
        new CollectionRegistration() {
          @Override
          public Collection<MetricData> collectAllMetrics() {
            collections.incrementAndGet();
            return List.of();
          }
        });

    MetricsText page = MetricsText.of(new TelemetryMetricGroup(Optional.of(counts)));

    assertThat(page.lines())
        .contains(
            "rei_dau_telemetry_spans_total{result=\"exported\"} 0.0",
            "rei_dau_telemetry_data_points_total{result=\"failed\"} 0.0");
    assertThat(collections).hasValue(1);
  }
}
