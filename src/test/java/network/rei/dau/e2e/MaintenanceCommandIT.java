package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import network.rei.dau.Nightly;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the maintenance commands against stores and running services. */
@Order(7)
class MaintenanceCommandIT {

  private static final int BLOCKS = 1_100;
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  private Path cache;
  private StoreFile store;

  @BeforeEach
  void name() {
    cache = folder.resolve("cache");
    store = new StoreFile(cache);
  }

  @Test
  @Nightly
  void shouldFindAndReplaceARecordThatDiffersFromTheChain() throws Exception {
    try (SimulatedNode node = SimulatedNodes.node(BLOCKS)) {
      once(node);
      SortedMap<Long, ByteBuffer> right = store.records();
      JsonNode clean = result(0, node, "verify", "--records=100");
      assertThat(clean.get("records").asInt()).as("records, the open one included").isEqualTo(6);
      assertThat(clean.get("blocks").asInt()).isEqualTo(BLOCKS);
      assertThat(clean.get("differences")).isEmpty();
      assertThat(result(0, node, "fetch", "--from-block=0", "--to-block=1099").get("replaced"))
          .isEmpty();
      assertThat(store.records()).isEqualTo(right);

      // The hashes are the same and the transactions differ, so the links cannot show it.
      try (SimulatedNode other = SimulatedNodes.sameBlocksOtherTransactions(BLOCKS)) {
        JsonNode found = result(1, other, "verify", "--records=100");
        assertThat(found.get("differences")).isNotEmpty();

        JsonNode done = result(0, other, "fetch", "--from-block=300", "--to-block=500");

        assertThat(done.get("records").asInt()).isEqualTo(2);
        assertThat(done.get("replaced")).isNotEmpty();
      }
    }
  }

  @Test
  @Nightly
  void shouldBackUpARunningServiceAndRestoreTheBackup() throws Exception {
    Path backup = folder.resolve("backup.db");
    try (SimulatedNode node = SimulatedNodes.node(BLOCKS)) {
      try (ServiceProcess serve = ServiceProcess.start(folder, environment(node), "serve")) {
        serve.getUntil("/api/stats/24h", SOON, answer -> answer.at("/data/complete").asBoolean());
        assertThat(result(0, node, "backup", backup.toString()).get("bytes").asLong())
            .isEqualTo(Files.size(backup));
        assertThat(refused(node, "restore", backup.toString())).contains("in use by process");
        assertThat(refused(node, "prune")).contains("in use by process");
      }
      SortedMap<Long, ByteBuffer> kept = store.records();
      assertThat(refused(node, "backup", backup.toString())).contains("is there already");
      spoil("DELETE FROM record WHERE chunk_index < 3");

      JsonNode restored = result(0, node, "restore", backup.toString());

      assertThat(restored.get("movedAside").get(0).asText()).contains("replaced-");
      assertThat(store.records()).isEqualTo(kept);
      assertThat(once(node).get("blocksFetched").asInt()).isZero();
    }
  }

  @Test
  @Nightly
  void shouldRefuseADamagedBackupAndOneOfAnotherChainAndNotChangeTheStore() throws Exception {
    Path backup = folder.resolve("backup.db");
    Path damaged = Files.writeString(folder.resolve("damaged.db"), "no database at all");
    try (SimulatedNode node = SimulatedNodes.node(BLOCKS)) {
      once(node);
      result(0, node, "backup", backup.toString());
      SortedMap<Long, ByteBuffer> kept = store.records();

      assertThat(refused(node, "restore", damaged.toString())).contains("is damaged");
      assertThat(refused(node, "restore", "nowhere.db")).contains("there is no backup");
      Map<String, String> otherChain = environment(node);
      otherChain.put("REI_DAU_CHAIN_ID", "1");
      try (ServiceProcess wrong =
          ServiceProcess.start(folder, otherChain, "restore", backup.toString())) {
        assertThat(wrong.exitCode(SOON)).isEqualTo(2);
        assertThat(wrong.error()).contains("holds chain 47805");
      }
      assertThat(store.records()).isEqualTo(kept);
      assertThat(cache).isDirectoryNotContaining("glob:**restoring*");
    }
  }

  @Test
  void shouldPruneRecordsOlderThanAShorterRetentionWithoutAnEndpoint() throws IOException {
    try (SimulatedNode node = SimulatedNodes.node(3_000)) {
      once(node);
      assertThat(store.sealedCount()).isEqualTo(15);
      Map<String, String> shorter = environment(node);
      shorter.put("REI_RPC_URL", "http://127.0.0.1:1");
      shorter.put("REI_DAU_INGEST_RETENTION", "1 h");
      shorter.put("REI_DAU_INGEST_FIRST_WINDOW", "1 h");
      shorter.put("REI_DAU_INGEST_HISTORY_DAYS", "0");
      try (ServiceProcess prune = ServiceProcess.start(folder, shorter, "prune")) {
        assertThat(prune.exitCode(SOON)).as(prune.error()).isZero();
        assertThat(prune.result().get("records").asInt()).isPositive();
        assertThat(store.records()).hasSize(15 - prune.result().get("records").asInt());
      }
    }
  }

  private JsonNode once(SimulatedNode node) {
    return result(0, node, "once");
  }

  private JsonNode result(int exitCode, SimulatedNode node, String... command) {
    try (ServiceProcess process = ServiceProcess.start(folder, environment(node), command)) {
      assertThat(process.exitCode(SOON)).as(process.error()).isEqualTo(exitCode);
      return process.result();
    }
  }

  private String refused(SimulatedNode node, String... command) {
    try (ServiceProcess process = ServiceProcess.start(folder, environment(node), command)) {
      assertThat(process.exitCode(SOON)).isEqualTo(1);
      assertThat(process.complaints()).hasSize(1);
      return process.error();
    }
  }

  private void spoil(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + cache.resolve("stats.db"));
        Statement sql = connection.createStatement()) {
      sql.executeUpdate(statement);
    }
  }

  private Map<String, String> environment(SimulatedNode node) {
    return ServiceProcess.environment(
        cache, node.uri().toString(), "REI_DAU_INGEST_CHUNK_SIZE", "200");
  }
}
