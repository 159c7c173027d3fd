package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests nodes that discover each other by asking an API server of Kubernetes for their pods, and
 * that report their members on the management port.
 */
@Execution(ExecutionMode.CONCURRENT)
class ClusterKubernetesNightly {

  private static final int BLOCKS = 1_300;

  private final List<Integer> managementPorts = new ArrayList<>();
  @TempDir private Path folder;

  @Test
  void shouldFormOneClusterOfThePodsAndTakeInOneThatIsAdded()
      throws IOException, GeneralSecurityException {
    String port = String.valueOf(Ports.reserve());
    try (FakeKubernetesApi api =
            new FakeKubernetesApi(folder.resolve("api"), "127.0.0.1", "app=rei-dau-cluster");
        SimulatedNode chain = SimulatedNodes.node(BLOCKS);
        ClusterNodes nodes =
            new ClusterNodes(
                folder, 3, chain, PostgresServer.shared().newDatabase(), api.environment())) {
      api.setForbidden(true);
      api.setPods("127.0.0.1", "127.0.0.2");
      start(nodes, 0, api, port);
      start(nodes, 1, api, port);
      for (int node : List.of(0, 1)) {
        Awaitility.await()
            .atMost(ClusterNodes.LONG)
            .untilAsserted(
                () ->
                    assertThat(nodes.node(node).get("/health").get("reasons").toString())
                        .contains("the other nodes cannot be discovered: Forbidden"));
      }

      // Kubernetes renews the token of a pod long before it expires.
      api.renewToken();
      api.setForbidden(false);
      awaitUp(nodes, port, 0, 1);

      api.setPods("127.0.0.1", "127.0.0.2", "127.0.0.3");
      start(nodes, 2, api, port);
      awaitUp(nodes, port, 0, 1, 2);
      nodes.awaitProcessed(chain.chain().head(), 0, 1, 2);
      nodes.assertSameAndTrue(chain, 0, 1, 2);
      assertReportOfMembers(port);
    }
  }

  /** Asserts that each node lists all members as Akka Management does, and is ready. */
  private void assertReportOfMembers(String port) {
    for (int node : List.of(0, 1, 2)) {
      URI url = URI.create("http://127.0.0.1:" + managementPorts.get(node) + "/cluster/");
      JsonNode report =
          ServiceProcess.parse(ServiceProcess.send("GET", url.resolve("members")).body());
      String system = "akka://rei-dau@127.0.0.";
      assertThat(report.get("selfNode").asText()).isEqualTo(system + (node + 1) + ":" + port);
      assertThat(report.get("members").findValuesAsText("node"))
          .containsExactlyInAnyOrder(
              system + "1:" + port, system + "2:" + port, system + "3:" + port);
      assertThat(report.get("members").findValuesAsText("status")).containsOnly("Up");
      assertThat(report.get("unreachable")).isEmpty();
      assertThat(ServiceProcess.send("GET", url.resolve("ready")).statusCode()).isEqualTo(200);
    }
  }

  private void start(ClusterNodes nodes, int node, FakeKubernetesApi api, String port)
      throws IOException {
    managementPorts.add(Ports.reserve());
    nodes.start(
        node,
        "REI_DAU_MANAGEMENT_PORT",
        String.valueOf(managementPorts.get(node)),
        "REI_DAU_CLUSTER_DISCOVERY",
        "kubernetes",
        "REI_DAU_CLUSTER_SERVICE_NAME",
        "rei-dau-cluster",
        "REI_DAU_CLUSTER_SEED_NODES",
        "",
        "REI_DAU_CLUSTER_PORT",
        port,
        "JAVA_OPTS",
        ServiceProcess.JAVA_OPTS + api.options());
  }

  private static void awaitUp(ClusterNodes nodes, String port, int... members) {
    for (int node : members) {
      Awaitility.await("members, as node " + node + " sees them")
          .atMost(ClusterNodes.LONG)
          .pollInterval(Duration.ofMillis(200))
          .untilAsserted(
              () -> {
                List<String> up = new ArrayList<>();
                for (JsonNode member : nodes.cluster(node).get("members")) {
                  up.add(member.get("address").asText() + " " + member.get("status").asText());
                }
                assertThat(up).hasSize(members.length);
                for (int member : members) {
                  assertThat(up).contains("127.0.0." + (member + 1) + ":" + port + " up");
                }
              });
    }
  }
}
