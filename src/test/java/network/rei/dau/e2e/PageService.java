package network.rei.dau.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import network.rei.dau.simulator.chain.BlockTiming;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.Dapps;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import network.rei.dau.simulator.node.SimulatedNode;

/**
 * The packaged service with the page, and a chain that has a block every two minutes, so that weeks
 * of it are fetched within seconds. It grows only on request.
 */
final class PageService implements AutoCloseable {

  private static final Duration BLOCK_TIME = Duration.ofMinutes(2);
  private static final int BLOCKS_A_DAY = (int) Duration.ofDays(1).dividedBy(BLOCK_TIME);

  private final SimulatedNode node;
  private final ServiceProcess process;

  private PageService(SimulatedNode node, ServiceProcess process) {
    this.node = node;
    this.process = process;
  }

  /**
   * Starts the service.
   *
   * @param latency the duration of each request to the node
   */
  static PageService start(Path folder, int days, Duration latency) throws IOException {
    SimulatedChain chain = chain(days);
    Path labels = Files.write(folder.resolve("labels.csv"), Dapps.labels(chain.view().spec()));
    SimulatedNode node = SimulatedNodes.start(chain, 0);
    node.faults().latency(latency, Duration.ZERO);
    return new PageService(
        node,
        ServiceProcess.start(
            folder,
            ServiceProcess.environment(
                folder.resolve("cache"),
                node.uri().toString(),
                "REI_DAU_INGEST_CHUNK_SIZE",
                "60",
                "REI_DAU_INGEST_FOLLOW_INTERVAL",
                "500 ms",
                "REI_DAU_HTTP_STALE_AFTER",
                "1 day",
                "REI_DAU_PAGE_OPERATORS",
                "show",
                "REI_DAU_FILTER_EXCLUDED_SENDERS",
                Dapps.systemSender(chain.view().spec()),
                "REI_DAU_LABELS",
                labels.toString()),
            "serve"));
  }

  private static SimulatedChain chain(int days) {
    return SimulatedChain.of(
        ChainSpec.of(5, days * BLOCKS_A_DAY)
            .endingAt(end(Clock.systemUTC().instant()))
            .withTiming(BlockTiming.every(BLOCK_TIME))
            .withTraffic(
                TrafficProfile.steady()
                    .withTransactionsPerBlock(4)
                    .withPopulation(3_000, 0.9)
                    .withShares(0.05, 0.01)
                    .withRhythm(0.7, 15)
                    .withDapps()));
  }

  /** Returns a time of the head at which the hour in progress has some blocks. */
  private static Instant end(Instant now) {
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    Duration some = BLOCK_TIME.multipliedBy(5);
    return now.isBefore(hour.plus(some)) ? hour.minus(some) : now.truncatedTo(ChronoUnit.SECONDS);
  }

  ServiceProcess process() {
    return process;
  }

  /** Appends a block to the chain. */
  void addBlock() {
    node.chain().advance(1);
  }

  @Override
  public void close() throws IOException {
    process.close();
    node.close();
  }
}
