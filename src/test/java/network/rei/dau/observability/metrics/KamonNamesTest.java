package network.rei.dau.observability.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import network.rei.dau.observability.instrument.Histogram;
import org.junit.jupiter.api.Test;

class KamonNamesTest {

  private final MetricFamilies metrics = new MetricFamilies();

  @Test
  void shouldRepeatTheTimesOfActorsWithTheLabelsOfKamon() throws IOException {
    Histogram waiting = Histogram.ofProcessingTimes();
    waiting.record(5_000);
    waiting.record(500_000_000);
    metrics.histogram("rei_dau_actor_mailbox_wait_seconds", "", waiting, "actor", "StatsStore");

    assertThat(page().lines())
        .contains(
            "rei_dau_actor_mailbox_wait_seconds_count{actor=\"StatsStore\"} 2",
            "akka_actor_time_in_mailbox_seconds_count{dispatcher=\"akka.actor.default-dispatcher\","
                + "path=\"rei-dau/StatsStore\",system=\"rei-dau\"} 2",
            "akka_group_time_in_mailbox_seconds_bucket{group=\"StatsStore\",system=\"rei-dau\","
                + "le=\"1.0E-5\"} 1");
  }

  @Test
  void shouldAddUpWhatKamonDoesNotDistinguish() throws IOException {
    for (String actor : new String[] {"StatsStore", "BlockFetcher"}) {
      metrics.gauge("rei_dau_actors", "", 2, "actor", actor);
      for (String type : new String[] {"One", "Two"}) {
        metrics.counter("rei_dau_actor_failures_total", "", 3, "actor", actor, "exception", type);
      }
    }

    assertThat(page().lines())
        .contains(
            "akka_system_active_actors{system=\"rei-dau\"} 4.0",
            "akka_group_members{group=\"StatsStore\",system=\"rei-dau\"} 2.0",
            "akka_group_errors_total{group=\"BlockFetcher\",system=\"rei-dau\"} 6.0");
  }

  @Test
  void shouldDivideTheSizesOfRemoteMessagesByDirection() throws IOException {
    Histogram sizes = Histogram.ofNumbers(100);
    sizes.record(50);
    metrics.histogram("rei_dau_remote_message_bytes", "", sizes, "direction", "inbound");
    metrics.histogram(
        "rei_dau_remote_message_bytes", "", Histogram.ofNumbers(100), "direction", "outbound");

    assertThat(page().lines())
        .contains(
            "akka_remote_messages_inbound_size_bytes_count{system=\"rei-dau\"} 1",
            "akka_remote_messages_outbound_size_bytes_count{system=\"rei-dau\"} 0");
  }

  private String page() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create()
        .write(out, new KamonNames("rei-dau").addTo(metrics.snapshots()));
    return out.toString(StandardCharsets.UTF_8);
  }
}
