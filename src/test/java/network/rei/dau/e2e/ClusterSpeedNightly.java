package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that three nodes fetch three times as fast if the endpoint limits the speed. Requests take
 * so long that the time hardly depends on what other tests do meanwhile.
 */
class ClusterSpeedNightly {

  private static final int CHUNK = 100;

  private static final Duration LATENCY = Duration.ofSeconds(1);

  /** One node needs 30 s for them with 2 requests a second of 50 blocks, 29 s after the first. */
  private static final int BLOCKS = 3_000;

  @TempDir private Path folder;

  @Test
  void shouldFetchFasterWithMoreNodesAndEveryBlockOnce() throws IOException {
    Duration alone = run(1);
    Duration together = run(3);

    assertThat(alone).isGreaterThanOrEqualTo(Duration.ofSeconds(28));
    double faster = (double) alone.toMillis() / together.toMillis();
    System.out.printf(
        "one node %d ms, three nodes %d ms: %.2f x%n",
        alone.toMillis(), together.toMillis(), faster);
    assertThat(faster).as("speed of three nodes / speed of one").isGreaterThanOrEqualTo(2.5);
  }

  /** Returns how long the blocks were fetched by a number of nodes that are warmed up. */
  private Duration run(int count) throws IOException {
    Integer[] all = IntStream.range(0, count).boxed().toArray(Integer[]::new);
    try (SimulatedNode chain = SimulatedNodes.node(10 * CHUNK);
        ClusterNodes nodes =
            new ClusterNodes(
                folder.resolve(String.valueOf(count)),
                count,
                chain,
                PostgresServer.shared().newDatabase(),
                settings())) {
      nodes.startAll(count, chain);
      warmUp(chain, nodes, all);
      chain.faults().latency(LATENCY, Duration.ZERO);
      long before = chain.chain().head();
      chain.counters().reset();

      chain.chain().advance(BLOCKS);
      awaitServed(chain, 1);
      long first = System.nanoTime();
      awaitServed(chain, BLOCKS);
      Duration fetching = Duration.ofNanos(System.nanoTime() - first);
      nodes.awaitProcessed(chain.chain().head(), all);

      assertThat(chain.counters().served())
          .as("number of fetches of each block")
          .hasSize(BLOCKS)
          .allSatisfy(
              (number, times) -> {
                assertThat(number).isGreaterThan(before);
                assertThat(times).isOne();
              });
      nodes.assertSameAndTrue(chain, all);
      return fetching;
    }
  }

  private static void awaitServed(SimulatedNode chain, int blocks) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> chain.counters().served().size() >= blocks);
  }

  private static void warmUp(SimulatedNode chain, ClusterNodes nodes, Integer... all) {
    chain.chain().advance(20 * CHUNK);
    nodes.awaitProcessed(chain.chain().head(), all);
  }

  private static Map<String, String> settings() {
    return Map.of(
        "REI_DAU_INGEST_CHUNK_SIZE", String.valueOf(CHUNK),
        "REI_DAU_INGEST_INTERVAL", "3 s",
        "REI_DAU_INGEST_FOLLOW_INTERVAL", "0",
        "REI_DAU_INGEST_HISTORY_DAYS", "0",
        "REI_DAU_RPC_MAX_IN_FLIGHT", "2",
        "REI_DAU_RPC_MAX_BATCH_SIZE", "50");
  }
}
