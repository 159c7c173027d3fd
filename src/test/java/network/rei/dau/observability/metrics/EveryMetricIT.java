package network.rei.dau.observability.metrics;

import static java.util.Map.entry;
import static network.rei.dau.observability.metrics.MetricChange.becomes;
import static network.rei.dau.observability.metrics.MetricChange.falls;
import static network.rei.dau.observability.metrics.MetricChange.rises;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every metric of the service changes its value in a scenario that it is made for. */
@Order(5)
@Execution(ExecutionMode.CONCURRENT)
class EveryMetricIT {

  private static final String ACTORS = "rei_dau_actor_";

  private static final Map<Scenario, List<MetricChange>> CHANGES =
      Map.ofEntries(
          entry(
              Scenario.FIRST_RUN,
              List.of(
                  becomes(1_500, "rei_dau_blocks_fetched_total"),
                  becomes(1_499, "rei_dau_last_processed_block"),
                  rises("rei_dau_last_processed_block_timestamp_seconds"),
                  becomes(1_499, "rei_dau_chain_head_block"),
                  becomes(2, "rei_dau_records"),
                  becomes(2, "rei_dau_records_in_memory"),
                  rises("rei_dau_ledger_bytes"),
                  rises("rei_dau_active_addresses", "24h", "\"active\""),
                  rises("rei_dau_active_addresses", "24h", "\"senders\""),
                  rises("rei_dau_active_addresses", "24h", "\"recipients\""),
                  rises("rei_dau_active_addresses", "7d", "\"new_senders\""),
                  rises("rei_dau_transactions", "24h"),
                  becomes(1_499, "rei_dau_blocks", "7d"),
                  becomes(1, "rei_dau_window_complete", "24h"),
                  rises("rei_dau_store_version"),
                  rises("rei_dau_store_commits_total", "committed"),
                  rises("rei_dau_store_commit_duration_seconds"),
                  becomes(2, "rei_dau_chunks_total", "stored"),
                  becomes(1, "rei_dau_runs_total", "completed"),
                  becomes(1, "rei_dau_run_duration_seconds"),
                  becomes(1, "rei_dau_last_run_result", "completed"),
                  rises("rei_dau_last_run_timestamp_seconds"),
                  rises("rei_dau_last_run_duration_seconds"),
                  rises("rei_dau_endpoint_requests_total"),
                  rises("rei_dau_endpoint_request_duration_seconds"),
                  rises("rei_dau_endpoint_batch_size"),
                  rises(ACTORS + "messages_total", "BlockFetcher"),
                  rises(ACTORS + "processing_seconds", "BlockFetcher"),
                  rises(ACTORS + "mailbox_wait_seconds", "BlockFetcher"))),
          entry(Scenario.SILENCE, List.of(rises("rei_dau_lag_seconds"))),
          entry(
              Scenario.HANGING_RUN,
              List.of(
                  becomes(1, "rei_dau_run_active"),
                  becomes(800, "rei_dau_run_left_blocks"),
                  becomes(800, "rei_dau_lag_blocks"),
                  rises("rei_dau_endpoint_in_flight_requests"),
                  rises("rei_dau_memory_used_bytes", "responses"),
                  becomes(1, "rei_dau_actors", "BlockFetcher"))),
          entry(
              Scenario.DEAD_ENDPOINT,
              List.of(
                  becomes(0, "rei_dau_endpoint_up"),
                  becomes(0, "rei_dau_endpoint_state", "healthy"),
                  becomes(1, "rei_dau_endpoint_state", "cooling_down"),
                  rises("rei_dau_endpoint_cool_downs_total"),
                  rises("rei_dau_endpoint_errors_total", "refused"),
                  rises("rei_dau_ingest_errors_total", "refused"),
                  becomes(1, "rei_dau_last_run_result", "failed"),
                  becomes(1, "rei_dau_runs_total", "failed"),
                  rises("rei_dau_ingest_problems"))),
          entry(
              Scenario.THROTTLED,
              List.of(
                  falls("rei_dau_endpoint_concurrency_limit"),
                  rises("rei_dau_endpoint_errors_total", "rate_limited"))),
          entry(Scenario.SMALL_BATCHES, List.of(falls("rei_dau_endpoint_batch_size_limit"))),
          entry(
              Scenario.NULL_BLOCK,
              List.of(
                  becomes(1, "rei_dau_chunks_total", "gave_up"),
                  becomes(1, "rei_dau_missing_chunks"),
                  becomes(1, "rei_dau_gaps"),
                  rises("rei_dau_gap_blocks"),
                  becomes(0, "rei_dau_window_complete", "24h"),
                  rises("rei_dau_window_missing_blocks", "24h"),
                  becomes(1, "rei_dau_last_run_result", "incomplete"),
                  becomes(1, "rei_dau_runs_total", "incomplete"),
                  rises("rei_dau_endpoint_errors_total", "missing_block"),
                  rises(ACTORS + "failures_total", "BlockFetcher"),
                  rises(ACTORS + "restarts_total", "BlockFetcher"))),
          entry(
              Scenario.FORK,
              List.of(
                  becomes(1, "rei_dau_reorgs_total"),
                  becomes(1, "rei_dau_reorg_replaced_records_total"),
                  rises("rei_dau_ingest_errors_total", "reorganised"))),
          entry(
              Scenario.STORE_REFUSES,
              List.of(
                  becomes(0, "rei_dau_store_up"),
                  rises("rei_dau_store_commits_total", "failed"),
                  rises("rei_dau_ingest_errors_total", "\"store\""))),
          entry(Scenario.STORE_TAKEN_OVER, List.of(rises("rei_dau_store_commits_total", "stale"))),
          entry(
              Scenario.WRONG_REQUESTS,
              List.of(
                  becomes(1, "rei_dau_http_requests_total", "\"other\"", "\"404\""),
                  becomes(1, "rei_dau_http_requests_total", "/api/stats/history", "\"400\""),
                  becomes(1, "rei_dau_http_requests_total", "/api/stats/24h", "\"405\""),
                  becomes(1, "rei_dau_http_request_duration_seconds", "/api/stats/history"))),
          entry(
              Scenario.HELD_FOR_CLIENTS,
              List.of(
                  rises("rei_dau_http_connections", "\"http\""),
                  rises("rei_dau_http_head_bytes", "\"http\""),
                  becomes(1, "rei_dau_http_event_streams"),
                  rises("rei_dau_http_streamed_bytes"),
                  rises("rei_dau_http_memory_used_bytes", "\"lists\""),
                  rises("rei_dau_http_memory_used_bytes", "\"event_streams\""),
                  rises("rei_dau_http_memory_used_bytes", "\"cache\""),
                  rises("rei_dau_http_memory_used_bytes", "\"records\""),
                  rises("rei_dau_http_cached_bytes"))),
          entry(
              Scenario.SMALLER_RESPONSE_MEMORY,
              List.of(
                  becomes(1_000, "rei_dau_http_memory_limit_bytes"),
                  becomes(0, "rei_dau_http_memory_used_bytes", "\"bodies\""),
                  becomes(1, "rei_dau_http_memory_refusals_total"))),
          entry(
              Scenario.WRONG_LABELS,
              List.of(
                  becomes(1, "rei_dau_labels"), becomes(1, "rei_dau_label_read_failures_total"))),
          entry(
              Scenario.FAILING_WEBHOOK,
              List.of(
                  becomes(1, "rei_dau_webhooks_attempts_total", "team", "failed"),
                  becomes(1, "rei_dau_webhooks_pending_events", "team"),
                  becomes(3_600, "rei_dau_webhooks_oldest_event_age_seconds", "team"),
                  becomes(1, "rei_dau_webhooks_refused_events_total"))),
          entry(
              Scenario.FAILING_COLLECTOR,
              List.of(
                  becomes(1, "rei_dau_telemetry_spans_total", "exported"),
                  rises("rei_dau_telemetry_spans_total", "failed"),
                  rises("rei_dau_telemetry_spans_total", "dropped"),
                  becomes(1, "rei_dau_telemetry_data_points_total", "exported"),
                  becomes(1, "rei_dau_telemetry_data_points_total", "failed"))),
          entry(
              Scenario.STUCK_ACTOR,
              List.of(
                  becomes(5, "rei_dau_actor_mailbox_messages", "StatsStore"),
                  becomes(1, "rei_dau_actors", "StatsStore"))),
          entry(
              Scenario.LOST_MESSAGES,
              List.of(
                  rises("rei_dau_dead_letters_total", "String"),
                  rises("rei_dau_unhandled_messages_total", "Integer"))),
          entry(
              Scenario.BUSY_POOL,
              List.of(
                  becomes(1, "rei_dau_pool_threads", "storage"),
                  becomes(1, "rei_dau_pool_active_threads", "storage"),
                  becomes(2, "rei_dau_pool_queued_tasks", "storage"))),
          entry(
              Scenario.LOWER_LIMITS,
              List.of(
                  becomes(20, "rei_dau_http_connections_limit", "\"http\""),
                  becomes(10, "rei_dau_http_event_streams_limit"))),
          entry(
              Scenario.FULL_POOL,
              List.of(becomes(1, "rei_dau_pool_rejected_tasks_total", "http-compute"))),
          entry(Scenario.OTHER_VERSION, List.of(becomes(1, "rei_dau_build_info", "version=\"2\""))),
          entry(
              Scenario.EARLIER_CERTIFICATE,
              List.of(
                  falls("rei_dau_certificate_expiry_timestamp_seconds", "file=\"certificate\""))),
          entry(Scenario.BACKUP, List.of(rises("rei_dau_last_backup_timestamp_seconds"))),
          entry(
              Scenario.LOADING_STORE,
              List.of(becomes(2, ACTORS + "stashed_messages", "StatsStore"))),
          entry(Scenario.SILENT_SUPERVISOR, List.of(becomes(0, "rei_dau_ingest_up"))),
          entry(
              Scenario.HINDERED_WORKER,
              List.of(becomes(1, "rei_dau_ingest_worker_obstacle", "reason=\"store\""))),
          entry(Scenario.LARGER_HEAP, List.of(becomes(100_000_000, "rei_dau_memory_limit_bytes"))),
          entry(
              Scenario.FULL_DISK,
              List.of(falls("rei_dau_disk_free_bytes"), rises("rei_dau_disk_size_bytes"))),
          entry(
              Scenario.STANDING_ENDPOINT,
              List.of(
                  rises("rei_dau_endpoint_head_block"),
                  becomes(1, "rei_dau_endpoint_lagging"),
                  rises("rei_dau_endpoint_serves_from_block"),
                  rises("rei_dau_endpoint_unverified_blocks_total"))),
          entry(
              Scenario.QUARANTINED_MEMBER,
              List.of(
                  rises("rei_dau_remote_message_bytes", "inbound"),
                  rises("rei_dau_remote_message_bytes", "outbound"),
                  rises("rei_dau_remote_serialization_seconds", "inbound"),
                  rises("rei_dau_remote_serialization_seconds", "outbound"),
                  becomes(1, "rei_dau_remote_association_up"),
                  becomes(1, "rei_dau_remote_quarantines_total", "other"))),
          entry(
              Scenario.LOST_MEMBER,
              List.of(
                  becomes(2, "rei_dau_cluster_members"),
                  becomes(1, "rei_dau_cluster_unreachable_members"),
                  rises("rei_dau_cluster_phi"),
                  becomes(1, "rei_dau_cluster_ingest_leader"))));

  private static final Path SOURCES =
      Path.of("src/main/java/network/rei/dau/observability/metrics");
  private static final Pattern NAME = Pattern.compile("\"(rei_dau_[a-z_]+)\"");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void shouldShowTheEvent(Scenario scenario) throws IOException {
    scenario.play(folder, CHANGES.get(scenario));
  }

  @Test
  void shouldHaveAScenarioForEveryMetric() throws IOException {
    Set<String> changed =
        CHANGES.values().stream()
            .flatMap(List::stream)
            .map(MetricChange::metric)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(changed).isEqualTo(metricsInSources());
    assertThat(CHANGES).containsOnlyKeys(Scenario.values());
  }

  private static Set<String> metricsInSources() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith("MetricGroup.java")).toList()) {
        NAME.matcher(Files.readString(file))
            .results()
            .map((MatchResult found) -> found.group(1))
            .forEach(names::add);
      }
    }
    return names;
  }
}
