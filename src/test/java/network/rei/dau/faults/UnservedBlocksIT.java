package network.rei.dau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node that does not serve some blocks, at the beginning of the chain or single ones. */
class UnservedBlocksIT {

  @TempDir Path folder;

  static Stream<Fault> answers() {
    return Stream.of(
        new Fault.DefectiveBlock(Fault.BlockDefect.NULL),
        new Fault.CallError(4444, "pruned history unavailable"),
        new Fault.CallError(-32001, "block not found"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void shouldFetchWhatANodeWithoutHistoryServes(Fault answer) throws IOException {
    SimulatedChain chain = SimulatedChain.of(ChainSpec.of(3, 31_500).endingAt(Instant.now()));
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.on(folder, List.of(node), Map.of())) {
      node.faults().add(answer, FaultTrigger.onBlocks(number -> number > 0 && number < 30_700));

      RunOutcome run = service.run();

      assertThat(run.error()).isNull();
      assertThat(run.missingChunks()).isEmpty();
      assertThat(run.blocksFetched()).as("from the first whole record on").isEqualTo(700);
      assertThat(service.wrongRecords(chain)).isEmpty();
      JsonNode health = service.get("/health");
      assertThat(health.get("reasons").toString()).contains("serves the blocks before 30");
      assertThat(service.get("/api/stats/24h").at("/data/complete").asBoolean()).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void shouldFetchOldBlocksFromTheArchiveBesideANodeWithoutHistory(Fault answer)
      throws IOException {
    SimulatedChain chain = SimulatedChain.of(ChainSpec.of(5, 6_000).endingAt(Instant.now()));
    try (SimulatedNode pruned = SimulatedNode.start(chain);
        SimulatedNode archive = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.on(folder, List.of(pruned, archive), Map.of())) {
      pruned.faults().add(answer, FaultTrigger.onBlocks(number -> number > 0 && number <= 4_000));

      RunOutcome run = service.run();

      assertThat(run.error()).isNull();
      assertThat(run.missingChunks()).isEmpty();
      assertThat(run.lastProcessedBlock()).isEqualTo(chain.head());
      assertThat(service.wrongRecords(chain)).isEmpty();
      JsonNode health = service.get("/health");
      assertThat(health.at("/endpoints/0/servesFrom").asLong()).isBetween(4_001L, chain.head());
      assertThat(health.at("/endpoints/1/servesFrom").isNull()).isTrue();
    }
  }

  @Test
  void shouldFollowTheHeadBehindABlockThatIsAlwaysRefused() throws IOException {
    SimulatedChain chain = SimulatedChain.of(ChainSpec.of(4, 1090).endingAt(Instant.now()));
    Map<String, Object> following =
        Map.of("rei-dau.ingest.follow-interval", "100 ms", "rei-dau.ingest.backoff", "10 ms");
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.following(folder, List.of(node), following)) {
      node.faults()
          .add(
              new Fault.CallError(-32000, "missing trie node"),
              FaultTrigger.onBlocks(number -> number == 1_150));
      chain.advance(20);
      await(() -> service.get("/health").get("lastProcessedBlock").asLong() == chain.head());

      chain.advance(200);

      await(() -> service.get("/health").get("lastProcessedBlock").asLong() == chain.head());
      assertThat(service.wrongRecords(chain)).isEmpty();
      await(() -> service.get("/health").get("missingChunks").toString().equals("[5]"));
      assertThat(service.get("/api/stats/24h").at("/data/missingBlocks").asLong())
          .as("the block and the later ones of its record")
          .isEqualTo(50);
    }
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(condition);
  }
}
