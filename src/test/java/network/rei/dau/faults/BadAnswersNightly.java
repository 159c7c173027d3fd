package network.rei.dau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.FaultNames;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The only endpoint answers half of all requests badly as a whole, over HTTP. {@code
 * BadAnswersTest} has the same in virtual time.
 */
@Execution(ExecutionMode.CONCURRENT)
class BadAnswersNightly {

  private static final int BLOCKS = 6_012;

  /** Several times as long as it takes; a client that pauses at each failure needs hours. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "rei-dau.rpc.timeout",
          "10 s",
          "rei-dau.rpc.attempts",
          3,
          "rei-dau.rpc.backoff",
          "1 s",
          "rei-dau.rpc.max-requests-per-second",
          20,
          "rei-dau.ingest.chunk-size",
          1_200,
          "rei-dau.ingest.attempts",
          3,
          "rei-dau.ingest.backoff",
          "1 s");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connection-hang",
        "connection-drip",
        "flood-spaces",
        "batch-other-ids",
        "batch-missing-ids",
        "body-cut",
        "http-503",
        "connection-cut"
      })
  void shouldFetchAllBlocksWithinTwoMinutesIfHalfOfTheAnswersAreBad(String fault)
      throws IOException {
    SimulatedChain chain = SimulatedChain.of(ChainSpec.of(3, BLOCKS).endingAt(Instant.now()));
    try (SimulatedNode node = SimulatedNode.start(chain);
        EmbeddedService service = EmbeddedService.on(folder, List.of(node), DEFAULTS)) {
      node.faults().add(FaultNames.fault(fault), FaultTrigger.withProbability(0.5));
      long start = System.nanoTime();
      RunOutcome run = service.run();
      while (run.error() != null || !run.missingChunks().isEmpty()) {
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("%s", run).isLessThan(LONGEST);
        run = service.run();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
      assertThat(service.wrongRecords(chain)).isEmpty();
    }
  }
}
