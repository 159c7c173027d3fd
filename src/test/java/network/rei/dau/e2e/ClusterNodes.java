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
import java.util.stream.StreamSupport;
import network.rei.dau.postgres.PostgresServer.Database;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;

/**
 * The nodes of one cluster: packaged services in processes of their own, each with its own address,
 * which share one database.
 */
final class ClusterNodes implements AutoCloseable {

  /** The network of the nodes. */
  interface Place {
    /** Returns the address of a node, which differs from those of the other nodes. */
    String host(int node);

    /** Returns the name or address at which other nodes reach a node. */
    default String name(int node) {
      return host(node);
    }

    /** Returns the prefix of commands that run in the network of a node. */
    List<String> prefix(int node);

    /**
     * Returns the URL with which a node reaches a URL on the loopback interface of this machine.
     */
    String reachable(String loopbackUrl);
  }

  /** The loopback interface, on which each node has its own address. */
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

  /**
   * Options of Java with which members join and leave within a second, and not within several: the
   * intervals of the messages between them are a fifth of Akka's defaults. The detection of
   * failures is not changed.
   */
  private static final String QUICK =
      String.join(
          " ",
          ServiceProcess.JAVA_OPTS,
          "-Dakka.cluster.periodic-tasks-initial-delay=200ms",
          "-Dakka.cluster.gossip-interval=200ms",
          "-Dakka.cluster.leader-actions-interval=200ms",
          "-Dakka.cluster.unreachable-nodes-reaper-interval=200ms",
          "-Dakka.cluster.singleton.hand-over-retry-interval=200ms");

  /** The exit code of a node that was removed from the cluster, as documented in {@code --help}. */
  static final int REMOVED = 75;

  /** The timeout of waits that include the detection of an unreachable node. */
  static final Duration LONG = Duration.ofMinutes(2);

  private final Place place;
  private final Path folder;
  private final int count;
  private final int port;
  private final Map<String, String> settings;
  private final Map<Integer, ServiceProcess> processes = new TreeMap<>();

  /** Prepares nodes on the loopback interface. */
  ClusterNodes(
      Path folder, int count, SimulatedNode chain, Database database, Map<String, String> settings)
      throws IOException {
    this(LOOPBACK, folder, count, chain, database, settings);
  }

  /**
   * Prepares nodes without starting them.
   *
   * @param count the maximum number of nodes
   * @param settings environment variables of all nodes
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
    this.count = count;
    this.port = Ports.reserve();
    this.settings = new HashMap<>(settings);
    this.settings.putAll(
        Map.of(
            "REI_RPC_URL", place.reachable(chain.uri().toString()),
            "REI_DAU_STORE_JDBC_URL", place.reachable(database.url()),
            "REI_DAU_STORE_USER", database.user(),
            "REI_DAU_STORE_PASSWORD", database.password(),
            "REI_DAU_CLUSTER_SEED_NODES", address(0) + "," + address(Math.min(1, count - 1))));
  }

  /** Returns the address of a node in the cluster. */
  String address(int node) {
    return place.name(node) + ":" + port;
  }

  /** Starts a node, or starts it again with the same cache folder. */
  ServiceProcess start(int node, String... more) {
    Map<String, String> environment =
        ServiceProcess.environment(
            folder.resolve("cache-" + node),
            settings.get("REI_RPC_URL"),
            "REI_DAU_CLUSTER_HOST",
            place.name(node),
            "REI_DAU_CLUSTER_BIND_HOST",
            place.host(node),
            "REI_DAU_HTTP_HOST",
            place.host(node),
            "REI_DAU_CLUSTER_PORT",
            String.valueOf(port),
            "JAVA_OPTS",
            QUICK);
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

  /**
   * Starts the first nodes, and waits until they form a cluster that has stored the whole chain.
   */
  void startAll(int count, SimulatedNode chain) {
    Integer[] all = IntStream.range(0, count).boxed().toArray(Integer[]::new);
    for (int node : all) {
      start(node);
    }
    awaitUp(all);
    awaitProcessed(chain.chain().head(), all);
  }

  /** Appends blocks to the chain, and returns while a run fetches them. */
  static void growIntoARun(SimulatedNode chain, int blocks, int fetched) {
    long before = chain.chain().head();
    chain.chain().advance(blocks);
    Awaitility.await("a part of the run")
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> chain.counters().served().size() > before + fetched);
  }

  /** Waits until each of these nodes sees exactly these nodes as members with the status up. */
  void awaitUp(Integer... nodes) {
    List<String> wanted =
        IntStream.range(0, nodes.length).mapToObj(i -> address(nodes[i])).toList();
    for (int node : nodes) {
      node(node).url(); // The start of the process is not part of the limit.
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

  /** Returns whether a member that is not removed is unreachable for another node. */
  boolean isUnreachable(int node, int asSeenBy) {
    return StreamSupport.stream(cluster(asSeenBy).get("members").spliterator(), false)
        .filter(member -> member.get("address").asText().equals(address(node)))
        .anyMatch(member -> !member.get("reachable").asBoolean());
  }

  JsonNode cluster(int node) {
    return node(node).get("/health").get("cluster");
  }

  /** Returns the index of the leader that another node reports. */
  int ingestLeader(int asSeenBy) {
    String leader = cluster(asSeenBy).get("ingestLeader").asText();
    return IntStream.range(0, count)
        .filter(node -> address(node).equals(leader))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until no run is in progress and all blocks up to a number are stored. */
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

  /** Asserts that these nodes answer with the same body and ETag, and with the true numbers. */
  void assertSameAndTrue(SimulatedNode chain, Integer... nodes) {
    long head = chain.chain().head();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
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
    // Leaving the cluster takes seconds for each node; ClusterRollingNightly tests it.
    processes.values().forEach(ServiceProcess::kill);
  }
}
