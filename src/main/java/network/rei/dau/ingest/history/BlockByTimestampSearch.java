package network.rei.dau.ingest.history;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
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
 */
public final class BlockByTimestampSearch {

  private static final int SPREAD = 12;
  private static final long FIRST_DISTANCE = 64;
  private static final int DISTANCES = 14;

  private final Function<List<Long>, CompletionStage<List<Optional<BlockHeader>>>> headers;
  private final long timestamp;
  private final int chunkSize;

  /**
   * @param headers reads headers by number, in the order of the numbers
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
   * Returns the same as {@link #below} from the stored records; empty if they do not show it.
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
   * Returns a block of the chunk that holds the last block before the window, which proves that the
   * window's first block is not missing; 0 if the whole chain is in the window.
   */
  public CompletionStage<Long> below(BlockHeader head) {
    if (head.timestamp() <= timestamp) {
      return CompletableFuture.completedFuture(head.number());
    }
    return atDoublingDistances(head, FIRST_DISTANCE);
  }

  private CompletionStage<Long> atDoublingDistances(BlockHeader youngest, long shortest) {
    TreeSet<Long> points = new TreeSet<>();
    long distance = shortest;
    for (int i = 0; i < DISTANCES; i++) {
      points.add(Math.max(0, youngest.number() - distance));
      distance *= 2;
    }
    long nextDistance = distance;
    long lowest = points.first();
    return headers
        .apply(List.copyOf(points))
        .thenCompose(
            found -> {
              Interval interval =
                  new Interval(Optional.empty(), -1, youngest).narrowed(found, timestamp);
              if (interval.low().isPresent()) {
                return within(interval);
              }
              return lowest == 0
                  ? served(interval)
                  : atDoublingDistances(interval.high(), nextDistance);
            });
  }

  private CompletionStage<Long> within(Interval interval) {
    long low = interval.lowNumber();
    long high = interval.high().number();
    if (low / chunkSize == high / chunkSize || high - low == 1) {
      return CompletableFuture.completedFuture(low);
    }
    return headers
        .apply(List.copyOf(points(interval)))
        .thenCompose(
            found -> {
              Interval narrowed = interval.narrowed(found, timestamp);
              // If no endpoint serves any of them, an earlier block than needed is correct as well.
              return narrowed.equals(interval)
                  ? CompletableFuture.completedFuture(low)
                  : within(narrowed);
            });
  }

  /**
   * Returns the lowest block that is served, since older ones may have been pruned. The whole
   * chain, as far as it is served, is in the window.
   */
  private CompletionStage<Long> served(Interval interval) {
    long low = interval.absent();
    long high = interval.high().number();
    if (high == 0 || high - low == 1 || Math.max(0, low) / chunkSize == high / chunkSize) {
      return CompletableFuture.completedFuture(high);
    }
    List<Long> numbers = List.copyOf(points(interval));
    return headers
        .apply(numbers)
        .thenCompose(found -> served(interval.narrowedToServed(numbers, found)));
  }

  private Set<Long> points(Interval interval) {
    long low = interval.low().isPresent() ? interval.lowNumber() : interval.absent();
    long high = interval.high().number();
    TreeSet<Long> points = new TreeSet<>();
    for (int i = 1; i < SPREAD; i++) {
      points.add(low + (high - low) * i / SPREAD);
    }
    points.add(low + 1);
    interval.low().ifPresent(header -> addAround(points, guess(header, interval.high())));
    points.removeIf(point -> point <= low || point >= high);
    return points;
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

  /**
   * The interval that is searched. Headers that are not served are ignored, except where no older
   * one is served either.
   *
   * @param low the newest block so far that is not in the window
   * @param absent the newest block so far, below {@code high}, that is not served; -1 if none
   * @param high the oldest block so far that is in the window
   */
  private record Interval(Optional<BlockHeader> low, long absent, BlockHeader high) {

    long lowNumber() {
      return low.orElseThrow().number();
    }

    Interval narrowed(List<Optional<BlockHeader>> found, long timestamp) {
      Optional<BlockHeader> newLow = low;
      BlockHeader newHigh = high;
      for (BlockHeader header : found.stream().flatMap(Optional::stream).toList()) {
        if (header.timestamp() <= timestamp) {
          if (newLow.isEmpty() || header.number() > newLow.get().number()) {
            newLow = Optional.of(header);
          }
        } else if (header.number() < newHigh.number()) {
          newHigh = header;
        }
      }
      return new Interval(newLow, absent, newHigh);
    }

    /** Treats blocks that are not served as older than all that are. */
    Interval narrowedToServed(List<Long> numbers, List<Optional<BlockHeader>> found) {
      long newAbsent = absent;
      for (int i = 0; i < numbers.size(); i++) {
        if (found.get(i).isPresent()) {
          return new Interval(low, newAbsent, found.get(i).get());
        }
        newAbsent = numbers.get(i);
      }
      return new Interval(low, newAbsent, high);
    }
  }
}
