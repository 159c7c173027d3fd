package network.rei.dau.http.v1;

import java.time.Instant;
import java.util.Optional;
import network.rei.dau.activity.ledger.WindowActivity;

/**
 * How much of a window is stored.
 *
 * @param complete whether no block of it is missing or to come
 * @param missingBlocks null where it cannot be known
 * @param coveredFrom time of the first stored block of the window; null if there is none
 * @param coveredTo time of the last
 * @param firstBlock number of the first
 * @param lastBlock number of the last
 */
public record CoverageView(
    boolean complete,
    Long missingBlocks,
    Instant coveredFrom,
    Instant coveredTo,
    Long firstBlock,
    Long lastBlock) {

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
