package network.rei.dau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  /** The endpoint serves block 0 with a wrong hash until the blocks are stored. */
  @Test
  void shouldContinueAfterARestartIfTheHashOfBlock0WasWrongAtTheFirstStart() throws IOException {
    SimulatedChain chain = SimulatedChain.of(ChainSpec.of(5, 300).endingAt(Instant.now()));
    List<Mutation> mutations = List.of(new Mutation(Mutation.EVERY, Mutation.Kind.GENESIS, 0, 7));
    try (SimulatedNode node = SimulatedNode.start(chain);
        HostileNode hostile = new HostileNode(node, mutations)) {
      try (EmbeddedService service = service(hostile)) {
        assertThat(service.run().lastProcessedBlock()).isEqualTo(299);
      }
      hostile.behave();
      chain.advance(10);
      try (EmbeddedService service = service(hostile)) {
        RunOutcome run = service.run();

        assertThat(run.error()).isNull();
        assertThat(run.missingChunks()).isEmpty();
        assertThat(service.wrongRecords(chain)).isEmpty();
      }
    }
  }

  private EmbeddedService service(HostileNode node) {
    return EmbeddedService.at(folder, List.of(node.uri()), Map.of(), ClientTuning.DEFAULT);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(condition);
  }
}
