package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.simulator.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Whichever node is scraped, what the supervisor knows is seen. */
@Execution(ExecutionMode.CONCURRENT)
class ClusterMetricsIT {

  private static final int BLOCKS = 3_000;

  @TempDir private Path folder;

  @Test
  void everyNodeTellsTheHeadAndWhoIsThereAndOnlyOneThatItHasTheSupervisor() throws IOException {
    try (SimulatedNode chain = Simulated.node(BLOCKS);
        Nodes nodes =
            new Nodes(folder, 2, chain, PostgresServer.shared().newDatabase(), Map.of())) {
      nodes.start(0);
      nodes.start(1);
      nodes.awaitUp(0, 1);
      nodes.awaitProcessed(chain.chain().head(), 0, 1);

      for (int node : List.of(0, 1)) {
        assertThat(metrics(nodes, node))
            .contains(
                "rei_dau_cluster_members 2.0",
                "rei_dau_cluster_unreachable_members 0.0",
                "rei_dau_ingest_up 1.0",
                "rei_dau_chain_head_block " + (double) (BLOCKS - 1),
                "rei_dau_lag_blocks 0.0",
                "rei_dau_cluster_ingest_leader "
                    + (nodes.ingestLeader(node) == node ? "1.0" : "0.0"));
      }

      nodes.node(1).pause();
      try {
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () ->
                    assertThat(metrics(nodes, 0))
                        .contains("rei_dau_cluster_unreachable_members 1.0"));
        assertThat(nodes.node(0).get("/health").get("reasons").toString())
            .contains("Node " + nodes.address(1) + " cannot be reached.");
      } finally {
        nodes.node(1).resume();
      }
    }
  }

  private static List<String> metrics(Nodes nodes, int node) {
    return nodes.node(node).ask("GET", "/metrics").body().lines().toList();
  }
}
