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
 * Finds on the chain where a window of time starts, by block timestamps: never by assuming how far
 * apart blocks are.
 *
 * <p>Each round asks for a few headers in one request and narrows the bracket: first a ladder of
 * doubling distances below the head, then points spread over the bracket and around where the start
 * would be if the blocks in it were evenly spaced. Two rounds are usual; each one after the ladder
 * leaves at most a twelfth of the bracket.
 */
public final class BlockByTimestampSearch {

  private static final int SPREAD = 12;
  private static final long SHORTEST_RUNG = 64;
  private static final int LADDER = 14;

  private final Function<List<Long>, CompletionStage<List<Optional<BlockHeader>>>> headers;
  private final long timestamp;
  private final int chunkSize;

  /**
   * @param headers reads headers by number, in the order asked
   * @param timestamp seconds since 1970: the window is every block after this
   * @param chunkSize blocks in the same chunk need not be told apart
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
   * As {@link #below}, from what is stored: empty where the records do not tell.
   *
   * @param records oldest first
   * @param timestamp seconds since 1970: the window is every block after this
   */
  public static Optional<Long> among(List<LedgerRecord> records, long timestamp) {
    for (int i = records.size() - 1; i >= 0; i--) {
      LedgerRecord record = records.get(i);
      if (record.firstTimestamp() <= timestamp) {
        // Where nothing newer is stored next to it, the window may start in the gap that follows.
        boolean startsInside = record.lastTimestamp() > timestamp;
        boolean nextIsInWindow =
            i + 1 < records.size() && records.get(i + 1).index() == record.index() + 1;
        return startsInside || nextIsInWindow ? Optional.of(record.firstBlock()) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * A block of the chunk that holds the last block that is not in the window, which is what proves
   * that the window's first is not missing; 0 if the whole chain is in the window.
   */
  public CompletionStage<Long> below(BlockHeader head) {
    if (head.timestamp() <= timestamp) {
      return CompletableFuture.completedFuture(head.number());
    }
    return ladder(head, SHORTEST_RUNG);
  }

  private CompletionStage<Long> ladder(BlockHeader youngest, long rung) {
    TreeSet<Long> points = new TreeSet<>();
    long distance = rung;
    for (int i = 0; i < LADDER; i++) {
      points.add(Math.max(0, youngest.number() - distance));
      distance *= 2;
    }
    long nextRung = distance;
    long lowest = points.first();
    return headers
        .apply(List.copyOf(points))
        .thenCompose(
            found -> {
              Bracket bracket =
                  new Bracket(Optional.empty(), -1, youngest).narrowed(found, timestamp);
              if (bracket.low().isPresent()) {
                return within(bracket);
              }
              return lowest == 0 ? served(bracket) : ladder(bracket.high(), nextRung);
            });
  }

  private CompletionStage<Long> within(Bracket bracket) {
    long low = bracket.lowNumber();
    long high = bracket.high().number();
    if (low / chunkSize == high / chunkSize || high - low == 1) {
      return CompletableFuture.completedFuture(low);
    }
    return headers
        .apply(List.copyOf(points(bracket)))
        .thenCompose(
            found -> {
              Bracket narrowed = bracket.narrowed(found, timestamp);
              // Where the node serves none of them, reaching back further than needed is right too.
              return narrowed.equals(bracket)
                  ? CompletableFuture.completedFuture(low)
                  : within(narrowed);
            });
  }

  /**
   * The whole chain, as far as the node serves it, is in the window: finds its lowest block that is
   * served, since older ones may have been pruned.
   */
  private CompletionStage<Long> served(Bracket bracket) {
    long low = bracket.absent();
    long high = bracket.high().number();
    if (high == 0 || high - low == 1 || Math.max(0, low) / chunkSize == high / chunkSize) {
      return CompletableFuture.completedFuture(high);
    }
    List<Long> asked = List.copyOf(points(bracket));
    return headers
        .apply(asked)
        .thenCompose(found -> served(bracket.narrowedToServed(asked, found)));
  }

  private Set<Long> points(Bracket bracket) {
    long low = bracket.low().isPresent() ? bracket.lowNumber() : bracket.absent();
    long high = bracket.high().number();
    TreeSet<Long> points = new TreeSet<>();
    for (int i = 1; i < SPREAD; i++) {
      points.add(low + (high - low) * i / SPREAD);
    }
    points.add(low + 1);
    bracket.low().ifPresent(known -> addAround(points, guess(known, bracket.high())));
    points.removeIf(point -> point <= low || point >= high);
    return points;
  }

  /** Where the start would be if blocks were evenly spaced. */
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
   * What is known so far. Headers that the node does not serve are passed over, except where
   * nothing older is served.
   *
   * @param low the newest block known not to be in the window
   * @param absent the newest block, below {@code high}, that is known not to be served; -1 if none
   * @param high the oldest block known to be in the window
   */
  private record Bracket(Optional<BlockHeader> low, long absent, BlockHeader high) {

    long lowNumber() {
      return low.orElseThrow().number();
    }

    Bracket narrowed(List<Optional<BlockHeader>> found, long timestamp) {
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
      return new Bracket(newLow, absent, newHigh);
    }

    /** Takes what is not served for older than all that is. */
    Bracket narrowedToServed(List<Long> asked, List<Optional<BlockHeader>> found) {
      long newAbsent = absent;
      for (int i = 0; i < asked.size(); i++) {
        if (found.get(i).isPresent()) {
          return new Bracket(low, newAbsent, found.get(i).get());
        }
        newAbsent = asked.get(i);
      }
      return new Bracket(low, newAbsent, high);
    }
  }
}
