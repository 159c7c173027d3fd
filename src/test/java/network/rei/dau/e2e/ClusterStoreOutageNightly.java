package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests an outage of PostgreSQL during a run. */
@Execution(ExecutionMode.CONCURRENT)
class ClusterStoreOutageNightly {

  private static final int CHUNK = 200;

  /** The number of requests that each node answers during the outage, which takes 10 s or more. */
  private static final int ANSWERS = 200;

  @TempDir private Path folder;

  @Test
  void shouldAnswerDuringTheOutageAndRecover() throws Exception {
    try (PostgresServer server = PostgresServer.own();
        SimulatedNode chain = SimulatedNodes.node(10 * CHUNK);
        ClusterNodes nodes = new ClusterNodes(folder, 3, chain, server.newDatabase(), settings())) {
      nodes.startAll(3, chain);
      List<StatsPoller> pollers =
          Stream.of(0, 1, 2).map(node -> StatsPoller.of(nodes.node(node), chain.chain())).toList();
      chain.faults().latency(Duration.ofMillis(200), Duration.ZERO);
      ClusterNodes.growIntoARun(chain, 60 * CHUNK, 10 * CHUNK);

      server.stop();
      for (int node = 0; node < 3; node++) {
        nodes
            .node(node)
            .getUntil(
                "/health",
                ClusterNodes.LONG,
                health ->
                    health.get("status").asText().equals("degraded")
                        && health.get("reasons").toString().contains("the store"));
        assertThat(nodes.node(node).ask("GET", "/ready").statusCode()).isEqualTo(200);
      }
      for (StatsPoller poller : pollers) {
        poller.awaitAnswers(ANSWERS);
      }
      server.start();

      nodes.awaitProcessed(chain.chain().head(), 0, 1, 2);
      nodes.assertSameAndTrue(chain, 0, 1, 2);
      for (StatsPoller poller : pollers) {
        poller.close();
        assertThat(poller.failures()).isEmpty();
        assertThat(poller.wrong()).isEmpty();
      }
    }
  }

  /** Connections are refused for 30 s, as by the server's max_connections. */
  @Test
  void shouldFetchNoBlockAgainAndMissNoChunkIfNoConnectionIsLeft() throws Exception {
    try (SimulatedNode chain = SimulatedNodes.node(10 * CHUNK)) {
      PostgresServer server = PostgresServer.shared();
      PostgresServer.Database database = server.newDatabase();
      try (ClusterNodes nodes = new ClusterNodes(folder, 3, chain, database, settings())) {
        nodes.startAll(3, chain);
        chain.faults().latency(Duration.ofMillis(200), Duration.ZERO);
        ClusterNodes.growIntoARun(chain, 60 * CHUNK, 10 * CHUNK);

        server.execute("ALTER DATABASE " + database.name() + " CONNECTION LIMIT 0");
        server.cutConnections(database);
        Awaitility.await("no chunk is missing")
            .during(Duration.ofSeconds(30))
            .atMost(ClusterNodes.LONG)
            .pollInterval(Duration.ofSeconds(1))
            .until(
                () ->
                    Stream.of(0, 1, 2)
                        .map(node -> nodes.node(node).get("/health").path("missingChunks"))
                        .allMatch(JsonNode::isEmpty));
        server.execute("ALTER DATABASE " + database.name() + " CONNECTION LIMIT -1");

        nodes.awaitProcessed(chain.chain().head(), 0, 1, 2);
        nodes.assertSameAndTrue(chain, 0, 1, 2);
        long again =
            chain.counters().served().values().stream().mapToLong(times -> times - 1).sum();
        System.out.println("blocks served again: " + again);
        assertThat(again).isLessThan(5 * CHUNK);
      }
    }
  }

  /** The others have the old password, and lose their connections. */
  @Test
  void shouldFetchOnTheOnlyNodeThatHasTheNewPassword() throws Exception {
    try (PostgresServer server = PostgresServer.own();
        SimulatedNode chain = SimulatedNodes.node(10 * CHUNK)) {
      PostgresServer.Database database = server.newDatabase();
      try (ClusterNodes nodes = new ClusterNodes(folder, 3, chain, database, settings())) {
        nodes.startAll(3, chain);
        int leader = nodes.ingestLeader(0);
        int renewed = (leader + 1) % 3;
        server.execute("ALTER USER " + database.user() + " PASSWORD 'another'");
        nodes.node(renewed).terminate();
        nodes.node(renewed).exitCode(ClusterNodes.LONG);
        nodes.start(renewed, "REI_DAU_STORE_PASSWORD", "another");
        nodes.awaitUp(0, 1, 2);

        server.cutConnections(database);
        chain.chain().advance(2 * CHUNK);

        nodes.awaitProcessed(chain.chain().head(), renewed);
        nodes.assertSameAndTrue(chain, renewed);
        assertThat(nodes.node(leader).exitCode(ClusterNodes.LONG)).isEqualTo(ClusterNodes.REMOVED);
      }
    }
  }

  private static Map<String, String> settings() {
    return Map.of(
        "REI_DAU_INGEST_CHUNK_SIZE", String.valueOf(CHUNK),
        "REI_DAU_INGEST_FOLLOW_INTERVAL", "1 s",
        "REI_DAU_RPC_MAX_IN_FLIGHT", "2");
  }
}
