package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import network.rei.dau.Nightly;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.postgres.PostgresServer.Database;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the packaged service with its records in PostgreSQL. */
class PostgresServiceIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void shouldStoreTheRecordsInPostgresqlAndFetchNoBlockTwice() throws IOException {
    Path cache = folder.resolve("cache");
    PostgresServer server = PostgresServer.shared();
    Database database = server.newDatabase();
    try (SimulatedNode node = SimulatedNodes.node(700)) {
      Map<String, String> environment = environment(node, cache, database, database.password());
      try (ServiceProcess first = ServiceProcess.start(folder, environment, "once")) {
        assertThat(first.exitCode(SOON)).as(first.error()).isZero();
        assertThat(first.result().get("recordsSealed").asInt()).isEqualTo(3);
        assertThat(first.output() + first.error()).doesNotContain(database.password());
      }
      assertThat(cache).isDirectoryContaining("glob:**/statistics.json");
      assertThat(cache).isDirectoryNotContaining("glob:**.db*");
      node.counters().reset();
      try (ServiceProcess second = ServiceProcess.start(folder, environment, "once")) {
        assertThat(second.exitCode(SOON)).as(second.error()).isZero();
        assertThat(second.result().get("recordsSealed").asInt()).isZero();
        assertThat(second.result().get("lastProcessedBlock").asLong()).isEqualTo(699);
      }
    }
  }

  @Test
  @Nightly
  void shouldPrintOneLineIfTheDatabaseRefusesTheUser() throws IOException {
    Database database = PostgresServer.shared().newDatabase();
    try (SimulatedNode node = SimulatedNodes.node(10);
        ServiceProcess refused =
            ServiceProcess.start(
                folder, environment(node, folder, database, "a wrong secret"), "once")) {
      assertThat(refused.exitCode(SOON)).isEqualTo(1);
      assertThat(refused.error().lines().filter(line -> line.startsWith("rei-dau-stats: ")))
          .singleElement()
          .asString()
          .startsWith("rei-dau-stats: the store " + database.url() + " refuses rei-dau.store.user")
          .doesNotContain("a wrong secret");
    }
  }

  @Test
  @Nightly
  void shouldMigrateAgainAfterItWasTerminatedDuringAMigration() throws Exception {
    Database database = PostgresServer.shared().newDatabase();
    try (SimulatedNode node = SimulatedNodes.node(700);
        Connection other =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = other.createStatement()) {
      Map<String, String> environment =
          environment(node, folder.resolve("cache"), database, database.password());
      environment.put("REI_DAU_LOG_LEVEL", "INFO");
      try (ServiceProcess first = ServiceProcess.start(folder, environment, "once")) {
        assertThat(first.exitCode(SOON)).as(first.error()).isZero();
      }
      // Undoes the last migration.
      statement.execute("DROP TABLE cluster, cluster_member");
      statement.execute("DELETE FROM flyway_schema_history WHERE version = '9'");
      // The migration waits until it is known whether this table will exist.
      other.setAutoCommit(false);
      statement.execute("CREATE TABLE cluster_member (address TEXT)");

      try (ServiceProcess interrupted = ServiceProcess.start(folder, environment, "serve")) {
        Awaitility.await()
            .atMost(SOON)
            .until(() -> interrupted.error().contains(" are migrated from version 8 to 9."));
        interrupted.terminate();
        assertThat(interrupted.exitCode(SOON)).isEqualTo(143);
        assertThat(interrupted.error())
            .contains("stops during its start because the process has received SIGTERM");
      }
      other.rollback();
      try (ServiceProcess next = ServiceProcess.start(folder, environment, "serve")) {
        next.getUntil("/api/v1/status", SOON, status -> status.get("asOfBlock").asLong() == 699);
        assertThat(next.error()).contains("The tables have version 9 after ");
      }
    }
  }

  private static Map<String, String> environment(
      SimulatedNode node, Path cache, Database database, String password) {
    return ServiceProcess.environment(
        cache,
        node.uri().toString(),
        "REI_DAU_STORE_JDBC_URL",
        database.url(),
        "REI_DAU_STORE_USER",
        database.user(),
        "REI_DAU_STORE_PASSWORD",
        password,
        "REI_DAU_INGEST_CHUNK_SIZE",
        "200",
        "REI_DAU_LOG_LEVEL",
        "DEBUG");
  }
}
