package network.rei.dau.activity.ledger.count;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import network.rei.dau.activity.block.BlockTraffic;

/**
 * The sums of the traffic of blocks. A sum is empty if a block lacks its value, or if it is larger
 * than a long, which only implausible values can make it.
 *
 * @param gasUsed gas that was used
 * @param gasLimit the gas limits
 * @param baseFees the base fees in wei, whose sum over a month need not fit into a long
 * @param sizes bytes
 * @param emptyBlocks number of blocks without transactions
 */
public record TrafficCounts(
    OptionalLong gasUsed,
    OptionalLong gasLimit,
    Optional<BigInteger> baseFees,
    OptionalLong sizes,
    OptionalLong emptyBlocks) {

  /** The sums without blocks. */
  public static final TrafficCounts NONE =
      new TrafficCounts(
          OptionalLong.of(0),
          OptionalLong.of(0),
          Optional.of(BigInteger.ZERO),
          OptionalLong.of(0),
          OptionalLong.of(0));

  /** Returns the value of a block at a place. */
  @FunctionalInterface
  private interface Column {
    long at(int place);
  }

  /**
   * Returns the sums over the blocks at the places {@code [start, end)} of a record.
   *
   * @param starts for each block the place of its first transaction; one more entry at the end
   */
  public static TrafficCounts of(BlockTraffic traffic, int[] starts, int start, int end) {
    long empty = 0;
    for (int place = start; place < end; place++) {
      empty += starts[place] == starts[place + 1] ? 1 : 0;
    }
    return new TrafficCounts(
        sum(traffic::gasUsed, start, end),
        sum(traffic::gasLimit, start, end),
        bigSum(traffic::baseFee, start, end),
        sum(traffic::size, start, end),
        OptionalLong.of(empty));
  }

  /** Returns the sums over several parts, which have no block in common. */
  public static TrafficCounts of(List<TrafficCounts> parts) {
    return new TrafficCounts(
        sum(parts, TrafficCounts::gasUsed),
        sum(parts, TrafficCounts::gasLimit),
        bigSum(parts),
        sum(parts, TrafficCounts::sizes),
        sum(parts, TrafficCounts::emptyBlocks));
  }

  /** Returns these sums with another number of empty blocks. */
  public TrafficCounts withEmptyBlocks(long blocks) {
    return new TrafficCounts(gasUsed, gasLimit, baseFees, sizes, OptionalLong.of(blocks));
  }

  private static OptionalLong sum(Column column, int start, int end) {
    long sum = 0;
    for (int place = start; place < end; place++) {
      long value = column.at(place);
      sum += value;
      if (value == BlockTraffic.UNKNOWN || sum < 0) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(sum);
  }

  private static Optional<BigInteger> bigSum(Column column, int start, int end) {
    long low = 0;
    long high = 0;
    for (int place = start; place < end; place++) {
      long value = column.at(place);
      if (value == BlockTraffic.UNKNOWN) {
        return Optional.empty();
      }
      low += value & 0xffff_ffffL;
      high += value >>> Integer.SIZE;
    }
    return Optional.of(
        BigInteger.valueOf(high).shiftLeft(Integer.SIZE).add(BigInteger.valueOf(low)));
  }

  private static OptionalLong sum(
      List<TrafficCounts> parts, Function<TrafficCounts, OptionalLong> which) {
    long sum = 0;
    for (TrafficCounts part : parts) {
      OptionalLong value = which.apply(part);
      sum += value.orElse(0);
      if (value.isEmpty() || sum < 0) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(sum);
  }

  private static Optional<BigInteger> bigSum(List<TrafficCounts> parts) {
    BigInteger sum = BigInteger.ZERO;
    for (TrafficCounts part : parts) {
      if (part.baseFees.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.add(part.baseFees.get());
    }
    return Optional.of(sum);
  }
}
