package network.rei.dau.simulator.fault;

import java.util.function.LongPredicate;
import network.rei.dau.simulator.chain.ChainSpec;

/**
 * When a {@link Fault} fires: all the conditions must hold. Faults of a block or a call are asked
 * once for each block or call, all others once for each request.
 *
 * @param probability 0 to 1
 * @param times how often at most
 * @param timesPerBlock how often at most for any one block; {@link Integer#MAX_VALUE} for no limit
 * @param blocks the calls that ask for these blocks by number (not by a tag), or null for all
 *     calls; a request matches with any of its calls
 * @param method the calls of this method alone, or null for all; a request matches with any of its
 *     calls
 */
public record FaultTrigger(
    double probability, long times, int timesPerBlock, LongPredicate blocks, String method) {

  public FaultTrigger {
    ChainSpec.check(probability >= 0 && probability <= 1, "probability", probability, "0 to 1");
    ChainSpec.check(times >= 0, "times", times, "0 or more");
    ChainSpec.check(timesPerBlock >= 1, "timesPerBlock", timesPerBlock, "1 or more");
  }

  public static FaultTrigger always() {
    return new FaultTrigger(1, Long.MAX_VALUE, Integer.MAX_VALUE, null, null);
  }

  /** Independently at each request, or block, or call. */
  public static FaultTrigger withProbability(double probability) {
    return always().andProbability(probability);
  }

  /** The next so many requests, or blocks, or calls. */
  public static FaultTrigger nextTimes(long times) {
    return always().atMost(times);
  }

  public static FaultTrigger onBlocks(LongPredicate blocks) {
    return always().andBlocks(blocks);
  }

  public static FaultTrigger onMethod(String method) {
    return always().andMethod(method);
  }

  public FaultTrigger andProbability(double share) {
    return new FaultTrigger(share, times, timesPerBlock, blocks, method);
  }

  public FaultTrigger atMost(long limit) {
    return new FaultTrigger(probability, limit, timesPerBlock, blocks, method);
  }

  /** Transient for each block: over after so many times, however many blocks it strikes. */
  public FaultTrigger atMostPerBlock(int limit) {
    return new FaultTrigger(probability, times, limit, blocks, method);
  }

  public FaultTrigger andBlocks(LongPredicate numbers) {
    return new FaultTrigger(probability, times, timesPerBlock, numbers, method);
  }

  public FaultTrigger andMethod(String name) {
    return new FaultTrigger(probability, times, timesPerBlock, blocks, name);
  }
}
