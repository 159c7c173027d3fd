package network.rei.dau.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import network.rei.dau.http.TestClock;
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

/**
 * An endpoint that serves the newest blocks of a longer chain for a while. The clock of the service
 * and of the true chain, which has a block every 3 s, is moved by the test.
 */
class DetachedRecordsIT {

  private static final long FIRST_DETACHED = 4_000;
  private static final Map<String, Object> FOLLOWING =
      Map.of(
          "rei-dau.ingest.follow-interval", "100 ms",
          "rei-dau.ingest.backoff", "10 ms",
          "rei-dau.rpc.attempts", 2);

  @TempDir Path folder;

  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final TestClock clock = new TestClock(start);
  private final SimulatedChain chain =
      SimulatedChain.of(ChainSpec.of(5, 1090).endingAt(start)).follow(clock);

  /**
   * @param end the timestamp of the newest block of the longer chain, in seconds after the start:
   *     the records are deleted when the true head is 5 minutes newer than their first one, which
   *     ends 2,400 s earlier
   */
  @ParameterizedTest
  @CsvSource({"-60, 300", "3000, 900"})
  void shouldDeleteTheBlocksOfALongerChainUntilTheyAreServedAgain(
      long end, long secondsUntilDeleted) throws IOException {
    SimulatedChain longer =
        SimulatedChain.of(
            ChainSpec.of(9, 1_000).withFirstBlock(FIRST_DETACHED).endingAt(start.plusSeconds(end)));
    try (SimulatedNode node = SimulatedNode.start(chain);
        SimulatedNode other = SimulatedNode.start(longer);
        HostileNode switching = new HostileNode(node, List.of());
        EmbeddedService service =
            EmbeddedService.following(folder, List.of(switching.uri()), FOLLOWING, clock)) {
      await(() -> service.wrongDay(chain).isEmpty());
      switching.forwardTo(other);
      await(() -> recordsEnd(service) == longer.head());
      assertThat(service.wrongDay(chain)).isNotEmpty();

      switching.forwardTo(node);
      await(
          () -> {
            moveOn(service, chain.head());
            return recordsEnd(service) < FIRST_DETACHED;
          });

      assertThat(clock.instant()).isAfterOrEqualTo(start.plusSeconds(secondsUntilDeleted));
      await(() -> recordsEnd(service) == chain.head() && service.wrongDay(chain).isEmpty());
      assertThat(service.wrongRecords(chain)).isEmpty();
      await(() -> service.get("/health").get("reasons").isEmpty());

      switching.forwardTo(other);
      await(() -> recordsEnd(service) == longer.head());
    }
  }

  /**
   * Blocks 400 to 1199 are missing, so that the records after them are detached from those before,
   * and the endpoint lags behind by 1,600 blocks, to block 489, and grows to block 689.
   */
  @Test
  void shouldDeleteNothingIfTheEndpointLagsBehindDetachedRecords() throws IOException {
    SimulatedChain lagging = SimulatedChain.of(ChainSpec.of(5, 2090).endingAt(start)).follow(clock);
    try (SimulatedNode node = SimulatedNode.start(lagging)) {
      ActiveFault hollow =
          node.faults()
              .add(
                  new Fault.DefectiveBlock(Fault.BlockDefect.HOLLOW),
                  FaultTrigger.onBlocks(number -> number >= 400 && number < 1200));
      try (EmbeddedService service =
          EmbeddedService.following(folder, List.of(node.uri()), FOLLOWING, clock)) {
        await(() -> recordsEnd(service) == 2089 && firstBlocks(service).contains(0L));
        ActiveFault lag = node.faults().add(new Fault.Lag(1600));
        node.faults().remove(hollow);
        await(
            () -> {
              moveOn(service, lagging.head() - 1600);
              return !clock.instant().isBefore(start.plusSeconds(600));
            });

        assertThat(firstBlocks(service)).contains(1200L, 1400L, 1600L, 1800L, 2000L);
        assertThat(recordsEnd(service)).isEqualTo(2089);
        assertThat(service.get("/health").at("/errors/reorganised").isMissingNode()).isTrue();
        node.faults().remove(lag);
        assertThat(service.run().missingChunks()).isEmpty();
        await(() -> service.wrongDay(lagging).isEmpty());
      }
    }
  }

  /** Lets time pass as soon as the service has seen a head; a block at a time during a repair. */
  private void moveOn(EmbeddedService service, long head) {
    JsonNode status = service.get("/api/v1/status");
    if (status.get("problems").toString().contains("being repaired")) {
      clock.pass(Duration.ofSeconds(3));
    } else if (status.get("head").asLong() == head) {
      clock.pass(Duration.ofSeconds(30));
    }
  }

  private static List<Long> firstBlocks(EmbeddedService service) {
    return records(service).map(record -> record.at("/blockRange/start").asLong()).toList();
  }

  private static long recordsEnd(EmbeddedService service) {
    return records(service)
        .mapToLong(record -> record.at("/blockRange/end").asLong())
        .max()
        .orElse(-1);
  }

  private static Stream<JsonNode> records(EmbeddedService service) {
    JsonNode records = service.get("/api/stats/history?include=none").get("data");
    return StreamSupport.stream(records.spliterator(), false);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(condition);
  }
}
