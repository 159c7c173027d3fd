package network.rei.dau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests an endpoint that switches to another chain while the service uses it. */
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

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(condition);
  }
}
