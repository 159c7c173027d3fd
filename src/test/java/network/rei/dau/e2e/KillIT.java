package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests that a killed process loses only the records that it had not sealed. */
@Order(12)
@Execution(ExecutionMode.CONCURRENT)
class KillIT {

  private static final int CHUNK = 200;
  private static final int CHUNKS = 14;
  private static final int BLOCKS = CHUNK * (CHUNKS - 1) + 60;

  /** The number of sealed records at the last kill of a run. */
  private static final int LAST_KILL = 7;

  private static final int KILL_STEP = 6;

  private static final Duration LATENCY = Duration.ofMillis(100);

  @TempDir static Path folder;

  private static SortedMap<Long, ByteBuffer> undisturbed;

  @BeforeAll
  static void runUndisturbed() throws IOException {
    Path cache = folder.resolve("undisturbed");
    try (SimulatedNode node = SimulatedNodes.node(BLOCKS)) {
      assertThat(once(node, cache).get("recordsSealed").asInt()).isEqualTo(CHUNKS - 1);
      JsonNode history = new ObjectMapper().readTree(cache.resolve("history.json").toFile());
      assertThat(history).hasSize(CHUNKS);
      for (JsonNode record : history) {
        SimulatedNodes.assertTrue(
            record.get("stats"),
            node.chain(),
            record.at("/blockRange/start").asLong(),
            record.at("/blockRange/end").asLong());
      }
    }
    undisturbed = new StoreFile(cache).records();
  }

  /** Kills one run after another on the same store, each time after another number of records. */
  @Test
  void shouldHaveTheSameRecordsAndFetchNoSealedRecordAgainAfterEachKill() throws IOException {
    Path cache = folder.resolve("killed");
    StoreFile store = new StoreFile(cache);
    try (SimulatedNode node = SimulatedNodes.node(BLOCKS)) {
      Set<Long> sealed = Set.of();
      for (int kill = 1; kill <= LAST_KILL; kill += KILL_STEP) {
        node.faults().latency(LATENCY, Duration.ZERO);
        kill(node, cache, store, kill);
        node.faults().clear();
        Awaitility.await().until(() -> node.counters().inFlight() == 0);
        assertThat(fetchedAgain(node, sealed)).as("sealed chunks fetched again").isEmpty();
        sealed = Set.copyOf(store.sealed().keySet());
        assertThat(sealed).hasSizeGreaterThanOrEqualTo(kill);
        node.counters().reset();
      }

      JsonNode result = once(node, cache);

      assertThat(result.get("recordsSealed").asInt()).isEqualTo(CHUNKS - 1 - sealed.size());
      assertThat(store.records()).isEqualTo(undisturbed);
      assertThat(fetchedAgain(node, sealed)).as("sealed chunks fetched again").isEmpty();
    }
  }

  /** Starts a run, and kills it once a number of records are sealed. */
  private static void kill(SimulatedNode node, Path cache, StoreFile store, int sealedRecords) {
    try (ServiceProcess killed = ServiceProcess.start(folder, environment(node, cache), "once")) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> store.sealedCount() >= sealedRecords || !killed.isAlive());
      killed.kill();
      assertThat(killed.output()).as("output of a process killed before its end").isEmpty();
    }
  }

  /** Returns the sealed chunks of which blocks were requested with their transactions. */
  private static Set<Long> fetchedAgain(SimulatedNode node, Set<Long> sealed) {
    return node.counters().requested().keySet().stream()
        .map(block -> block / CHUNK)
        .filter(sealed::contains)
        .collect(Collectors.toSet());
  }

  private static JsonNode once(SimulatedNode node, Path cache) {
    try (ServiceProcess once = ServiceProcess.start(folder, environment(node, cache), "once")) {
      assertThat(once.exitCode(Duration.ofSeconds(60))).as(once.error()).isZero();
      assertThat(once.result().get("lastProcessedBlock").asLong()).isEqualTo(BLOCKS - 1);
      assertThat(once.result().get("missingChunks")).isEmpty();
      return once.result();
    }
  }

  private static Map<String, String> environment(SimulatedNode node, Path cache) {
    return ServiceProcess.environment(
        cache,
        node.uri().toString(),
        "REI_DAU_INGEST_CHUNK_SIZE",
        String.valueOf(CHUNK),
        "REI_DAU_INGEST_SLOTS",
        "1");
  }
}
