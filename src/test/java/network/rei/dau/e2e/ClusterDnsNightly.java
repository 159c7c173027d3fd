package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.postgres.PostgresServer.Database;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests a first seed node that is killed, and started again while no name can be resolved. The
 * nodes reach their database and their endpoint by addresses.
 */
@ResourceLock(Chromium.LOCK)
class ClusterDnsNightly {

  private static final int CHUNK = 200;

  /** A node to which the store names no members forms a cluster after 20 s. */
  private static final Duration FORMATION_TIMEOUT = Duration.ofSeconds(22);

  @TempDir private Path folder;

  @Test
  void shouldFormNoSecondClusterWithoutDnsAndJoinWhenItIsBack() throws Exception {
    Database database = PostgresServer.shared().newDatabase();
    try (NetworkNamespaces namespaces = NetworkNamespaces.of(3);
        SimulatedNode chain = SimulatedNodes.node(CHUNK)) {
      FakeDnsServer dns = namespaces.startDns();
      namespaces.useNames();
      try (ClusterNodes nodes =
          new ClusterNodes(namespaces, folder, 3, chain, database, settings())) {
        nodes.startAll(3, chain);
        dns.setAway(true);
        nodes.node(0).kill();
        nodes.start(0);
        nodes
            .node(0)
            .getUntil(
                "/health",
                ClusterNodes.LONG,
                health ->
                    health
                        .get("reasons")
                        .toString()
                        .contains(
                            nodes.address(1)
                                + ", "
                                + nodes.address(2)
                                + ", which the store names as members"));
        long waits = System.nanoTime();
        nodes.awaitUp(1, 2);
        chain.chain().advance(CHUNK);
        nodes.awaitProcessed(chain.chain().head(), 1, 2);
        Awaitility.await("no second cluster")
            .atMost(ClusterNodes.LONG)
            .pollInterval(Duration.ofMillis(500))
            .until(
                () -> {
                  assertThat(nodes.cluster(0).get("members")).isEmpty();
                  return System.nanoTime() - waits > FORMATION_TIMEOUT.toNanos();
                });
        assertThat(clusters(database)).isEqualTo(1);

        dns.setAway(false);
        nodes.awaitUp(0, 1, 2);
        chain.chain().advance(CHUNK);
        nodes.awaitProcessed(chain.chain().head(), 0, 1, 2);
        nodes.assertSameAndTrue(chain, 0, 1, 2);
        assertThat(Stream.of(0, 1, 2).map(nodes::ingestLeader).distinct()).hasSize(1);
        assertThat(clusters(database)).isEqualTo(1);
      }
    }
  }

  /** Returns how many clusters have been formed. */
  private static long clusters(Database database) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT number FROM cluster")) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }

  private static Map<String, String> settings() {
    return Map.of(
        "REI_DAU_INGEST_CHUNK_SIZE",
        String.valueOf(CHUNK),
        "REI_DAU_INGEST_FOLLOW_INTERVAL",
        "1 s");
  }
}
