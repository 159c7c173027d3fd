package network.rei.dau.ingest.history;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Goes through the days that the history lacks, newest first, a day a run, once after each run over
 * the retention. Days that stay incomplete are left until the next time; after a few of them all
 * older ones too.
 */
public final class BackfillCursor {

  private static final int MOST_INCOMPLETE = 3;

  private Optional<LocalDate> tried = Optional.empty();
  private int incomplete;
  private boolean over;

  /** Begins with the newest day again. */
  public void begin() {
    tried = Optional.empty();
    incomplete = 0;
    over = false;
  }

  /** Leaves all that are left until the next time. */
  public void giveUp() {
    over = true;
  }

  /** The day to fetch next; it counts as tried then. */
  public Optional<LocalDate> next(HistoryRetention wanted) {
    Optional<LocalDate> day =
        over
            ? Optional.empty()
            : wanted
                .lacking()
                .filter(lacking -> tried.filter(t -> !lacking.isBefore(t)).isEmpty())
                .findFirst();
    tried = day.or(() -> tried);
    return day;
  }

  /** How a day that {@link #next} told ended. */
  public void ended(boolean whole) {
    incomplete += whole ? 0 : 1;
    over |= incomplete >= MOST_INCOMPLETE;
  }
}
