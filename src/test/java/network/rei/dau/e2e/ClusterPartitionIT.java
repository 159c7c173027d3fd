package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests a leader that loses the other nodes during a run, but still reaches the store. */
@Order(17)
@ResourceLock(Chromium.LOCK)
class ClusterPartitionIT {

  private static final int CHUNK = 200;

  @TempDir private Path folder;

  @Test
  void shouldAnswerTrueNumbersOnBothSidesAndHaveOneLeaderAfterwards() throws Exception {
    try (NetworkNamespaces namespaces = NetworkNamespaces.of(3);
        SimulatedNode chain = SimulatedNodes.node(10 * CHUNK);
        ClusterNodes nodes =
            new ClusterNodes(
                namespaces, folder, 3, chain, PostgresServer.shared().newDatabase(), settings())) {
      nodes.startAll(3, chain);
      chain.faults().latency(Duration.ofMillis(200), Duration.ZERO);
      List<StatsPoller> pollers =
          Stream.of(0, 1, 2).map(node -> StatsPoller.of(nodes.node(node), chain.chain())).toList();
      int leader = nodes.ingestLeader(0);
      Integer[] others =
          IntStream.range(0, 3).filter(node -> node != leader).boxed().toArray(Integer[]::new);
      ClusterNodes.growIntoARun(chain, 60 * CHUNK, 10 * CHUNK);

      namespaces.isolate(leader);
      assertThat(nodes.node(leader).exitCode(ClusterNodes.LONG)).isEqualTo(ClusterNodes.REMOVED);
      pollers.get(leader).close();
      nodes.awaitProcessed(chain.chain().head(), others);
      nodes.assertSameAndTrue(chain, others);

      namespaces.heal();
      nodes.start(leader);
      nodes.awaitUp(0, 1, 2);
      nodes.awaitProcessed(chain.chain().head(), 0, 1, 2);
      nodes.assertSameAndTrue(chain, 0, 1, 2);
      assertThat(Stream.of(0, 1, 2).map(nodes::ingestLeader).distinct()).hasSize(1);
      for (StatsPoller poller : pollers) {
        poller.close();
        assertThat(poller.wrong()).isEmpty();
      }
      for (int other : others) {
        assertThat(pollers.get(other).failures()).isEmpty();
      }
    }
  }

  private static Map<String, String> settings() {
    return Map.of(
        "REI_DAU_INGEST_CHUNK_SIZE", String.valueOf(CHUNK),
        "REI_DAU_INGEST_FOLLOW_INTERVAL", "1 s",
        "REI_DAU_RPC_MAX_IN_FLIGHT", "2",
        "REI_DAU_CLUSTER_DOWN_AFTER", "6 s");
  }
}
