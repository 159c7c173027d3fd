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
  private static final Path ALERTS_TEST = Path.of("deploy/prometheus/alerts_test.yml");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Pattern NAME = Pattern.compile("\\b(rei_dau|jvm|process)_[a-z0-9_]+");

  /** Metrics that a service exports only in a cluster, or after a failure or a lost message. */
  private static final Set<String> NOT_ALWAYS =
      Set.of(
          "rei_dau_cluster_members",
          "rei_dau_cluster_unreachable_members",
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
  void shouldHaveATitleAPositionAndAQueryForEveryPanel() throws IOException {
    JsonNode panels = new ObjectMapper().readTree(DASHBOARD.toFile()).get("panels");

    assertThat(panels).isNotEmpty();
    assertThat(panels).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
    for (JsonNode panel : panels) {
      assertThat(panel.get("title").asText()).isNotBlank();
      assertThat(panel.has("gridPos")).isTrue();
      if (!panel.get("type").asText().equals("row")) {
        assertThat(panel.get("targets")).as(panel.get("title").asText()).isNotEmpty();
      }
    }
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
    JsonNode rules = YAML.readTree(ALERTS.toFile()).at("/groups/0/rules");

    assertThat(rules).hasSizeGreaterThan(25);
    for (JsonNode rule : rules) {
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
    for (JsonNode test : YAML.readTree(ALERTS_TEST.toFile()).get("tests")) {
      test.path("promql_expr_test").forEach(cases::add);
    }
    return cases.stream()
        .filter(expected -> expected.get("exp_samples").isEmpty() != firing)
        .flatMap(expected -> count.matcher(expected.get("expr").asText()).results())
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(String text) {
    return NAME.matcher(text)
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
