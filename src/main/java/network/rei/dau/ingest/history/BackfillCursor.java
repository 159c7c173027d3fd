package network.rei.dau.ingest.history;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Iterates over the days that the history lacks, newest first: one day a run, once after each run
 * over the retention. A day that stays incomplete is skipped until the next iteration; after
 * {@value #MAX_INCOMPLETE} of them, so are all older days.
 */
public final class BackfillCursor {

  private static final int MAX_INCOMPLETE = 3;

  private Optional<LocalDate> lastTried = Optional.empty();
  private int incomplete;
  private boolean over;

  /** Starts again with the newest day. */
  public void begin() {
    lastTried = Optional.empty();
    incomplete = 0;
    over = false;
  }

  /** Skips all days until the next {@link #begin}. */
  public void giveUp() {
    over = true;
  }

  /** Returns the day to fetch next, which counts as tried then. */
  public Optional<LocalDate> next(HistoryRetention wanted) {
    if (over) {
      return Optional.empty();
    }
    Optional<LocalDate> day = wanted.lacking().filter(this::isUntried).findFirst();
    lastTried = day.or(() -> lastTried);
    return day;
  }

  private boolean isUntried(LocalDate day) {
    return lastTried.filter(last -> !day.isBefore(last)).isEmpty();
  }

  /** Records whether the day that {@link #next} returned is complete now. */
  public void ended(boolean complete) {
    incomplete += complete ? 0 : 1;
    over |= incomplete >= MAX_INCOMPLETE;
  }
}
