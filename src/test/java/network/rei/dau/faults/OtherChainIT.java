package network.rei.dau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongPredicate;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.ActiveFault;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests an endpoint that serves another chain for some time, or another block 0. */
class OtherChainIT {

  @TempDir Path folder;

  @Test
  void shouldStoreNoBlockOfAnotherChainAndNameBothIds() throws IOException {
    SimulatedChain chain = SimulatedChain.of(ChainSpec.of(5, 1090).endingAt(Instant.now()));
    Map<String, Object> following = Map.of("rei-dau.ingest.follow-interval", "100 ms");
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.following(folder, List.of(node), following)) {
      await(() -> service.wrongDay(chain).isEmpty());

      node.faults().add(new Fault.WrongChainId(61));
      chain.advance(10);
      await(() -> service.get("/health").get("reasons").toString().matches(".*61.*47805.*"));
      assertThat(service.get("/health").get("status").asText()).isEqualTo("degraded");
      assertThat(service.get("/health").get("lastProcessedBlock").asLong()).isEqualTo(1089);
    }
  }

  /**
   * The endpoint serves block 0 with a wrong hash until the blocks are stored.
   *
   * @param blocks with 300, block 0 itself is stored with the wrong hash
   */
  @ParameterizedTest(name = "a chain of {0} blocks")
  @CsvSource({"300, 2", "1500, 7"})
  void shouldContinueAfterARestartIfTheHashOfBlock0WasWrongAtTheFirstStart(int blocks, int records)
      throws IOException {
    SimulatedChain chain = SimulatedChain.of(ChainSpec.of(5, blocks).endingAt(Instant.now()));
    List<Mutation> mutations = List.of(new Mutation(Mutation.EVERY, Mutation.Kind.GENESIS, 0, 7));
    Map<String, Object> settings =
        Map.of("rei-dau.ingest.retention", "1 hour", "rei-dau.ingest.first-window", "1 hour");
    try (SimulatedNode node = SimulatedNode.start(chain);
        HostileNode hostile = new HostileNode(node, mutations)) {
      try (EmbeddedService service = service(hostile.uri(), settings)) {
        assertThat(service.run().lastProcessedBlock()).isEqualTo(blocks - 1);
      }
      hostile.behave();
      chain.advance(10);
      try (EmbeddedService service = service(hostile.uri(), settings)) {
        RunOutcome run = service.run();

        assertThat(run.error()).isNull();
        assertThat(run.missingChunks()).isEmpty();
        assertThat(run.lastProcessedBlock()).isEqualTo(chain.head());
        assertThat(service.wrongRecords(chain)).isEmpty();
        assertThat(records(service)).hasSize(records);
      }
    }
  }

  /**
   * While chunks 2, 3 and 4 are missing, the chain is exchanged for a longer one, of which chunk 3
   * can be fetched. It touches no stored record, and so it is stored.
   */
  @Test
  void shouldRefuseAChainThatWasExchangedDuringARunAlsoIfABlockOfItIsStored() throws IOException {
    SimulatedChain chain = SimulatedChain.of(ChainSpec.of(5, 1090).endingAt(Instant.now()));
    try (SimulatedNode node = SimulatedNode.start(chain)) {
      Map<String, Object> settings =
          Map.of("rei-dau.rpc.attempts", 2, "rei-dau.ingest.attempts", 1);
      try (EmbeddedService service = service(node.uri(), settings)) {
        ActiveFault first = hollow(node, number -> number >= 400 && number < 1000);
        assertThat(service.run().missingChunks()).containsExactly(2L, 3L, 4L);
        JsonNode before = records(service);
        chain.reset(1150);
        hollow(node, number -> (number >= 400 && number < 600) || (number >= 800 && number < 1000));
        node.faults()
            .add(
                new Fault.DefectiveBlock(Fault.BlockDefect.NULL),
                FaultTrigger.onBlocks(number -> number == 1089));
        node.faults().remove(first);

        assertThat(service.run().error()).contains("genesis");

        assertThat(firstBlocks(before)).containsExactly(0L, 200L, 1000L);
        assertThat(firstBlocks(records(service))).containsExactly(0L, 200L, 600L, 1000L);
        node.faults().clear();
        assertThat(service.run().error()).contains("genesis");
      }
      try (EmbeddedService service = service(node.uri(), settings)) {
        assertThat(service.run().error()).contains("genesis");
        assertThat(firstBlocks(records(service))).containsExactly(0L, 200L, 600L, 1000L);
      }
    }
  }

  private static ActiveFault hollow(SimulatedNode node, LongPredicate blocks) {
    return node.faults()
        .add(new Fault.DefectiveBlock(Fault.BlockDefect.HOLLOW), FaultTrigger.onBlocks(blocks));
  }

  private static JsonNode records(EmbeddedService service) {
    return service.get("/api/stats/history?include=none").get("data");
  }

  private static List<Long> firstBlocks(JsonNode records) {
    List<Long> blocks = new ArrayList<>();
    records.forEach(record -> blocks.add(record.at("/blockRange/start").asLong()));
    return blocks;
  }

  private EmbeddedService service(URI node, Map<String, Object> settings) {
    return EmbeddedService.at(folder, List.of(node), settings, ClientTuning.DEFAULT);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(condition);
  }
}
