package network.rei.dau.http.v1.view;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * The part of a window that is stored.
 *
 * @param complete whether all blocks of the window exist and are stored
 * @param missingBlocks null where their number cannot be determined
 * @param coveredFrom timestamp of the first stored block of the window; null without blocks
 * @param coveredTo timestamp of the last stored block
 * @param firstBlock number of the first stored block
 * @param lastBlock number of the last stored block
 */
public record CoverageView(
    boolean complete,
    Long missingBlocks,
    Instant coveredFrom,
    Instant coveredTo,
    Long firstBlock,
    Long lastBlock) {

  /**
   * Returns the first time from which windows can be counted; null if the counts of this window are
   * known.
   */
  public static Instant availableFrom(WindowActivity activity) {
    return time(activity.availableFrom());
  }

  /** Returns a time in seconds since 1970; null if it is empty. */
  public static Instant time(OptionalLong seconds) {
    return seconds.isPresent() ? Instant.ofEpochSecond(seconds.getAsLong()) : null;
  }

  /** Returns the coverage of a window. */
  public static CoverageView of(WindowActivity activity) {
    Optional<WindowActivity.Span> span = activity.span();
    return new CoverageView(
        activity.complete(),
        activity.missingBlocks().isPresent() ? activity.missingBlocks().getAsLong() : null,
        span.map(s -> Instant.ofEpochSecond(s.firstTimestamp())).orElse(null),
        span.map(s -> Instant.ofEpochSecond(s.lastTimestamp())).orElse(null),
        span.map(s -> s.blocks().first()).orElse(null),
        span.map(s -> s.blocks().last()).orElse(null));
  }
}
