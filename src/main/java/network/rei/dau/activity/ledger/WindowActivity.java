package network.rei.dau.activity.ledger;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Window;

/**
 * The activity of a window, over those of its blocks that are stored, and how much of it they are.
 *
 * @param window what was asked for
 * @param counts over the stored blocks of the window
 * @param span the first and last of them; empty if there are none
 * @param records how many records they lie in
 * @param missingBlocks blocks up to the last processed one that are, or may be, in the window and
 *     are not stored: a gap in which a window of time may begin or end counts whole. Empty if it
 *     cannot be known, as where a window of time begins before everything stored, or where nothing
 *     is
 * @param complete whether no block of the window is missing, and none can come any more (a rolling
 *     window ends at the last processed block, so none comes)
 */
public record WindowActivity(
    Window window,
    ActivityCounts counts,
    Optional<Span> span,
    int records,
    OptionalLong missingBlocks,
    boolean complete) {

  /**
   * From the first to the last stored block of a window.
   *
   * @param blocks their numbers; some between may be missing
   * @param firstTimestamp of the first, seconds since 1970
   * @param lastTimestamp of the last, seconds since 1970
   */
  public record Span(BlockRange blocks, long firstTimestamp, long lastTimestamp) {

    /** From the first block of some windows to the last, the windows being in order. */
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
   * Whether the counts say anything of the window: some of its blocks are stored, or it is known to
   * have none. Where not, they are 0 only because nothing is known.
   */
  public boolean isKnown() {
    return complete || counts.blocks() > 0;
  }

  /** Transactions divided by distinct senders; empty without senders. */
  public OptionalDouble transactionsPerSender() {
    return counts.senders() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) counts.transactions() / counts.senders());
  }

  /**
   * The time from the first to the last stored block, in seconds, divided by the blocks that the
   * chain took for it: those that are missing between count as well. Empty with fewer than two.
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
