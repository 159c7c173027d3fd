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
 * Counts ranges of blocks by brute force: it visits each block and adds each address to a {@link
 * HashSet}. It is slow, but simple enough to be correct.
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

  /** Counts the blocks of a function, for example those of the responses of a node. */
  public static GroundTruth over(LongFunction<SimBlock> blocks) {
    return new GroundTruth(blocks, number -> true);
  }

  /** Returns the numbers of a chain of which only the covered blocks exist. */
  public GroundTruth covering(LongPredicate covered) {
    return new GroundTruth(blocks, counted.and(covered));
  }

  /** Counts the blocks first to last, both included; none if first is above last. */
  public BlockRangeCounts inBlocks(long first, long last) {
    Counts counts = new Counts();
    for (long number = first; number <= last; number++) {
      if (counted.test(number)) {
        counts.add(blocks.apply(number));
      }
    }
    return counts.toResult();
  }

  /**
   * Counts those of the blocks first to last whose timestamp is in [fromSecond, toSecond), in epoch
   * seconds.
   */
  public BlockRangeCounts inTime(long fromSecond, long toSecond, long first, long last) {
    Counts counts = new Counts();
    for (long number = first; number <= last; number++) {
      if (counted.test(number)) {
        SimBlock block = blocks.apply(number);
        if (block.timestamp() >= fromSecond && block.timestamp() < toSecond) {
          counts.add(block);
        }
      }
    }
    return counts.toResult();
  }

  /** Counts each UTC day of the blocks first to last by their timestamps. */
  public SortedMap<LocalDate, BlockRangeCounts> byDay(long first, long last) {
    SortedMap<LocalDate, Counts> countsByDay = new TreeMap<>();
    for (long number = first; number <= last; number++) {
      if (counted.test(number)) {
        SimBlock block = blocks.apply(number);
        LocalDate day =
            Instant.ofEpochSecond(block.timestamp()).atOffset(ZoneOffset.UTC).toLocalDate();
        countsByDay.computeIfAbsent(day, unused -> new Counts()).add(block);
      }
    }
    SortedMap<LocalDate, BlockRangeCounts> days = new TreeMap<>();
    countsByDay.forEach((day, counts) -> days.put(day, counts.toResult()));
    return days;
  }

  private static final class Counts {
    private long blocks;
    private long transactions;
    private long creations;
    private long emptyBlocks;
    private SimTraffic traffic = SimTraffic.NONE;
    private final Set<String> addresses = new HashSet<>();
    private final Set<String> senders = new HashSet<>();
    private final Set<String> recipients = new HashSet<>();
    private final Set<String> newSenders = new HashSet<>();

    void add(SimBlock block) {
      blocks++;
      emptyBlocks += block.transactions().isEmpty() ? 1 : 0;
      traffic = traffic.plus(block.traffic());
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

    BlockRangeCounts toResult() {
      return new BlockRangeCounts(
          blocks,
          transactions,
          addresses.size(),
          senders.size(),
          recipients.size(),
          newSenders.size(),
          creations,
          emptyBlocks,
          traffic);
    }
  }
}
