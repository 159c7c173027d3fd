package network.rei.dau.simulator.chain;

import java.time.Duration;

/**
 * The times between blocks, in whole seconds.
 *
 * @param interval the usual time between two blocks
 * @param lateShare the share of blocks, 0 to 1, that are late
 * @param maxDelay the maximum delay of a late block in addition to the interval
 * @param equalShare the share of blocks, 0 to 1, with the timestamp of their parent
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

  /** Returns a timing with exactly one block in each interval, like that of REI. */
  public static BlockTiming every(Duration interval) {
    return new BlockTiming(interval, 0, Duration.ZERO, 0);
  }

  /** Returns a timing of 3 s, with 10 % of the blocks up to 12 s late and 5 % equal. */
  public static BlockTiming uneven() {
    return new BlockTiming(Duration.ofSeconds(3), 0.10, Duration.ofSeconds(12), 0.05);
  }

  /** Returns the seconds from the parent of a block to the block. */
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
