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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A chain that is reorganised while the service follows it, in records of 200 blocks: the newer
 * branch decides.
 */
class ReorgIT {

  private static final Map<String, Object> FOLLOWING =
      Map.of("rei-dau.ingest.follow-interval", "100 ms", "rei-dau.ingest.backoff", "10 ms");

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} blocks, the last {1} of them replaced by {2}")
  @CsvSource({
    // within the open record; over one and several boundaries; exactly a boundary
    "1090, 1, 2",
    "1090, 30, 31",
    "1090, 150, 151",
    "1090, 700, 705",
    "1000, 200, 203",
    "1001, 1, 2",
    // a shorter chain at first, that grows past the old head only later
    "1090, 300, 250",
    "1090, 300, 40"
  })
  void shouldReplaceWhatTheChainHasLeft(int blocks, int depth, int newBlocks) throws IOException {
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
  @CsvSource({"450, 700", "1, 31", "1, 91", "5, 205", "60, 900"})
  void shouldReplaceWhatTheChainLeftWhileTheServiceWasDown(int depth, int newBlocks)
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
  void shouldReplaceAnOpenRecordThatLeftTheChainBelowNewerRecords() throws IOException {
    SimulatedChain chain = chain(1091);
    Map<String, Object> settings = new HashMap<>(FOLLOWING);
    settings.put("rei-dau.ingest.chunk-size", 20);
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.following(folder, List.of(node), settings)) {
      await().until(() -> service.wrongDay(chain).isEmpty());
      // The tail check is evaded: the head's header is not served while the chain forks and grows.
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
  void shouldSayWhatToDoWhenTheChainWasResetBelowEverythingStored() throws IOException {
    SimulatedChain chain = chain(3000);
    Map<String, Object> settings = new HashMap<>(FOLLOWING);
    settings.put("rei-dau.ingest.retention", "1 hour");
    settings.put("rei-dau.ingest.first-window", "1 hour");
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.following(folder, List.of(node), settings)) {
      await().until(() -> end(service) == 2999);
      await().until(() -> !service.get("/health").get("isProcessing").asBoolean());
      chain.reset(10);
      await().until(() -> service.get("/health").get("reasons").toString().contains("CACHE_DIR"));
    }
  }

  @Test
  void shouldFollowOnAfterTheChainForkedWhileTheServiceWasDown() throws IOException {
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
  void shouldWaitForANodeThatLagsBehindWithoutAnError() throws IOException {
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
  void shouldSayWhatToDoWhenTheChainWasReset() throws IOException {
    SimulatedChain chain = chain(1090);
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.following(folder, List.of(node), FOLLOWING)) {
      await().until(() -> end(service) == chain.head());
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
      // What was right of the old chain is not mixed with the new one.
      assertThat(end(service)).isEqualTo(1089);
    }
  }

  /** Whether every number is right and up to the head by now; if not, the chain grows. */
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
