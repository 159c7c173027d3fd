package network.rei.dau.observability.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsExporterTest {

  private static final int BLOCKS = 2_000;

  @TempDir static Path folder;

  private static RunningService service;

  @BeforeAll
  static void start() {
    service = RunningService.onBlocks(BLOCKS, folder);
  }

  @AfterAll
  static void stop() throws IOException {
    service.close();
  }

  @Test
  void shouldExportARunInAllGroups() {
    MetricsText metrics = service.metrics();

    assertThat(metrics.value("rei_dau_blocks_fetched_total")).isEqualTo(BLOCKS);
    assertThat(metrics.value("rei_dau_chunks_total", "result=\"stored\"")).isEqualTo(2);
    assertThat(metrics.sum("rei_dau_runs_total"))
        .isEqualTo(metrics.value("rei_dau_runs_total", "completed"));
    assertThat(metrics.value("rei_dau_last_run_result", "completed")).isEqualTo(1);
    assertThat(metrics.value("rei_dau_run_duration_seconds_count")).isPositive();
    assertThat(metrics.value("rei_dau_last_processed_block")).isEqualTo(BLOCKS - 1);
    assertThat(metrics.value("rei_dau_lag_blocks")).isZero();
    assertThat(metrics.value("rei_dau_lag_seconds")).isPositive();
    assertThat(metrics.value("rei_dau_store_commits_total", "committed")).isPositive();
    assertThat(metrics.value("rei_dau_store_commit_duration_seconds_count")).isPositive();
    assertThat(metrics.value("rei_dau_endpoint_up")).isEqualTo(1);
    assertThat(metrics.value("rei_dau_endpoint_state", "healthy")).isEqualTo(1);
    assertThat(metrics.value("rei_dau_endpoint_request_duration_seconds_count")).isPositive();
    assertThat(metrics.value("rei_dau_endpoint_batch_size_sum")).isGreaterThanOrEqualTo(BLOCKS);
    assertThat(metrics.value("rei_dau_disk_free_bytes")).isPositive();
    assertThat(metrics.value("process_cpu_seconds_total")).isPositive();
  }

  @Test
  void shouldExportEveryActorAndPool() {
    MetricsText metrics = service.metrics();

    for (String actor : List.of("StatsStore", "StatsSupervisor", "IngestWorker", "BlockFetcher")) {
      assertThat(metrics.sum("rei_dau_actor_messages_total", actor)).as(actor).isPositive();
      assertThat(metrics.value("rei_dau_actor_mailbox_wait_seconds_count", actor)).isPositive();
    }
    assertThat(metrics.value("rei_dau_actors", "StatsStore")).isEqualTo(1);
    for (String pool :
        List.of(
            "storage",
            "compute",
            "http-compute",
            "dispatcher-default",
            "dispatcher-blocking",
            "dispatcher-rpc",
            "dispatcher-proof")) {
      assertThat(metrics.value("rei_dau_pool_active_threads", "\"" + pool + "\"")).isNotNegative();
    }
    assertThat(metrics.value("rei_dau_pool_threads", "dispatcher-default")).isPositive();
  }

  @Test
  void shouldReadTheMetricsOnceForConcurrentScrapes() throws Exception {
    double before = service.metrics().value("rei_dau_actor_messages_total", "GetSnapshot");

    service.getConcurrently("/metrics", 200);

    double after = service.metrics().value("rei_dau_actor_messages_total", "GetSnapshot");
    assertThat(after - before).isLessThan(100);
  }

  @Test
  void shouldCountItsOwnRequests() {
    service.metrics();

    assertThat(service.metrics().value("rei_dau_http_requests_total", "/metrics", "200"))
        .isPositive();
  }

  @Test
  void shouldNotHaveLabelsOfSingleActorsOrAddresses() {
    service.get("/api/v1/addresses/0x00f98d4cf70537fb4827e487555746be664cb75e");

    assertThat(service.get("/metrics").body())
        .contains("route=\"/api/v1/addresses/{address}\"")
        .doesNotContain("0x00f9", "chunk-", "coordinator-");
  }

  @Test
  void shouldWriteTheAcceptedFormat() {
    HttpResponse<String> plain = service.get("/metrics");
    HttpResponse<String> open =
        service.get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0,*/*;q=0.1");

    assertThat(plain.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=UTF-8");
    assertThat(plain.body()).doesNotContain("# EOF");
    assertThat(open.headers().firstValue("Content-Type"))
        .contains("application/openmetrics-text; version=1.0.0; charset=UTF-8");
    assertThat(open.body()).endsWith("# EOF\n");
    assertThat(open.headers().firstValue("Vary")).contains("Accept, Accept-Encoding");
  }
}
