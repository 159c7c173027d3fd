package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.rei.dau.Nightly;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the services of the files {@code deploy/compose*.yaml} with {@code podman-compose}:
 * PostgreSQL, and three nodes, which find each other in each way that can be set.
 */
@Order(1)
class ComposeIT {

  private static final String FILE = "deploy/compose.yaml";
  private static final List<String> NAMES = List.of("node1", "node2", "node3");
  private static final List<String> NODES = ComposeServices.NAMED;
  private static final String MORE = "src/test/resources/compose/";

  @TempDir private static Path folder;

  private static SimulatedNode chain;
  private static ComposeServices services;

  @BeforeAll
  static void start() throws IOException {
    Podman.withImage(folder);
    chain = SimulatedNodes.node(2 * 1200 + 60);
    services = ComposeServices.withDatabase(chain);
  }

  @AfterAll
  static void stop() throws IOException {
    if (services != null) {
      services.close();
    }
    if (chain != null) {
      chain.close();
    }
  }

  @Test
  void shouldFormOneClusterWithTrueNumbersAndKeepItWithoutOneNode() {
    test(
        NODES,
        () -> {
          services.startNodes(Map.of(), NAMES, FILE);
          assertOneClusterWithTrueNumbers(NODES, NAMES);
          assertRunAsTheFileSays();
          for (int i = 0; i < NAMES.size(); i++) {
            assertThat(services.answerAtPublished(3001 + i, "/health").at("/cluster/self").asText())
                .isEqualTo(NAMES.get(i) + ":2551");
          }

          services.kill(NODES.get(0));
          chain.chain().advance(100);
          NODES.subList(1, 3).forEach(services::awaitTrue);
          services.start(NODES.get(0));
          services.awaitTrue(NODES.get(0));
          NODES.forEach(services::awaitMembers);
        });
  }

  @Test
  @Nightly
  void shouldFormOneClusterOfNodesThatAreListed() {
    test(
        NODES,
        () -> {
          services.startNodes(Map.of(), NAMES, FILE, MORE + "config.yaml");
          assertOneClusterWithTrueNumbers(NODES, NAMES);
          assertDiscovered(NODES, "config");
        });
  }

  @Test
  @Nightly
  void shouldFormOneClusterOfTheReplicasOfAService() {
    List<String> nodes = ComposeServices.REPLICAS;
    test(
        nodes,
        () -> {
          services.startNodes(Map.of(), List.of("node"), "deploy/compose-scalable.yaml");
          assertOneClusterWithTrueNumbers(nodes, addresses(nodes));
          assertDiscovered(nodes, "dns");
        });
  }

  @Test
  @Nightly
  void shouldFormOneClusterOfThePodsThatKubernetesLists()
      throws IOException, GeneralSecurityException {
    try (FakeKubernetesApi api =
        new FakeKubernetesApi(folder, services.machine(), "app=rei-dau-cluster")) {
      Map<String, String> variables = new HashMap<>(api.environment());
      variables.put("SERVICE_ACCOUNT", api.files().toString());
      test(
          NODES,
          () -> {
            services.startNodes(variables, NAMES, FILE, MORE + "kubernetes.yaml");
            api.setPods(addresses(NODES).toArray(String[]::new));
            assertOneClusterWithTrueNumbers(NODES, addresses(NODES));
            assertDiscovered(NODES, "kubernetes");
          });
    }
  }

  /** Reports what the nodes logged, if a test fails, and removes them. */
  private static void test(List<String> nodes, Runnable test) {
    try {
      test.run();
    } catch (AssertionError | RuntimeException e) {
      nodes.forEach(node -> e.addSuppressed(new AssertionError(node + ": " + services.logs(node))));
      throw e;
    } finally {
      services.removeNodes();
    }
  }

  private static void assertOneClusterWithTrueNumbers(List<String> nodes, List<String> hosts) {
    for (String node : nodes) {
      services.awaitMembers(node);
      services.awaitTrue(node);
      assertThat(services.memberHosts(node)).containsExactlyInAnyOrderElementsOf(hosts);
    }
    assertThat(
            nodes.stream()
                .map(node -> services.answer(node, "/api/stats/24h").toString())
                .distinct())
        .hasSize(1);
  }

  private static void assertDiscovered(List<String> nodes, String method) {
    for (String node : nodes) {
      assertThat(services.execute(node, "cat", "/proc/1/environ").split("\0", -1))
          .contains("REI_DAU_CLUSTER_DISCOVERY=" + method)
          .noneMatch(variable -> variable.startsWith("REI_DAU_CLUSTER_SEED_NODES=node"));
    }
  }

  private static List<String> addresses(List<String> nodes) {
    return nodes.stream().map(services::address).toList();
  }

  private static void assertRunAsTheFileSays() {
    for (String node : NODES) {
      assertThat(services.execute(node, "cat", "/proc/1/status"))
          .containsPattern("Uid:\\s10001\\s10001")
          .containsPattern("CapEff:\\s0+\n")
          .containsPattern("NoNewPrivs:\\s1");
      assertThat(services.execute(node, "cat", "/proc/1/cmdline")).contains("-Xmx288m");
      assertThat(services.ended(node, "touch", "/file").error()).contains("Read-only file system");
    }
  }
}
