package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.postgres.PostgresServer.Database;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;

/** Three nodes that reach their endpoint and PostgreSQL through relays, which tests interrupt. */
final class ClusterOutage implements AutoCloseable {

  private static final int CHUNK = 200;
  private static final int NODES = 3;

  /** Far less than an interval, after which the next run would fetch what is missing. */
  private static final Duration SOON = Duration.ofSeconds(60);

  private final List<TcpRelay> endpoints = new ArrayList<>();
  private final List<TcpRelay> databases = new ArrayList<>();
  private final SimulatedNode chain = SimulatedNodes.node(CHUNK);
  private final Database database = PostgresServer.shared().newDatabase();
  private final ClusterNodes nodes;

  ClusterOutage(Path folder) throws IOException {
    nodes = new ClusterNodes(folder, NODES, chain, database, settings());
  }

  /** Starts the nodes, and waits until they have stored the chain. */
  void startAll() {
    for (int node = 0; node < NODES; node++) {
      endpoints.add(relay(chain.uri()));
      databases.add(relay(URI.create(database.url().substring("jdbc:".length()))));
      start(node);
    }
    nodes.awaitUp(0, 1, 2);
    nodes.awaitProcessed(chain.chain().head(), 0, 1, 2);
    chain.faults().latency(Duration.ofMillis(100), Duration.ZERO);
  }

  /**
   * Asserts that the others go on without a leader that loses PostgreSQL, and returns its index.
   */
  int leaderLosesPostgresql() {
    int leader = nodes.ingestLeader(0);
    Integer[] others =
        IntStream.range(0, NODES).filter(node -> node != leader).boxed().toArray(Integer[]::new);

    databases.get(leader).hold();
    long started = System.nanoTime();
    chain.chain().advance(CHUNK);
    nodes.awaitProcessed(chain.chain().head(), others);
    report("the next chunk after the leader had lost PostgreSQL", started);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SOON);
    assertThat(nodes.ingestLeader(others[0])).isNotEqualTo(leader);
    assertThat(nodes.node(leader).exitCode(ClusterNodes.LONG)).isEqualTo(ClusterNodes.REMOVED);
    nodes.assertSameAndTrue(chain, others);
    return leader;
  }

  /** Asserts that the others fetch the chunks of a node that loses its endpoint. */
  void workerLosesItsEndpoint(int worker) {
    databases.get(worker).restore();
    start(worker);
    nodes.awaitUp(0, 1, 2);
    int leader = nodes.ingestLeader((worker + 1) % NODES);
    endpoints.get(worker).refuse();
    long started = System.nanoTime();
    chain.chain().advance(30 * CHUNK);
    awaitProblem(
        nodes, leader, nodes.address(worker) + " receives no chunks: none of its endpoints");
    nodes.awaitProcessed(chain.chain().head(), 0, 1, 2);
    report("30 chunks without the endpoint of a worker", started);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SOON);
    nodes.assertSameAndTrue(chain, 0, 1, 2);
  }

  private void start(int node) {
    nodes.start(
        node,
        "REI_RPC_URL",
        "http://127.0.0.1:" + endpoints.get(node).port(),
        "REI_DAU_STORE_JDBC_URL",
        database.url().replaceFirst(":[0-9]+/", ":" + databases.get(node).port() + "/"));
  }

  private static TcpRelay relay(URI target) {
    return new TcpRelay(InetAddress.getLoopbackAddress(), target.getPort());
  }

  private static void awaitProblem(ClusterNodes nodes, int node, String problem) {
    Awaitility.await(problem)
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> nodes.node(node).get("/health").get("reasons").toString().contains(problem));
  }

  private static void report(String what, long started) {
    System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - started) / 1e9);
  }

  private static Map<String, String> settings() {
    return Map.of(
        "REI_DAU_INGEST_CHUNK_SIZE", String.valueOf(CHUNK),
        "REI_DAU_INGEST_FOLLOW_INTERVAL", "1 s",
        "REI_DAU_RPC_MAX_IN_FLIGHT", "2");
  }

  @Override
  public void close() throws IOException {
    nodes.close();
    endpoints.forEach(TcpRelay::close);
    databases.forEach(TcpRelay::close);
    chain.close();
  }
}
