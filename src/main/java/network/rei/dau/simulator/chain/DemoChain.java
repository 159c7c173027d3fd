package network.rei.dau.simulator.chain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The chain of the demo: it covers the last 40 days, grows every 3 s, has a few thousand addresses
 * a day with a peak in the afternoon, dapps with times of their own, and three times as many
 * transactions at its end as at its beginning.
 */
public final class DemoChain {

  private static final int DAYS = 40;
  private static final int DENSE_DAYS = 2;
  private static final int BLOCKS_A_DAY = 28_800;
  private static final long SEED = 47_805;

  private DemoChain() {}

  /** Returns the spec of the chain with its head at a given time. */
  public static ChainSpec spec(Instant head) {
    return ChainSpec.of(SEED, DAYS * BLOCKS_A_DAY + 1)
        .endingAt(head.truncatedTo(ChronoUnit.SECONDS))
        .withSignatures()
        .withBaseFee()
        .withTiming(BlockTiming.every(Duration.ofSeconds(3)))
        .withTraffic(
            TrafficProfile.steady()
                .withTransactionsPerBlock(0.4)
                .withPopulation(8_000, 0.9)
                .withShares(0.02, 0.01)
                .withRhythm(0.7, 15)
                .withSparsePast(DENSE_DAYS, 0.35)
                .withDapps());
  }

  /** Returns the chain, which grows with a clock. */
  public static SimulatedChain following(Clock clock) {
    return SimulatedChain.of(spec(clock.instant())).follow(clock);
  }
}
