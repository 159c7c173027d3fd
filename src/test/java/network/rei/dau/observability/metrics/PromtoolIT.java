package network.rei.dau.observability.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import network.rei.dau.Nightly;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultTrigger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the metrics and the alerts with promtool. */
class PromtoolIT {

  private static final Path RULES = Path.of("deploy/prometheus").toAbsolutePath();
  private static final Path NOTHING = Path.of("/dev/null");

  @TempDir Path folder;

  @BeforeAll
  static void requireIt() {
    if (Promtool.binary().isEmpty()) {
      String missing = "no promtool: set PROMTOOL, or install Debian's package prometheus";
      if (System.getenv("CI") != null) {
        fail(missing);
      }
      System.err.println("PromtoolIT is skipped: " + missing);
      Assumptions.abort(missing);
    }
  }

  @Test
  void shouldExportMetricsWithoutComplaints() throws Exception {
    try (RunningService service = RunningService.onBlocks(300, folder)) {
      Promtool.Result result = check(service);
      assertThat(result.output()).isEmpty();
      assertThat(result.exitCode()).isZero();
    }
  }

  @Test
  void shouldExportMetricsWithoutComplaintsDuringFailures() throws Exception {
    try (RunningService service = RunningService.onBlocks(300, folder)) {
      service.node().faults().add(new Fault.HttpError(500, null), FaultTrigger.always());
      service.run();
      service.get("/nowhere");

      Promtool.Result result = check(service);

      assertThat(result.output()).isEmpty();
      assertThat(result.exitCode()).isZero();
    }
  }

  @Test
  void shouldHaveValidAlerts() throws Exception {
    Promtool.assertContent(Promtool.run(RULES, NOTHING, "check", "rules", "alerts.yml"));
  }

  @Test
  void shouldHaveValidQueriesInTheDashboard() throws Exception {
    StringBuilder rules = new StringBuilder("groups: [{ name: dashboard, rules: [\n");
    List<String> queries =
        new ObjectMapper()
            .readTree(Path.of("deploy/grafana/rei-dau-stats.json").toFile())
            .findValuesAsText("expr");
    for (String query : queries) {
      rules
          .append("  { record: q, labels: { n: '%d' }, expr: '".formatted(rules.length()))
          .append(query.replace("$__rate_interval", "5m"))
          .append("' },\n");
    }
    Files.writeString(folder.resolve("queries.yml"), rules.append("] }]\n"));

    assertThat(queries).hasSizeGreaterThan(50);
    Promtool.assertContent(Promtool.run(folder, NOTHING, "check", "rules", "queries.yml"));
  }

  @Test
  @Nightly
  void shouldFireTheAlerts() throws Exception {
    Promtool.assertContent(
        Promtool.run(
            RULES, NOTHING, "test", "rules", "alerts_test.yml", "product_alerts_test.yml"));
  }

  private Promtool.Result check(RunningService service) throws IOException, InterruptedException {
    service.get("/metrics");
    Path page = Files.writeString(folder.resolve("metrics.txt"), service.get("/metrics").body());
    return Promtool.run(folder, page, "check", "metrics");
  }
}
