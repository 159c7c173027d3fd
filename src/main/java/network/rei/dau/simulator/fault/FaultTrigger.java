package network.rei.dau.simulator.fault;

import java.util.function.LongPredicate;
import network.rei.dau.simulator.chain.ChainSpec;

/**
 * The conditions under which a {@link Fault} fires, which must all hold. They are evaluated once
 * for each block or call for a fault of blocks or calls, and once for each request for other
 * faults.
 *
 * @param probability the probability, 0 to 1
 * @param times the maximum number of times
 * @param timesPerBlock the maximum number of times for a block; {@link Integer#MAX_VALUE} for no
 *     limit
 * @param blocks matches calls that request these blocks by number (not by tag), or null for all
 *     calls; a request matches if any of its calls does
 * @param method matches calls of this method, or null for all calls; a request matches if any of
 *     its calls does
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

  /** Fires with a probability, independently for each request, block or call. */
  public static FaultTrigger withProbability(double probability) {
    return new FaultTrigger(probability, Long.MAX_VALUE, Integer.MAX_VALUE, null, null);
  }

  /** Fires for the next requests, blocks or calls. */
  public static FaultTrigger nextTimes(long times) {
    return always().atMost(times);
  }

  public static FaultTrigger onBlocks(LongPredicate blocks) {
    return new FaultTrigger(1, Long.MAX_VALUE, Integer.MAX_VALUE, blocks, null);
  }

  public static FaultTrigger onMethod(String method) {
    return new FaultTrigger(1, Long.MAX_VALUE, Integer.MAX_VALUE, null, method);
  }

  public FaultTrigger atMost(long limit) {
    return new FaultTrigger(probability, limit, timesPerBlock, blocks, method);
  }

  /** Limits how many times the fault affects each block, for transient faults. */
  public FaultTrigger atMostPerBlock(int limit) {
    return new FaultTrigger(probability, times, limit, blocks, method);
  }
}
