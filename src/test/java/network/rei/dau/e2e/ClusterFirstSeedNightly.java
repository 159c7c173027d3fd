package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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

/** Tests that the first seed node joins again after it was killed, and begins no second cluster. */
class ClusterFirstSeedNightly {

  private static final int CHUNK = 200;

  @TempDir private Path folder;

  @Test
  void shouldJoinAgainWhenItIsStartedAtOnceAndWhenTheOtherNodesRemoveIt() throws IOException {
    try (SimulatedNode chain = SimulatedNodes.node(CHUNK);
        ClusterNodes nodes =
            new ClusterNodes(folder, 3, chain, PostgresServer.shared().newDatabase(), settings())) {
      nodes.startAll(3, chain);
      for (boolean isRemoved : List.of(false, true)) {
        nodes.node(0).kill();
        if (isRemoved) {
          nodes.awaitUp(1, 2);
        }
        nodes.start(0);
        nodes.awaitUp(0, 1, 2);
        assertThat(Stream.of(0, 1, 2).map(nodes::ingestLeader).distinct()).hasSize(1);
      }
    }
  }

  @Test
  void shouldWaitWhileItDoesNotReachTheMembersOfItsCluster() throws IOException {
    try (NetworkNamespaces namespaces = NetworkNamespaces.of(3);
        SimulatedNode chain = SimulatedNodes.node(CHUNK);
        ClusterNodes nodes =
            new ClusterNodes(
                namespaces, folder, 3, chain, PostgresServer.shared().newDatabase(), settings())) {
      nodes.startAll(3, chain);
      namespaces.isolate(0);
      nodes.node(0).kill();
      nodes.start(0);
      JsonNode waiting =
          nodes
              .node(0)
              .getUntil(
                  "/health",
                  ClusterNodes.LONG,
                  health -> health.get("reasons").toString().contains("has not joined"));
      assertThat(waiting.get("reasons").toString())
          .contains(nodes.address(1) + ", " + nodes.address(2) + ", which the store names");
      nodes.awaitUp(1, 2);
      // Without members in the store, it would form a cluster after 20 s.
      Awaitility.await("no second cluster")
          .during(Duration.ofSeconds(22))
          .atMost(Duration.ofSeconds(40))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> nodes.cluster(0).get("members").isEmpty());

      namespaces.heal();
      nodes.awaitUp(0, 1, 2);
      assertThat(Stream.of(0, 1, 2).map(nodes::ingestLeader).distinct()).hasSize(1);
    }
  }

  @Test
  void shouldJoinTheMembersThatTheStoreNamesWhileNoneCanBeDiscovered() throws IOException {
    try (NetworkNamespaces namespaces = NetworkNamespaces.of(3);
        SimulatedNode chain = SimulatedNodes.node(CHUNK);
        ClusterNodes nodes =
            new ClusterNodes(
                namespaces, folder, 3, chain, PostgresServer.shared().newDatabase(), settings())) {
      FakeDnsServer dns = namespaces.startDns();
      for (int node : List.of(0, 1, 2)) {
        startDiscovering(nodes, node);
      }
      nodes.awaitUp(0, 1, 2);
      dns.setAway(true);
      nodes.node(0).kill();
      startDiscovering(nodes, 0);
      nodes.awaitUp(0, 1, 2);
      assertThat(Stream.of(0, 1, 2).map(nodes::ingestLeader).distinct()).hasSize(1);
    }
  }

  private static void startDiscovering(ClusterNodes nodes, int node) {
    nodes.start(
        node,
        "REI_DAU_CLUSTER_DISCOVERY",
        "dns",
        "REI_DAU_CLUSTER_SERVICE_NAME",
        NetworkNamespaces.SERVICE,
        "REI_DAU_CLUSTER_SEED_NODES",
        "");
  }

  private static Map<String, String> settings() {
    return Map.of(
        "REI_DAU_INGEST_CHUNK_SIZE", String.valueOf(CHUNK),
        "REI_DAU_INGEST_FOLLOW_INTERVAL", "1 s",
        "REI_DAU_CLUSTER_DOWN_AFTER", "4 s");
  }
}
