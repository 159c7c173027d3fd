package network.rei.dau.ingest.history;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.ledger.LedgerRecord;

/**
 * Finds the block at which a window of time starts, by the timestamps of blocks: it assumes nothing
 * about the time between blocks.
 *
 * <p>Each round requests a few headers at once and narrows the interval that is searched: first at
 * doubling distances below the head, then at points that are spread over the interval and around
 * the place where the window would start if the blocks in it were evenly spaced. Two rounds are
 * usual; each one after the first leaves at most a twelfth of the interval.
 *
 * <p>A header that is not served proves nothing by itself. If neither a block nor the blocks
 * shortly below it are served, the history that is served ends there: all blocks below are ignored,
 * also those that are served, since nodes without history still serve block 0.
 */
public final class BlockByTimestampSearch {

  /**
   * The start of a window.
   *
   * @param block a block of the chunk that holds the last block before the window, which proves
   *     that the window's first block is not missing; 0 if the whole chain is in the window
   * @param servedFrom the oldest block that is served, if the window starts before it; {@code
   *     block} is the same then
   */
  public record Start(long block, OptionalLong servedFrom) {

    static Start at(long block) {
      return new Start(block, OptionalLong.empty());
    }

    static Start servedFrom(long block) {
      return new Start(block, OptionalLong.of(block));
    }
  }

  private static final Optional<BlockHeader> ABSENT = Optional.empty();
  private static final int SPREAD = 12;
  private static final long FIRST_DISTANCE = 64;
  private static final int DISTANCES = 14;

  /** The distances at which blocks below one that is not served are requested as well. */
  private static final List<Long> SHORTLY_BELOW = List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L);

  /** Bounds the search over endpoints whose answers contradict each other. */
  private static final int MAX_ROUNDS = 100;

  private final Function<List<Long>, CompletionStage<List<Optional<BlockHeader>>>> headers;
  private final long timestamp;
  private final int chunkSize;

  /**
   * @param headers reads headers by number, in the order of the numbers; empty if not served
   * @param timestamp seconds since 1970: the window is every block after this
   * @param chunkSize the search ends once only blocks of the same chunk are left
   */
  public BlockByTimestampSearch(
      Function<List<Long>, CompletionStage<List<Optional<BlockHeader>>>> headers,
      long timestamp,
      int chunkSize) {
    this.headers = headers;
    this.timestamp = timestamp;
    this.chunkSize = chunkSize;
  }

  /**
   * Returns the block of {@link #start} from the stored records; empty if they do not show it.
   *
   * @param records oldest first
   * @param timestamp seconds since 1970: the window is every block after this
   */
  public static Optional<Long> among(List<LedgerRecord> records, long timestamp) {
    for (int i = records.size() - 1; i >= 0; i--) {
      LedgerRecord record = records.get(i);
      if (record.firstTimestamp() <= timestamp) {
        // If the next record is missing, the window may start in the gap.
        boolean startsInside = record.lastTimestamp() > timestamp;
        boolean nextIsInWindow =
            i + 1 < records.size() && records.get(i + 1).index() == record.index() + 1;
        return startsInside || nextIsInWindow ? Optional.of(record.firstBlock()) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * Finds the start of the window.
   *
   * @param head the newest block of the window
   */
  public CompletionStage<Start> start(BlockHeader head) {
    return head.timestamp() <= timestamp
        ? CompletableFuture.completedFuture(Start.at(head.number()))
        : round(new Known(head), MAX_ROUNDS);
  }

  private CompletionStage<Start> round(Known known, int roundsLeft) {
    Set<Long> points = known.isDecided() ? Set.of() : known.points();
    if (points.isEmpty() || roundsLeft == 0) {
      return CompletableFuture.completedFuture(known.start());
    }
    List<Long> numbers = List.copyOf(points);
    return headers
        .apply(numbers)
        .thenCompose(
            found -> {
              known.add(numbers, found);
              return round(known, roundsLeft - 1);
            });
  }

  /** The headers that were requested so far, and what follows from them. */
  private final class Known {

    private final BlockHeader head;
    private final NavigableMap<Long, Optional<BlockHeader>> answers = new TreeMap<>();
    private long nextDistance = FIRST_DISTANCE;

    /** The newest block that ends the history that is served; -1 if none is known. */
    private long floor = -1;

    /** The newest block that is not served and may end the history that is; -1 if there is none. */
    private long suspect = -1;

    /** The oldest block above {@link #suspect} that is known to be served. */
    private BlockHeader aboveSuspect;

    /** The newest block above the floor that is not in the window. */
    private Optional<BlockHeader> low = Optional.empty();

    /** The oldest block above both that is known to be served. */
    private BlockHeader high;

    Known(BlockHeader head) {
      this.head = head;
      this.high = head;
      this.aboveSuspect = head;
      answers.put(head.number(), Optional.of(head));
    }

    void add(List<Long> numbers, List<Optional<BlockHeader>> found) {
      for (int i = 0; i < numbers.size(); i++) {
        answers.put(numbers.get(i), found.get(i));
      }
      floor = -1;
      suspect = -1;
      low = Optional.empty();
      high = head;
      Iterator<Map.Entry<Long, Optional<BlockHeader>>> newestFirst =
          answers.descendingMap().entrySet().iterator();
      while (newestFirst.hasNext() && low.isEmpty() && floor < 0) {
        Map.Entry<Long, Optional<BlockHeader>> answer = newestFirst.next();
        if (answer.getValue().isPresent()) {
          addServed(answer.getValue().get());
        } else {
          addNotServed(answer.getKey());
        }
      }
    }

    private void addServed(BlockHeader header) {
      if (header.timestamp() <= timestamp) {
        low = Optional.of(header);
      } else {
        high = header;
      }
    }

    private void addNotServed(long number) {
      Set<Long> below = shortlyBelow(number);
      if (below.stream().anyMatch(block -> answers.getOrDefault(block, ABSENT).isPresent())) {
        return;
      }
      if (answers.keySet().containsAll(below)) {
        floor = number;
      } else if (suspect < 0) {
        suspect = number;
        aboveSuspect = high;
      }
    }

    /** Block 0 is not among them: it is served by nodes that have no history. */
    private static Set<Long> shortlyBelow(long number) {
      return SHORTLY_BELOW.stream()
          .map(distance -> number - distance)
          .filter(block -> block > 0)
          .collect(Collectors.toCollection(TreeSet::new));
    }

    boolean isDecided() {
      if (suspect >= 0) {
        return false;
      }
      if (low.isEmpty() && floor < 0) {
        return answers.firstKey() == 0;
      }
      long below = below();
      return below / chunkSize == high.number() / chunkSize || high.number() - below == 1;
    }

    /** Returns the newest block that is not in the window or not served. */
    private long below() {
      return low.map(BlockHeader::number).orElse(floor);
    }

    Start start() {
      if (low.isPresent()) {
        return Start.at(low.get().number());
      }
      return floor < 0 && high.number() == 0 ? Start.at(0) : Start.servedFrom(high.number());
    }

    /** Returns the blocks to request next, none of which was requested before. */
    Set<Long> points() {
      TreeSet<Long> points = new TreeSet<>();
      if (suspect >= 0) {
        points.addAll(shortlyBelow(suspect));
        addSpread(points, suspect, aboveSuspect.number());
      } else if (low.isPresent() || floor >= 0) {
        addSpread(points, below(), high.number());
        low.ifPresent(header -> addAround(points, guess(header, high)));
        points.removeIf(point -> point <= below() || point >= high.number());
      } else {
        addAtDoublingDistances(points);
      }
      points.removeAll(answers.keySet());
      return points;
    }

    private void addAtDoublingDistances(Set<Long> points) {
      for (int i = 0; i < DISTANCES; i++) {
        points.add(Math.max(0, head.number() - nextDistance));
        nextDistance = Math.min(nextDistance, Long.MAX_VALUE / 4) * 2;
      }
      if (points.contains(0L) && head.number() > 1) {
        points.add(1L); // Block 0 proves nothing about the blocks above it.
      }
    }
  }

  private static void addSpread(Set<Long> points, long low, long high) {
    for (int i = 1; i < SPREAD; i++) {
      points.add(low + (high - low) / SPREAD * i + (high - low) % SPREAD * i / SPREAD);
    }
    points.add(low + 1);
    points.remove(low);
    points.remove(high);
  }

  /** Returns where the window would start if blocks were evenly spaced. */
  private long guess(BlockHeader low, BlockHeader high) {
    double share = (double) (timestamp - low.timestamp()) / (high.timestamp() - low.timestamp());
    return low.number() + (long) (share * (high.number() - low.number()));
  }

  private static void addAround(Set<Long> points, long guess) {
    for (long near : new long[] {-64, -8, -1, 0, 1, 2, 8, 64}) {
      points.add(guess + near);
    }
  }
}
