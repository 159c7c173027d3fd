package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests that each node answers operators, and that operations are executed one at a time. */
@Order(16)
@Execution(ExecutionMode.CONCURRENT)
class ClusterOperatorsIT {

  private static final int BLOCKS = 3_000;
  private static final String TOKEN = "only-operators-know-this";

  @TempDir private static Path folder;
  private static SimulatedNode chain;
  private static ClusterNodes nodes;

  @BeforeAll
  static void start() throws IOException {
    chain = SimulatedNodes.node(BLOCKS);
    nodes =
        new ClusterNodes(
            folder,
            2,
            chain,
            PostgresServer.shared().newDatabase(),
            Map.of("REI_DAU_ADMIN_TOKEN", TOKEN, "REI_DAU_INGEST_FOLLOW_INTERVAL", "0"));
    nodes.startAll(2, chain);
  }

  @AfterAll
  static void stop() throws IOException {
    nodes.close();
    chain.close();
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void shouldReportHeadAndMembersOnEachNodeAndTheSupervisorOnOne() {
    long head = chain.chain().head();
    for (int node : List.of(0, 1)) {
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(metrics(node))
                      .contains(
                          "rei_dau_cluster_members 2.0",
                          "rei_dau_cluster_unreachable_members 0.0",
                          "rei_dau_ingest_up 1.0",
                          "rei_dau_chain_head_block " + (double) head,
                          "rei_dau_lag_blocks 0.0",
                          "rei_dau_cluster_ingest_leader "
                              + (nodes.ingestLeader(node) == node ? "1.0" : "0.0")));
    }

    nodes.node(1).pause();
    try {
      awaitUnreachable("1.0");
      assertThat(nodes.node(0).get("/health").get("reasons").toString())
          .contains("Node " + nodes.address(1) + " cannot be reached.");
    } finally {
      nodes.node(1).resume();
    }
    awaitUnreachable("0.0");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void shouldExportEveryMetricOfAClusterThatTheAlertsAndTheDashboardUse() throws IOException {
    List<String> used =
        Pattern.compile("\\brei_dau_(cluster|remote)_[a-z0-9_]+")
            .matcher(
                Files.readString(Path.of("deploy/prometheus/alerts.yml"))
                    + Files.readString(Path.of("deploy/grafana/rei-dau-stats.json")))
            .results()
            .map(MatchResult::group)
            .distinct()
            .toList();

    assertThat(used).hasSizeGreaterThan(7);
    for (int node : List.of(0, 1)) {
      List<String> exported =
          metrics(node).stream().map(line -> line.split("[{ ]", 2)[0]).distinct().toList();
      assertThat(exported).containsAll(used);
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void shouldAcceptOperationsOnTheNodeThatIsNotTheLeader() {
    for (int node : List.of(1 - nodes.ingestLeader(0), nodes.ingestLeader(0))) {
      chain.chain().advance(40);
      JsonNode run = done(node, "run");
      assertThat(run.at("/result/blocksFetched").asInt()).as(run.toString()).isEqualTo(40);
      nodes.awaitProcessed(chain.chain().head(), 0, 1);
      nodes.assertSameAndTrue(chain, 0, 1);

      JsonNode verified = done(node, "verify?records=100");
      assertThat(verified.at("/result/records").asInt()).isEqualTo(3);
      assertThat(verified.at("/result/differences")).isEmpty();
      assertThat(done(node, "fetch?fromBlock=0&toBlock=2999").at("/result/blocks").asLong())
          .isEqualTo(chain.chain().head() + 1);
      assertThat(done(node, "prune").at("/result/records").asInt()).isZero();
      assertThat(done(node, "backup").get("error").asText()).contains("use its own pg_dump");
      assertThat(nodes.node(node).get("/health").get("errors")).as("no leader changes").isEmpty();
    }
  }

  private static void awaitUnreachable(String members) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(metrics(0)).contains("rei_dau_cluster_unreachable_members " + members));
  }

  private static JsonNode done(int node, String operation) {
    ServiceProcess service = nodes.node(node);
    String[] token = {"Authorization", "Bearer " + TOKEN};
    HttpResponse<String> started = service.ask("POST", "/api/admin/" + operation, token);
    assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
    String place = "/api/admin/" + started.headers().firstValue("Location").orElseThrow();
    return Awaitility.await()
        .atMost(ClusterNodes.LONG)
        .until(
            () -> ServiceProcess.parse(service.ask("GET", place, token).body()),
            ended -> !ended.get("state").asText().equals("running"));
  }

  private static List<String> metrics(int node) {
    return nodes.node(node).ask("GET", "/metrics").body().lines().toList();
  }
}
