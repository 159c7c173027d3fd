package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the services of {@code deploy/compose.yaml} with {@code podman-compose}: PostgreSQL, and
 * three nodes that find each other by the names of the network. All of it is in a network namespace
 * of its own, which ends with the test.
 */
@Order(1)
class ComposeIT {

  private static final String FILE = "deploy/compose.yaml";
  private static final String PROJECT = "rei" + ProcessHandle.current().pid();
  private static final List<String> NODES = List.of("node1", "node2", "node3");
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private Path folder;

  private Podman podman;

  @Test
  void shouldFormOneClusterWithTrueNumbersAndKeepItWithoutOneNode() throws Exception {
    Podman.withImage(folder);
    List<Process> servers = new ArrayList<>();
    try (NetworkNamespaces network = NetworkNamespaces.of(1);
        SimulatedNode chain = SimulatedNodes.node(2 * 1200 + 60)) {
      List<String> in = List.of("nsenter", "--net=/run/netns/" + network.namespace(0));
      podman =
          new Podman(
              in,
              Map.of(
                  "DAU_PASSWORD",
                  "a password",
                  "REI_RPC_URL",
                  network.reachable(chain.uri().toString())));
      try {
        servers.addAll(nameServers(network.namespace(0), in));
        up("db");
        Awaitility.await("the database")
            .atMost(LONG)
            .until(() -> podman.ended("healthcheck", "run", container("db")).code() == 0);
        NODES.forEach(this::up);
        String subnet =
            podman.run(
                "network",
                "inspect",
                PROJECT + "_default",
                "--format",
                "{{range .Subnets}}{{.Subnet}}{{end}}");
        NetworkNamespaces.ip("route add " + subnet + " via " + network.host(0));

        for (String node : NODES) {
          awaitMembers(node, 3);
          awaitTrue(node, chain);
        }
        assertThat(NODES.stream().map(node -> answer(node, "/api/stats/24h").toString()).distinct())
            .hasSize(1);
        assertRunAsTheFileSays();

        podman.run("kill", "--signal=KILL", container("node1"));
        chain.chain().advance(100);
        for (String node : NODES.subList(1, 3)) {
          awaitTrue(node, chain);
        }
        podman.run("start", container("node1"));
        awaitTrue("node1", chain);
        for (String node : NODES) {
          awaitMembers(node, 3);
        }
      } catch (AssertionError | RuntimeException e) {
        NODES.forEach(node -> e.addSuppressed(new AssertionError(node + ": " + logs(node))));
        throw e;
      } finally {
        compose("down", "-v");
        servers.forEach(Process::destroy);
      }
    }
  }

  /**
   * Starts a server that knows no name at each address of the machine's name servers, since the
   * name server of the containers asks them for each name and type that it does not know.
   */
  private static List<Process> nameServers(String namespace, List<String> in) throws IOException {
    List<Process> servers = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("/etc/resolv.conf"))) {
      if (line.startsWith("nameserver ") && !line.contains(":") && !line.contains(" 127.")) {
        String address = line.substring("nameserver ".length()).strip();
        NetworkNamespaces.ip("-n " + namespace + " addr add " + address + "/32 dev lo");
        List<String> command = new ArrayList<>(in);
        command.addAll(
            List.of(
                "dnsmasq",
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--no-resolv",
                "--no-hosts",
                "--address=/#/",
                "--bind-interfaces",
                "--pid-file=",
                "--user=root",
                "--listen-address=" + address));
        servers.add(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
      }
    }
    return servers;
  }

  /** Starts one service; {@code podman-compose} does not wait for the health of another one. */
  private void up(String service) {
    compose("up", "-d", "--no-build", "--no-deps", service);
    assertThat(podman.inspect(container(service), ".State.Running")).isEqualTo("true");
  }

  private void compose(String... arguments) {
    List<String> command = new ArrayList<>(List.of("podman-compose", "-p", PROJECT, "-f", FILE));
    command.addAll(List.of(arguments));
    podman.program(command.toArray(String[]::new));
  }

  private static String container(String service) {
    return PROJECT + "_" + service + "_1";
  }

  private void assertRunAsTheFileSays() {
    for (String node : NODES) {
      assertThat(podman.run("exec", container(node), "cat", "/proc/1/status"))
          .containsPattern("Uid:\\s10001\\s10001")
          .containsPattern("CapEff:\\s0+\n")
          .containsPattern("NoNewPrivs:\\s1");
      assertThat(podman.run("exec", container(node), "cat", "/proc/1/cmdline"))
          .contains("-Xmx288m");
      assertThat(podman.ended("exec", container(node), "touch", "/file").error())
          .contains("Read-only file system");
    }
  }

  private void awaitMembers(String node, int members) {
    await(
        node,
        "/health",
        health ->
            StreamSupport.stream(health.at("/cluster/members").spliterator(), false)
                        .filter(member -> member.get("status").asText().equals("up"))
                        .filter(member -> member.get("reachable").asBoolean())
                        .count()
                    == members
                && health.at("/cluster/members").size() == members);
  }

  /** Waits until the numbers of all blocks are served, and compares them with the truth. */
  private void awaitTrue(String node, SimulatedNode chain) {
    long head = chain.chain().head();
    await(
        node,
        "/api/stats/24h",
        answer ->
            answer.at("/data/complete").asBoolean()
                && answer.at("/data/blockRange/end").asLong() == head);
    JsonNode stats = answer(node, "/api/stats/24h").get("data");
    SimulatedNodes.assertTrue(stats, chain.chain(), stats.at("/blockRange/start").asLong(), head);
  }

  private void await(String node, String path, Predicate<JsonNode> condition) {
    String address = address(node);
    Awaitility.await(path + " of " + node)
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        .until(() -> answerAt(address, path), condition);
  }

  private JsonNode answer(String node, String path) {
    return answerAt(address(node), path);
  }

  private static JsonNode answerAt(String address, String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + address + ":3000" + path))
              .timeout(Duration.ofSeconds(10))
              .build();
      return ServiceProcess.parse(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private String address(String node) {
    return podman.inspect(container(node), "range .NetworkSettings.Networks}}{{.IPAddress}}{{end");
  }

  private String logs(String node) {
    return podman.logs(container(node));
  }
}
