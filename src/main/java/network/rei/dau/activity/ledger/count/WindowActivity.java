package network.rei.dau.activity.ledger.count;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Window;

/**
 * The activity of a window over its stored blocks, and how much of the window they cover.
 *
 * @param window the requested window
 * @param counts over the stored blocks of the window
 * @param span from the first to the last stored block; empty if no block is stored
 * @param records number of records with these blocks
 * @param missingBlocks number of blocks up to the last processed one that may lie in the window and
 *     are not stored; a gap in which a window of time starts or ends counts as a whole. Empty if
 *     the number is unknown, as if a window of time starts before all stored blocks
 * @param complete whether no block of the window is missing and no block can be added to it (a
 *     rolling window ends with the last processed block, so no block can be added)
 * @param availableFrom if counts are unknown because blocks of the window are deleted, not fetched
 *     or not in memory: the first time from which windows can be counted, seconds since 1970
 * @param addressesKnown whether the counts of distinct addresses, senders, recipients and new
 *     senders are known; they are 0 if not. The other counts may be known without them, because
 *     those of several days can be added
 */
public record WindowActivity(
    Window window,
    ActivityCounts counts,
    Optional<Span> span,
    int records,
    OptionalLong missingBlocks,
    boolean complete,
    OptionalLong availableFrom,
    boolean addressesKnown) {

  /** Creates an activity of blocks that are all in memory. */
  public WindowActivity(
      Window window,
      ActivityCounts counts,
      Optional<Span> span,
      int records,
      OptionalLong missingBlocks,
      boolean complete) {
    this(window, counts, span, records, missingBlocks, complete, OptionalLong.empty(), true);
  }

  /**
   * Returns this activity without its counts.
   *
   * @param from the first time from which windows can be counted, seconds since 1970; empty if
   *     there is none yet
   */
  public WindowActivity unavailable(OptionalLong from) {
    return new WindowActivity(
        window, ActivityCounts.NONE, span, records, missingBlocks, false, from, false);
  }

  /** Returns this activity with other counts over the same blocks. */
  public WindowActivity withCounts(ActivityCounts others) {
    return new WindowActivity(
        window, others, span, records, missingBlocks, complete, availableFrom, addressesKnown);
  }

  /**
   * From the first to the last stored block of a window.
   *
   * @param blocks from the first to the last; blocks in between may be missing
   * @param firstTimestamp of the first, seconds since 1970
   * @param lastTimestamp of the last, seconds since 1970
   */
  public record Span(BlockRange blocks, long firstTimestamp, long lastTimestamp) {

    /** Returns the span from the first block of some windows to the last; windows are in order. */
    public static Optional<Span> over(List<WindowActivity> windows) {
      List<Span> spans = windows.stream().flatMap(window -> window.span().stream()).toList();
      if (spans.isEmpty()) {
        return Optional.empty();
      }
      Span first = spans.get(0);
      Span last = spans.get(spans.size() - 1);
      return Optional.of(
          new Span(
              new BlockRange(first.blocks().first(), last.blocks().last()),
              first.firstTimestamp(),
              last.lastTimestamp()));
    }
  }

  /**
   * Returns whether the counts are known: all stored blocks of the window are in memory, and there
   * are some, or it certainly has no blocks. If not, the counts are 0 because nothing is known.
   */
  public boolean isKnown() {
    return complete || counts.blocks() > 0;
  }

  /** Returns transactions divided by distinct senders; empty without senders. */
  public OptionalDouble transactionsPerSender() {
    return counts.senders() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) counts.transactions() / counts.senders());
  }

  /** Returns gas used divided by the gas limits; empty if a block lacks one of them. */
  public OptionalDouble gasUtilisation() {
    OptionalLong used = counts.traffic().gasUsed();
    OptionalLong limit = counts.traffic().gasLimit();
    return used.isPresent() && limit.isPresent() && limit.getAsLong() > 0
        ? OptionalDouble.of((double) used.getAsLong() / limit.getAsLong())
        : OptionalDouble.empty();
  }

  /** Returns the mean base fee of the blocks in wei; empty without blocks or if one has none. */
  public OptionalDouble averageBaseFee() {
    return counts
        .traffic()
        .baseFees()
        .filter(sum -> counts.blocks() > 0)
        .map(sum -> OptionalDouble.of(sum.doubleValue() / counts.blocks()))
        .orElse(OptionalDouble.empty());
  }

  /** Returns the mean size of the blocks in bytes; empty without blocks or if one lacks it. */
  public OptionalDouble averageBlockSize() {
    OptionalLong sizes = counts.traffic().sizes();
    return sizes.isPresent() && counts.blocks() > 0
        ? OptionalDouble.of((double) sizes.getAsLong() / counts.blocks())
        : OptionalDouble.empty();
  }

  /**
   * Returns the transactions divided by the time of their blocks, each of which takes the average
   * block time. Empty with fewer than two blocks, or if all have the same timestamp.
   */
  public OptionalDouble transactionsPerSecond() {
    double seconds = averageBlockTime().orElse(0) * counts.blocks();
    return seconds > 0
        ? OptionalDouble.of(counts.transactions() / seconds)
        : OptionalDouble.empty();
  }

  /**
   * Returns the time from the first to the last stored block in seconds, divided by the number of
   * blocks of the chain after the first, missing ones included. Empty with fewer than two blocks.
   */
  public OptionalDouble averageBlockTime() {
    return span.filter(from -> from.blocks().size() > 1)
        .map(
            from ->
                OptionalDouble.of(
                    (double) (from.lastTimestamp() - from.firstTimestamp())
                        / (from.blocks().size() - 1)))
        .orElse(OptionalDouble.empty());
  }
}
