package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests nodes that join late, pause for less time than their removal takes, or pause for longer,
 * with the default settings.
 */
@Execution(ExecutionMode.CONCURRENT)
class ClusterPauseNightly {

  private static final int CHUNK = 200;

  @TempDir private Path folder;

  @Test
  void shouldAcceptNodesThatJoinLateOrWerePausedOrRemoved() throws Exception {
    try (SimulatedNode chain = SimulatedNodes.node(20 * CHUNK);
        ClusterNodes nodes =
            new ClusterNodes(folder, 3, chain, PostgresServer.shared().newDatabase(), settings())) {
      nodes.start(0);
      nodes.start(1);
      nodes.awaitUp(0, 1);
      nodes.awaitProcessed(chain.chain().head(), 0, 1);

      nodes.start(2);
      nodes.awaitUp(0, 1, 2);
      nodes.awaitProcessed(chain.chain().head(), 2);
      nodes.assertSameAndTrue(chain, 0, 1, 2);

      pauseUntilUnreachable(nodes, chain);
      nodes.awaitUp(0, 1, 2);
      assertThat(nodes.node(2).isAlive()).isTrue();

      nodes.node(2).pause();
      growAndFetch(nodes, chain);
      nodes.awaitUp(0, 1); // The other nodes have removed the paused one.
      nodes.node(2).resume();
      assertThat(nodes.node(2).exitCode(Duration.ofSeconds(60))).isEqualTo(ClusterNodes.REMOVED);
      assertThat(nodes.node(2).error()).contains("removed it; start it again");
      nodes.start(2);
      nodes.awaitUp(0, 1, 2);
      nodes.awaitProcessed(chain.chain().head(), 2);
      nodes.assertSameAndTrue(chain, 0, 1, 2);
    }
  }

  /** Pauses the last node for less time than its removal takes; the other nodes continue. */
  private static void pauseUntilUnreachable(ClusterNodes nodes, SimulatedNode chain) {
    nodes.node(2).pause();
    growAndFetch(nodes, chain);
    Awaitility.await("the paused node is unreachable")
        .atMost(ClusterNodes.LONG)
        .until(() -> nodes.isUnreachable(2, 0) && nodes.isUnreachable(2, 1));
    nodes.node(2).resume();
    Awaitility.await("the commits of the other nodes")
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(() -> nodes.assertSameAndTrue(chain, 0, 1, 2));
  }

  private static void growAndFetch(ClusterNodes nodes, SimulatedNode chain) {
    chain.chain().advance(2 * CHUNK);
    nodes.awaitProcessed(chain.chain().head(), 0, 1);
  }

  private static Map<String, String> settings() {
    return Map.of(
        "REI_DAU_INGEST_CHUNK_SIZE",
        String.valueOf(CHUNK),
        "REI_DAU_INGEST_FOLLOW_INTERVAL",
        "1 s",
        "JAVA_OPTS",
        ServiceProcess.JAVA_OPTS);
  }
}
