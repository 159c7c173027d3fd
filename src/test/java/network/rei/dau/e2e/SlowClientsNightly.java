package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Tests that two thousand slow clients do not affect other clients of the packaged service with
 * default settings.
 */
@Isolated("it measures time")
class SlowClientsNightly {

  private static final int CLIENTS = 2_000;

  /** Twelve records of 7,000 addresses: 4 MB of JSON, more than sockets hold. */
  private static final int BLOCKS = 14_400;

  private static final String LARGE = "/api/stats/history";
  private static final int PER_SECOND = 1_000;
  private static final int SECONDS = 5;

  private static final int WINDOWS = 3;

  /** The 99th percentile of the latency in each window, at most. */
  private static final Duration P99 = Duration.ofMillis(100);

  /**
   * How many times the 99th percentile without slow clients it may be instead, on a machine that
   * does not reach {@link #P99} without them.
   */
  private static final int P99_FACTOR = 2;

  /** The used heap for each slow client, at most, after a garbage collection. */
  private static final long KIB_PER_CLIENT = 40;

  /** The used heap at the end in relation to the beginning, at most. */
  private static final long GROWTH_KIB = 8 * 1024;

  @TempDir Path folder;

  @Test
  void shouldAnswerOtherClientsInTimeAndKeepItsMemoryWhileSlowClientsAreConnected()
      throws Exception {
    SimulatedChain chain =
        SimulatedChain.of(
            SimulatedNodes.spec(BLOCKS)
                .withTraffic(
                    TrafficProfile.steady()
                        .withTransactionsPerBlock(6)
                        .withPopulation(60_000, 0.5)));
    try (SimulatedNode node = SimulatedNodes.start(chain, 0);
        ServiceProcess serve =
            ServiceProcess.start(
                folder,
                ServiceProcess.environment(folder.resolve("cache"), node.uri().toString()),
                "serve")) {
      serve.getUntil(
          "/api/stats/24h",
          Duration.ofSeconds(60),
          answer ->
              answer.at("/data/complete").asBoolean()
                  && answer.at("/data/blockRange/end").asLong() == BLOCKS - 1);
      assertThat(serve.ask("GET", LARGE).body().length()).isGreaterThan(3_000_000);
      URI url = URI.create(serve.url());
      ConstantRateLoad load = new ConstantRateLoad(url, "/api/stats/24h");
      load.run(PER_SECOND, 2);
      List<Duration> without = new ArrayList<>(List.of(load.run(PER_SECOND, SECONDS)));
      long before = serve.heapKibAfterCollection();

      List<Duration> p99 = new ArrayList<>();
      List<Long> heap = new ArrayList<>();
      long closed;
      try (SlowClients slow = SlowClients.connect(url, CLIENTS, LARGE)) {
        serve.awaitOpenFiles(CLIENTS);
        for (int window = 0; window < WINDOWS; window++) {
          p99.add(load.run(PER_SECOND, SECONDS));
          heap.add(serve.heapKibAfterCollection());
          serve.awaitOpenFiles(CLIENTS);
        }
        closed = slow.closedByService();
      }
      without.add(load.run(PER_SECOND, SECONDS));
      System.err.println(
          "SlowClientsNightly: p99 %s, without slow clients %s; heap %s KiB, without %d KiB; %d closed"
              .formatted(p99, without, heap, before, closed));

      Duration machine = Collections.max(without).multipliedBy(P99_FACTOR);
      Duration limit = Collections.max(List.of(P99, machine));
      assertThat(p99)
          .as("99th percentile in each window")
          .allSatisfy(time -> assertThat(time).isLessThanOrEqualTo(limit));
      assertThat(heap).allMatch(kib -> kib < before + CLIENTS * KIB_PER_CLIENT);
      assertThat(heap.get(heap.size() - 1)).isLessThan(heap.get(0) + GROWTH_KIB);
      assertThat(closed).as("closed connections of senders").isPositive();
    }
  }
}
