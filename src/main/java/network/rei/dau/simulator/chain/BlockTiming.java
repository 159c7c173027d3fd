package network.rei.dau.simulator.chain;

import java.time.Duration;

/**
 * How far apart blocks are, in whole seconds.
 *
 * @param interval between two blocks, as a rule
 * @param lateShare share of blocks, 0 to 1, that come later than that
 * @param maxDelay how much later at most, on top of the interval
 * @param equalShare share of blocks, 0 to 1, with the very timestamp of their parent
 */
public record BlockTiming(
    Duration interval, double lateShare, Duration maxDelay, double equalShare) {

  public BlockTiming {
    ChainSpec.check(interval.toSeconds() >= 1, "interval", interval, "1 s or more");
    ChainSpec.check(lateShare >= 0 && lateShare <= 1, "lateShare", lateShare, "0 to 1");
    ChainSpec.check(!maxDelay.isNegative(), "maxDelay", maxDelay, "0 s or more");
    ChainSpec.check(
        equalShare >= 0 && equalShare + lateShare <= 1,
        "equalShare",
        equalShare,
        "0 to 1 - lateShare");
  }

  /** A block every interval, exactly: as REI's blocks come. */
  public static BlockTiming every(Duration interval) {
    return new BlockTiming(interval, 0, Duration.ZERO, 0);
  }

  /** A block every 3 s, but 10 % up to 12 s late and 5 % at their parent's time. */
  public static BlockTiming uneven() {
    return new BlockTiming(Duration.ofSeconds(3), 0.10, Duration.ofSeconds(12), 0.05);
  }

  /** Seconds from a block's parent to the block. */
  int gapBefore(long seed, int branch, long number) {
    int usual = (int) interval.toSeconds();
    if (lateShare == 0 && equalShare == 0) {
      return usual;
    }
    long key = HashRandom.key(seed, HashRandom.GAP, branch, number);
    double chance = HashRandom.fraction(key, 0);
    if (chance < equalShare) {
      return 0;
    }
    if (chance < equalShare + lateShare) {
      return usual + (int) Math.ceil(HashRandom.fraction(key, 1) * maxDelay.toSeconds());
    }
    return usual;
  }
}
