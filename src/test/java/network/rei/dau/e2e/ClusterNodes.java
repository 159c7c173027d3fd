package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import network.rei.dau.postgres.PostgresServer.Database;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;

/**
 * Packaged services that are the nodes of one cluster: each a process of its own, on an address of
 * its own, over one database.
 */
final class ClusterNodes implements AutoCloseable {

  /** Where nodes are. */
  interface Place {
    /** The address of a node. */
    String host(int node);

    /** What a command begins with that is to run there. */
    List<String> prefix(int node);

    /** A URL of this machine's loopback as nodes there must call it. */
    String reachable(String loopbackUrl);
  }

  /** Each on an address of its own of the loopback. */
  private static final Place LOOPBACK =
      new Place() {
        @Override
        public String host(int node) {
          return "127.0.0." + (node + 1);
        }

        @Override
        public List<String> prefix(int node) {
          return List.of();
        }

        @Override
        public String reachable(String loopbackUrl) {
          return loopbackUrl;
        }
      };

  /** The exit code of a node that the others went on without, as {@code --help} tells it. */
  static final int REMOVED = 75;

  /** For what takes as long as a node's being found dead, and the work after it. */
  static final Duration LONG = Duration.ofMinutes(2);

  private final Place place;
  private final Path folder;
  private final List<Integer> ports;
  private final Map<String, String> settings;
  private final Map<Integer, ServiceProcess> processes = new TreeMap<>();

  /** ClusterNodes on the loopback. */
  ClusterNodes(
      Path folder, int count, SimulatedNode chain, Database database, Map<String, String> settings)
      throws IOException {
    this(LOOPBACK, folder, count, chain, database, settings);
  }

  /**
   * Starts nothing yet.
   *
   * @param count of nodes, at most
   * @param settings of all nodes: names of environment variables and values
   */
  ClusterNodes(
      Place place,
      Path folder,
      int count,
      SimulatedNode chain,
      Database database,
      Map<String, String> settings)
      throws IOException {
    this.place = place;
    this.folder = Files.createDirectories(folder);
    this.ports = new ArrayList<>();
    for (int node = 0; node < count; node++) {
      ports.add(Ports.reserve());
    }
    this.settings = new HashMap<>(settings);
    this.settings.putAll(
        Map.of(
            "REI_RPC_URL", place.reachable(chain.uri().toString()),
            "REI_DAU_STORE_JDBC_URL", place.reachable(database.url()),
            "REI_DAU_STORE_USER", database.user(),
            "REI_DAU_STORE_PASSWORD", database.password(),
            "REI_DAU_CLUSTER_SEED_NODES", address(0) + "," + address(Math.min(1, count - 1))));
  }

  /** The node as the others call it. */
  String address(int node) {
    return place.host(node) + ":" + ports.get(node);
  }

  /** Starts a node, or starts it again, with the cache folder that it had. */
  ServiceProcess start(int node, String... more) {
    Map<String, String> environment =
        ServiceProcess.environment(
            folder.resolve("cache-" + node),
            settings.get("REI_RPC_URL"),
            "REI_DAU_CLUSTER_HOST",
            place.host(node),
            "REI_DAU_HTTP_HOST",
            place.host(node),
            "REI_DAU_CLUSTER_PORT",
            String.valueOf(ports.get(node)));
    environment.putAll(settings);
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    ServiceProcess process =
        ServiceProcess.startAt(place.prefix(node), folder, environment, "serve");
    processes.put(node, process);
    return process;
  }

  ServiceProcess node(int node) {
    return processes.get(node);
  }

  /** Starts the first ones, and waits until they are a cluster that has fetched the whole chain. */
  void startAll(int count, SimulatedNode chain) {
    Integer[] all = IntStream.range(0, count).boxed().toArray(Integer[]::new);
    for (int node : all) {
      start(node);
    }
    awaitUp(all);
    awaitProcessed(chain.chain().head(), all);
  }

  /** Lets the chain grow, and returns in the middle of the run that fetches that. */
  static void growIntoARun(SimulatedNode chain, int blocks, int fetched) {
    long before = chain.chain().head();
    chain.chain().advance(blocks);
    Awaitility.await("a part of the run")
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> chain.counters().served().size() > before + fetched);
  }

  /** Waits until each of these nodes sees exactly these as members that are up. */
  void awaitUp(Integer... nodes) {
    List<String> wanted =
        IntStream.range(0, nodes.length).mapToObj(i -> address(nodes[i])).toList();
    for (int node : nodes) {
      Awaitility.await("members, as node " + node + " sees them")
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(200))
          .untilAsserted(() -> assertThat(up(node)).containsExactlyInAnyOrderElementsOf(wanted));
    }
  }

  private List<String> up(int node) {
    List<String> up = new ArrayList<>();
    for (JsonNode member : cluster(node).get("members")) {
      up.add(
          member.get("status").asText().equals("up") && member.get("reachable").asBoolean()
              ? member.get("address").asText()
              : member.toString());
    }
    return up;
  }

  JsonNode cluster(int node) {
    return node(node).get("/health").get("cluster");
  }

  /** The number of the node that decides what is fetched, as another sees it. */
  int ingestLeader(int asSeenBy) {
    String leader = cluster(asSeenBy).get("ingestLeader").asText();
    return IntStream.range(0, ports.size())
        .filter(node -> address(node).equals(leader))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until nothing is under way and all is stored up to a block. */
  void awaitProcessed(long block, Integer... nodes) {
    for (int node : nodes) {
      node(node)
          .getUntil(
              "/api/v1/status",
              LONG,
              status ->
                  status.get("asOfBlock").asLong() == block
                      && status.get("gaps").isEmpty()
                      && !status.get("processing").asBoolean(true)
                      && status.get("missingChunks").isEmpty());
    }
  }

  /** That these nodes answer the same, under the same tag, and that it is true. */
  void assertSameAndTrue(SimulatedNode chain, Integer... nodes) {
    long head = chain.chain().head();
    Awaitility.await()
        .atMost(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(answers("/api/stats/24h", nodes)).hasSize(1));
    assertThat(answers("/api/v1/windows/24h", nodes)).hasSize(1);
    JsonNode stats = node(nodes[0]).get("/api/stats/24h").get("data");
    assertThat(stats.get("complete").asBoolean()).isTrue();
    assertThat(stats.at("/blockRange/end").asLong()).isEqualTo(head);
    SimulatedNodes.assertTrue(stats, chain.chain(), stats.at("/blockRange/start").asLong(), head);
  }

  private List<String> answers(String path, Integer... nodes) {
    return IntStream.range(0, nodes.length)
        .mapToObj(i -> node(nodes[i]).ask("GET", path))
        .map(answer -> answer.headers().firstValue("ETag").orElse("") + answer.body())
        .distinct()
        .collect(Collectors.toList());
  }

  @Override
  public void close() {
    processes.values().forEach(ServiceProcess::terminate);
    processes.values().forEach(ServiceProcess::close);
  }
}
