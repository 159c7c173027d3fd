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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a killed process loses only the records that it had not sealed. */
@Execution(ExecutionMode.CONCURRENT)
class KillIT {

  private static final int CHUNK = 200;
  private static final int CHUNKS = 14;
  private static final int BLOCKS = CHUNK * (CHUNKS - 1) + 60;
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

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void shouldHaveTheSameRecordsAndFetchNoSealedRecordAgainWhenKilledAfter(int sealedRecords)
      throws IOException {
    Path cache = folder.resolve("killed-after-" + sealedRecords);
    StoreFile store = new StoreFile(cache);
    try (SimulatedNode node = SimulatedNodes.node(BLOCKS)) {
      node.faults().latency(LATENCY, Duration.ZERO);
      try (ServiceProcess killed = ServiceProcess.start(folder, environment(node, cache), "once")) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> store.sealedCount() >= sealedRecords || !killed.isAlive());
        killed.kill();
        assertThat(killed.output()).as("output of a process killed before its end").isEmpty();
      }
      Set<Long> sealed = Set.copyOf(store.sealed().keySet());
      node.faults().clear();
      Awaitility.await().until(() -> node.counters().inFlight() == 0);
      node.counters().reset();

      JsonNode result = once(node, cache);

      assertThat(result.get("recordsSealed").asInt()).isEqualTo(CHUNKS - 1 - sealed.size());
      assertThat(store.records()).isEqualTo(undisturbed);
      Set<Long> fetchedAgain =
          node.counters().requested().keySet().stream()
              .map(block -> block / CHUNK)
              .filter(sealed::contains)
              .collect(Collectors.toSet());
      assertThat(fetchedAgain).as("chunks that were sealed at the kill").isEmpty();
    }
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
