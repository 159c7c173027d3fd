package network.rei.dau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.ActiveFault;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests reorganisations and resets of the chain while the service follows it or is down, with
 * records of 200 blocks. {@link ReorgNightly} has further lengths of branches.
 */
@Order(9)
@Execution(ExecutionMode.CONCURRENT)
class ReorgIT {

  private static final Map<String, Object> FOLLOWING =
      Map.of("rei-dau.ingest.follow-interval", "100 ms", "rei-dau.ingest.backoff", "10 ms");

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} blocks, the last {1} of them replaced by {2}")
  @CsvSource({
    // over several boundaries of records
    "1090, 700, 705",
    // a shorter branch that exceeds the old head only later
    "1090, 300, 40"
  })
  void shouldReplaceOrphanedRecords(int blocks, int depth, int newBlocks) throws IOException {
    replaceOrphanedRecords(folder, blocks, depth, newBlocks);
  }

  /** Replaces the last blocks of a chain while the service follows it. */
  static void replaceOrphanedRecords(Path folder, int blocks, int depth, int newBlocks)
      throws IOException {
    SimulatedChain chain = chain(blocks);
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.following(folder, List.of(node), FOLLOWING)) {
      await().until(() -> service.wrongDay(chain).isEmpty());
      int served = node.counters().timesServed(10);

      chain.reorg(depth, newBlocks);
      await().until(() -> growUntilFollowed(chain, service));

      assertThat(node.counters().timesServed(10)).isEqualTo(served);
    }
  }

  @ParameterizedTest(name = "the last {0} blocks replaced by {1}")
  @CsvSource({"1, 1", "450, 700"})
  void shouldReplaceRecordsOrphanedWhileTheServiceWasDown(int depth, int newBlocks)
      throws IOException {
    replaceRecordsOrphanedWhileTheServiceWasDown(folder, depth, newBlocks);
  }

  /** Replaces the last blocks of a chain while the service is down. */
  static void replaceRecordsOrphanedWhileTheServiceWasDown(Path folder, int depth, int newBlocks)
      throws IOException {
    SimulatedChain chain = chain(1091);
    Map<String, Object> smallChunks = Map.of("rei-dau.ingest.chunk-size", 20);
    try (SimulatedNode node = SimulatedNode.start(chain)) {
      try (EmbeddedService service = EmbeddedService.on(folder, List.of(node), smallChunks)) {
        service.run();
      }
      chain.reorg(depth, newBlocks);
      try (EmbeddedService service = EmbeddedService.on(folder, List.of(node), smallChunks)) {
        CompletableFuture<RunOutcome> run = CompletableFuture.supplyAsync(service::run);
        await()
            .pollInterval(Duration.ofMillis(300))
            .until(
                () -> {
                  chain.advance(1);
                  return run.isDone();
                });
        assertThat(run.join().error()).isNull();
        assertThat(run.join().missingChunks()).isEmpty();
        service.run();
        assertThat(service.wrongRecords(chain)).isEmpty();
        await().until(() -> service.wrongDay(chain).isEmpty());
      }
    }
  }

  @Test
  void shouldReportAndReplaceBlocksOfTheSameHeight() throws IOException {
    SimulatedChain chain = chain(1090);
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.following(folder, List.of(node), FOLLOWING)) {
      await().until(() -> service.wrongDay(chain).isEmpty());

      chain.reorg(1, 1);

      await()
          .until(() -> service.get("/health").get("reasons").toString().contains("being repaired"));
      await().until(() -> growUntilFollowed(chain, service));
      await().until(() -> service.get("/health").get("reasons").isEmpty());
    }
  }

  @Test
  void shouldRefuseAChainWithAnotherGenesisBlockOfTheSameHeight() throws IOException {
    SimulatedChain chain = chain(1090);
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.following(folder, List.of(node), FOLLOWING)) {
      awaitCompletedRun(service);

      chain.reset();

      await().until(() -> service.get("/health").at("/errors/wrong_chain").asInt() > 0);
      assertThat(service.get("/health").get("reasons").toString()).contains("genesis");
    }
  }

  @Test
  void shouldReplaceOrphanedRecordsWithANodeWithoutHistory() throws IOException {
    SimulatedChain chain = chain(1090);
    Map<String, Object> settings = new HashMap<>(FOLLOWING);
    settings.put("rei-dau.ingest.chunk-size", 20);
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.following(folder, List.of(node), settings)) {
      await().until(() -> service.wrongDay(chain).isEmpty());
      node.faults()
          .add(
              new Fault.CallError(4444, "pruned history unavailable"),
              FaultTrigger.onBlocks(n -> n > 0 && n < 1010));

      chain.reorg(45, 50);

      await().until(() -> growUntilFollowed(chain, service));
    }
  }

  @Test
  void shouldReplaceAnOrphanedOpenRecordBelowNewerRecords() throws IOException {
    SimulatedChain chain = chain(1091);
    Map<String, Object> settings = new HashMap<>(FOLLOWING);
    settings.put("rei-dau.ingest.chunk-size", 20);
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.following(folder, List.of(node), settings)) {
      await().until(() -> service.wrongDay(chain).isEmpty());
      // The header of the last stored block is not served while the chain forks and grows.
      ActiveFault blind =
          node.faults()
              .add(
                  new Fault.DefectiveBlock(Fault.BlockDefect.NULL),
                  FaultTrigger.onBlocks(n -> n == 1090));
      chain.reorg(1, 90);
      await().until(() -> end(service) > 1100);
      node.faults().remove(blind);
      await().until(() -> growUntilFollowed(chain, service));
    }
  }

  @Test
  void shouldSayWhatToDoIfTheChainWasResetBelowAllStoredBlocks() throws IOException {
    SimulatedChain chain = chain(3000);
    Map<String, Object> settings = new HashMap<>(FOLLOWING);
    settings.put("rei-dau.ingest.retention", "1 hour");
    settings.put("rei-dau.ingest.first-window", "1 hour");
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.following(folder, List.of(node), settings)) {
      awaitCompletedRun(service);
      await().until(() -> !service.get("/health").get("isProcessing").asBoolean());
      chain.reset(10);
      await().until(() -> service.get("/health").get("reasons").toString().contains("CACHE_DIR"));
    }
  }

  @Test
  void shouldFollowTheChainThatForkedWhileTheServiceWasDown() throws IOException {
    SimulatedChain chain = chain(1090);
    try (SimulatedNode node = SimulatedNode.start(chain)) {
      try (EmbeddedService service = EmbeddedService.on(folder, List.of(node), Map.of())) {
        service.run();
      }
      chain.reorg(450, 700);
      try (EmbeddedService service = EmbeddedService.following(folder, List.of(node), FOLLOWING)) {
        await().until(() -> growUntilFollowed(chain, service));
      }
    }
  }

  @Test
  void shouldWaitForALaggingEndpointWithoutAnError() throws IOException {
    SimulatedChain chain = chain(1090);
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.following(folder, List.of(node), FOLLOWING)) {
      await().until(() -> end(service) == chain.head());
      node.faults().add(new Fault.Lag(50), FaultTrigger.withProbability(0.5));
      for (int i = 0; i < 5; i++) {
        chain.advance(3);
        await().until(() -> end(service) == chain.head());
      }
      assertThat(service.wrongRecords(chain)).isEmpty();
      assertThat(service.get("/health").at("/errors/reorganised").isMissingNode()).isTrue();
    }
  }

  @Test
  void shouldSayWhatToDoIfTheChainWasReset() throws IOException {
    SimulatedChain chain = chain(1090);
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.following(folder, List.of(node), FOLLOWING)) {
      awaitCompletedRun(service);
      chain.reset(300);
      await()
          .until(
              () -> {
                chain.advance(1);
                JsonNode health = service.get("/health");
                return health.get("reasons").toString().contains("CACHE_DIR");
              });
      JsonNode health = service.get("/health");
      assertThat(health.get("status").asText()).isEqualTo("degraded");
      // Blocks of the old chain are not mixed with those of the new one.
      assertThat(end(service)).isEqualTo(1089);
    }
  }

  /** Returns whether all numbers are true up to the head; otherwise appends a block. */
  private static boolean growUntilFollowed(SimulatedChain chain, EmbeddedService service) {
    if (end(service) == chain.head()
        && recordsEnd(service) == chain.head()
        && service.wrongRecords(chain).isEmpty()
        && service.wrongDay(chain).isEmpty()) {
      return true;
    }
    chain.advance(1);
    return false;
  }

  private static long end(EmbeddedService service) {
    return service.get("/api/stats/24h").at("/data/blockRange/end").asLong();
  }

  /**
   * Waits for the end of the first run. The newest records are stored first, so that the head alone
   * does not show it, and blocks of another chain could still be stored.
   */
  private static void awaitCompletedRun(EmbeddedService service) {
    await().until(() -> service.get("/health").at("/lastRun/result").asText().equals("completed"));
  }

  private static long recordsEnd(EmbeddedService service) {
    JsonNode records = service.get("/api/stats/history?include=none").get("data");
    return records.get(records.size() - 1).at("/blockRange/end").asLong();
  }

  private static SimulatedChain chain(int blocks) {
    return SimulatedChain.of(ChainSpec.of(blocks, blocks).endingAt(Instant.now()));
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
  }
}
