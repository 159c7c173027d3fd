package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import network.rei.dau.Nightly;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests clusters of which a node is killed during a run: the leader, or one that works for it. */
@Order(8)
@Execution(ExecutionMode.CONCURRENT)
class ClusterFailoverIT {

  private static final int CHUNK = 200;

  @TempDir private Path folder;

  @Test
  void shouldFinishTheRunAndAnswerAllRequestsWhenTheLeaderIsKilled() throws IOException {
    try (SimulatedNode chain = SimulatedNodes.node(CHUNK);
        ClusterNodes nodes = nodes(chain)) {
      start(nodes, chain);
      int leader = nodes.ingestLeader(0);
      List<Integer> alive = new ArrayList<>(List.of(0, 1, 2));

      killInTheMiddle(leader, alive, nodes, chain);

      assertThat(nodes.ingestLeader(alive.get(0))).isNotEqualTo(leader);
    }
  }

  @Test
  @Nightly
  void shouldFinishTheRunAndAnswerAllRequestsWhenAWorkerIsKilledAndAnotherNodeHasJoined()
      throws IOException {
    try (SimulatedNode chain = SimulatedNodes.node(CHUNK);
        ClusterNodes nodes = nodes(chain)) {
      start(nodes, chain);
      nodes.start(3);
      nodes.awaitUp(0, 1, 2, 3);
      int leader = nodes.ingestLeader(0);

      killInTheMiddle((leader + 1) % 3, new ArrayList<>(List.of(0, 1, 2, 3)), nodes, chain);
    }
  }

  private ClusterNodes nodes(SimulatedNode chain) throws IOException {
    return new ClusterNodes(folder, 4, chain, PostgresServer.shared().newDatabase(), settings());
  }

  private static void start(ClusterNodes nodes, SimulatedNode chain) {
    nodes.startAll(3, chain);
    chain.faults().latency(Duration.ofMillis(200), Duration.ZERO);
  }

  /** Kills a node while new blocks are fetched; the other nodes must fetch all of them. */
  private static void killInTheMiddle(
      int victim, List<Integer> alive, ClusterNodes nodes, SimulatedNode chain) {
    alive.remove(Integer.valueOf(victim));
    Integer[] survivors = alive.toArray(new Integer[0]);
    List<StatsPoller> pollers =
        alive.stream().map(node -> StatsPoller.of(nodes.node(node), chain.chain())).toList();
    ClusterNodes.growIntoARun(chain, 60 * CHUNK, 15 * CHUNK);

    nodes.node(victim).kill();

    assertThat(chain.counters().served().size())
        .as("blocks fetched when the node was killed")
        .isLessThan((int) chain.chain().head() - CHUNK);
    nodes.awaitProcessed(chain.chain().head(), survivors);
    nodes.assertSameAndTrue(chain, survivors);
    for (StatsPoller poller : pollers) {
      poller.close();
      assertThat(poller.failures()).isEmpty();
      assertThat(poller.wrong()).isEmpty();
      assertThat(poller.answers()).isGreaterThan(50);
    }
    nodes.awaitUp(survivors);
  }

  private static Map<String, String> settings() {
    return Map.of(
        "REI_DAU_INGEST_CHUNK_SIZE", String.valueOf(CHUNK),
        "REI_DAU_INGEST_FOLLOW_INTERVAL", "1 s",
        "REI_DAU_RPC_MAX_IN_FLIGHT", "2",
        "REI_DAU_CLUSTER_DOWN_AFTER", "6 s");
  }
}
