package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests three nodes whose leader loses its endpoints: alone, and together with the others. */
class ClusterLeaderEndpointsNightly {

  private static final int CHUNK = 200;
  private static final int NODES = 3;

  /** Endpoints that failed are tried again after 75 s at most; the rest is for a busy machine. */
  private static final Duration UNTIL_HANDED_OVER = Duration.ofMinutes(4);

  private final List<TcpRelay> endpoints = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void shouldFollowTheHeadOnANodeThatReachesItsEndpoints() throws Exception {
    try (SimulatedNode chain = SimulatedNodes.node(CHUNK);
        ClusterNodes nodes =
            new ClusterNodes(
                folder, NODES, chain, PostgresServer.shared().newDatabase(), settings())) {
      for (int node = 0; node < NODES; node++) {
        endpoints.add(new TcpRelay(InetAddress.getLoopbackAddress(), chain.uri().getPort()));
        start(node, nodes);
      }
      nodes.awaitUp(0, 1, 2);
      nodes.awaitProcessed(chain.chain().head(), 0, 1, 2);
      int leader = nodes.ingestLeader(0);
      Integer[] others =
          IntStream.range(0, NODES).filter(node -> node != leader).boxed().toArray(Integer[]::new);

      endpoints.forEach(TcpRelay::refuse);
      awaitProblem(nodes, others[0]);
      Awaitility.await("an outage for all")
          .during(Duration.ofSeconds(40))
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> nodes.ingestLeader(others[0]) == leader);
      endpoints.forEach(TcpRelay::restore);
      chain.chain().advance(CHUNK);
      nodes.awaitProcessed(chain.chain().head(), 0, 1, 2);
      assertThat(nodes.ingestLeader(others[0]))
          .as("the leader after all endpoints were away")
          .isEqualTo(leader);

      endpoints.get(leader).refuse();
      long begin = System.nanoTime();
      chain.chain().advance(CHUNK);
      assertThat(nodes.node(leader).exitCode(UNTIL_HANDED_OVER)).isEqualTo(ClusterNodes.REMOVED);
      nodes.awaitProcessed(chain.chain().head(), others);
      System.out.printf(
          "the next chunk after the leader had lost its endpoints: %.1f s%n",
          (System.nanoTime() - begin) / 1e9);
      assertThat(nodes.ingestLeader(others[0])).isNotEqualTo(leader);

      start(leader, nodes);
      nodes.awaitUp(0, 1, 2);
      nodes.awaitProcessed(chain.chain().head(), 0, 1, 2);
      nodes.assertSameAndTrue(chain, 0, 1, 2);
    } finally {
      endpoints.forEach(TcpRelay::close);
    }
  }

  private void start(int node, ClusterNodes nodes) {
    nodes.start(node, "REI_RPC_URL", "http://" + endpoints.get(node).authority());
  }

  private static void awaitProblem(ClusterNodes nodes, int node) {
    Awaitility.await("the endpoints are away")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> nodes.node(node).get("/health").at("/endpoints").toString().contains("cooling"));
  }

  private static Map<String, String> settings() {
    return Map.of(
        "REI_DAU_INGEST_CHUNK_SIZE",
        String.valueOf(CHUNK),
        "REI_DAU_INGEST_FOLLOW_INTERVAL",
        "1 s");
  }
}
