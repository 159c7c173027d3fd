package network.rei.dau.simulator.chain;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/**
 * The true numbers of any range of blocks: each block looked at, each address put into a {@link
 * HashSet}. Slow, and obviously right.
 */
public final class GroundTruth {

  private final LongFunction<SimBlock> blocks;
  private final LongPredicate counted;

  /** Counts the blocks of a chain. */
  public GroundTruth(ChainView chain) {
    this(chain::block, number -> true);
  }

  private GroundTruth(LongFunction<SimBlock> blocks, LongPredicate counted) {
    this.blocks = blocks;
    this.counted = counted;
  }

  /** Counts whatever blocks a function gives, such as those read from a node's answers. */
  public static GroundTruth over(LongFunction<SimBlock> blocks) {
    return new GroundTruth(blocks, number -> true);
  }

  /** The same, but only the blocks that are covered count, as if the others did not exist. */
  public GroundTruth covering(LongPredicate covered) {
    return new GroundTruth(blocks, counted.and(covered));
  }

  /** The blocks first to last, both included; none if first is above last. */
  public BlockRangeCounts inBlocks(long first, long last) {
    Tally tally = new Tally();
    for (long number = first; number <= last; number++) {
      if (counted.test(number)) {
        tally.add(blocks.apply(number));
      }
    }
    return tally.counts();
  }

  /**
   * Those of the blocks first to last whose timestamp lies in [fromSecond, toSecond), epoch
   * seconds.
   */
  public BlockRangeCounts inTime(long fromSecond, long toSecond, long first, long last) {
    Tally tally = new Tally();
    for (long number = first; number <= last; number++) {
      if (counted.test(number)) {
        SimBlock block = blocks.apply(number);
        if (block.timestamp() >= fromSecond && block.timestamp() < toSecond) {
          tally.add(block);
        }
      }
    }
    return tally.counts();
  }

  /** Each UTC day that has blocks among first to last, by the blocks' timestamps. */
  public SortedMap<LocalDate, BlockRangeCounts> byDay(long first, long last) {
    SortedMap<LocalDate, Tally> tallies = new TreeMap<>();
    for (long number = first; number <= last; number++) {
      if (counted.test(number)) {
        SimBlock block = blocks.apply(number);
        LocalDate day =
            Instant.ofEpochSecond(block.timestamp()).atOffset(ZoneOffset.UTC).toLocalDate();
        tallies.computeIfAbsent(day, unused -> new Tally()).add(block);
      }
    }
    SortedMap<LocalDate, BlockRangeCounts> days = new TreeMap<>();
    tallies.forEach((day, tally) -> days.put(day, tally.counts()));
    return days;
  }

  private static final class Tally {
    private long blocks;
    private long transactions;
    private long creations;
    private final Set<String> addresses = new HashSet<>();
    private final Set<String> senders = new HashSet<>();
    private final Set<String> recipients = new HashSet<>();
    private final Set<String> newSenders = new HashSet<>();

    void add(SimBlock block) {
      blocks++;
      for (SimTransaction transaction : block.transactions()) {
        transactions++;
        addresses.add(transaction.from());
        senders.add(transaction.from());
        if (transaction.to() == null) {
          creations++;
        } else {
          addresses.add(transaction.to());
          recipients.add(transaction.to());
        }
        if (transaction.nonce() == 0) {
          newSenders.add(transaction.from());
        }
      }
    }

    BlockRangeCounts counts() {
      return new BlockRangeCounts(
          blocks,
          transactions,
          addresses.size(),
          senders.size(),
          recipients.size(),
          newSenders.size(),
          creations);
    }
  }
}
