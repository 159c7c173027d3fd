package network.rei.dau.observability.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the dashboard and the alerts against the metrics that a service exports. */
class ShippedFilesTest {

  private static final Path DASHBOARD = Path.of("deploy/grafana/rei-dau-stats.json");
  private static final Path ALERTS = Path.of("deploy/prometheus/alerts.yml");
  private static final List<Path> ALERTS_TESTS =
      List.of(
          Path.of("deploy/prometheus/alerts_test.yml"),
          Path.of("deploy/prometheus/product_alerts_test.yml"));
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern NAME = Pattern.compile("\\b(rei_dau|jvm|process)_[a-z0-9_]+");

  /**
   * Metrics that a service exports only in a cluster, with webhooks or telemetry, or after a
   * failure or a lost message.
   */
  private static final Set<String> NOT_ALWAYS =
      Set.of(
          "rei_dau_cluster_members",
          "rei_dau_cluster_unreachable_members",
          "rei_dau_cluster_ingest_leader",
          "rei_dau_cluster_phi",
          "rei_dau_remote_association_up",
          "rei_dau_remote_message_bytes_count",
          "rei_dau_remote_message_bytes_sum",
          "rei_dau_remote_quarantines_total",
          "rei_dau_remote_serialization_seconds_bucket",
          "rei_dau_telemetry_data_points_total",
          "rei_dau_telemetry_spans_total",
          "rei_dau_webhooks_oldest_event_age_seconds",
          "rei_dau_certificate_expiry_timestamp_seconds",
          "rei_dau_last_backup_timestamp_seconds",
          "rei_dau_dead_letters_total",
          "rei_dau_unhandled_messages_total",
          "rei_dau_actor_failures_total");

  @TempDir Path folder;

  @Test
  void shouldExportEveryMetricThatTheyUse() throws IOException {
    Set<String> used = names(Files.readString(DASHBOARD) + Files.readString(ALERTS));
    Set<String> exported;
    try (RunningService service = RunningService.onBlocks(100, folder)) {
      service.metrics();
      exported = names(service.get("/metrics").body());
    }

    assertThat(used).hasSizeGreaterThan(40).contains("rei_dau_lag_seconds");
    exported.addAll(NOT_ALWAYS);
    assertThat(exported).containsAll(used);
  }

  @Test
  void shouldHaveATitleADescriptionAPositionAndAQueryForEveryPanel() throws IOException {
    List<JsonNode> panels = panels();

    assertThat(panels).hasSizeGreaterThan(40);
    assertThat(panels).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
    assertThat(panels).extracting(panel -> panel.get("title").asText()).doesNotHaveDuplicates();
    for (JsonNode panel : panels) {
      assertThat(panel.get("title").asText()).isNotBlank();
      assertThat(panel.has("gridPos")).isTrue();
      if (!panel.get("type").asText().equals("row")) {
        assertThat(panel.get("targets")).as(panel.get("title").asText()).isNotEmpty();
        assertThat(panel.path("description").asText())
            .as(panel.get("title").asText())
            .endsWith(".");
      }
    }
  }

  @Test
  void shouldOpenOnlyTheRowOfTheProduct() throws IOException {
    List<JsonNode> rows =
        panels().stream().filter(panel -> panel.get("type").asText().equals("row")).toList();

    assertThat(rows.get(0).get("title").asText()).isEqualTo("Product");
    assertThat(rows).extracting(row -> row.get("collapsed").asBoolean()).startsWith(false);
    assertThat(rows.subList(1, rows.size()))
        .isNotEmpty()
        .allSatisfy(
            row -> {
              assertThat(row.get("collapsed").asBoolean()).isTrue();
              assertThat(row.get("panels")).isNotEmpty();
            });
  }

  @Test
  void shouldLinkThePageAndAnnotateEvents() throws IOException {
    JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());

    assertThat(dashboard.at("/links/0/url").asText()).isEqualTo("${page}");
    assertThat(dashboard.at("/templating/list").findValuesAsText("name")).contains("page");
    assertThat(dashboard.at("/annotations/list").findValuesAsText("expr"))
        .isNotEmpty()
        .allSatisfy(query -> assertThat(query).contains("$instance"));
  }

  @Test
  void shouldHaveATestInWhichEveryAlertFiresAndOneInWhichItDoesNot() throws IOException {
    List<String> alerts = YAML.readTree(ALERTS.toFile()).findValuesAsText("alert");

    assertThat(alerts).hasSizeGreaterThan(15).doesNotHaveDuplicates();
    assertThat(alertsWithACase(true)).containsExactlyInAnyOrderElementsOf(alerts);
    assertThat(alertsWithACase(false)).containsExactlyInAnyOrderElementsOf(alerts);
  }

  @Test
  void shouldLeadFromEveryAlertToASectionOfTheRunbook() throws IOException {
    List<String> sections =
        Files.readAllLines(Path.of("docs/runbook.md")).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    List<JsonNode> alerts = YAML.readTree(ALERTS.toFile()).findParents("alert");

    assertThat(alerts).hasSizeGreaterThan(25);
    for (JsonNode rule : alerts) {
      String alert = rule.get("alert").asText();
      assertThat(sections).contains(alert);
      assertThat(rule.at("/annotations/runbook_url").asText())
          .isEqualTo("docs/runbook.md#" + alert.toLowerCase(Locale.ROOT));
    }
  }

  /** Returns the alerts that a test of promtool expects to fire, or not to fire. */
  private static Set<String> alertsWithACase(boolean firing) throws IOException {
    Pattern count =
        Pattern.compile("count\\(ALERTS\\{alertname=\"(\\w+)\", alertstate=\"firing\"}\\)");
    List<JsonNode> cases = new ArrayList<>();
    for (Path file : ALERTS_TESTS) {
      for (JsonNode test : YAML.readTree(file.toFile()).get("tests")) {
        test.path("promql_expr_test").forEach(cases::add);
      }
    }
    return cases.stream()
        .filter(expected -> expected.get("exp_samples").isEmpty() != firing)
        .flatMap(expected -> count.matcher(expected.get("expr").asText()).results())
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns all panels, those of collapsed rows after their row. */
  private static List<JsonNode> panels() throws IOException {
    List<JsonNode> panels = new ArrayList<>();
    for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).get("panels")) {
      panels.add(panel);
      panel.path("panels").forEach(panels::add);
    }
    return panels;
  }

  private static Set<String> names(String text) {
    return NAME.matcher(text)
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
