package network.rei.dau.activity.period;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.ActivitySum;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.WindowSum;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * Finds the UTC days of a ledger with their sets of addresses, from the stored statistics and from
 * the records. Each day is computed once. Not safe for use by several threads.
 */
public final class DayLookup {

  public static final long SECONDS_A_DAY = 86_400;

  /**
   * A day.
   *
   * @param sum empty if the addresses of the day, or of a part that was counted, are not stored any
   *     more, or are not in memory
   * @param isInStoreOnly whether they are stored, but not in memory
   */
  record Day(PeriodActivity period, Optional<ActivitySum> sum, boolean isInStoreOnly) {

    Day(PeriodActivity period, Optional<ActivitySum> sum) {
      this(period, sum, false);
    }

    boolean isWhole() {
      return period.activity().complete();
    }
  }

  private final Ledger ledger;
  private final Map<Long, Day> days = new HashMap<>();

  DayLookup(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Returns a day.
   *
   * @param start its midnight, seconds since 1970
   */
  Day day(long start) {
    return days.computeIfAbsent(start, this::find);
  }

  private Day find(long start) {
    TimeWindow window = new TimeWindow(start, start + SECONDS_A_DAY);
    Optional<PeriodActivity> stored = ledger.history().period(Resolution.DAY, start);
    if (stored.filter(day -> day.activity().complete()).isPresent()) {
      return whole(window, stored.get());
    }
    if (isBeforeChain(start)) {
      return new Day(notStored(noBlocks(window)), Optional.of(ActivitySum.of(List.of())));
    }
    WindowSum computed = ledger.sum(window);
    if (!computed.isAvailable()) {
      return new Day(
          stored
              .filter(part -> part.coversMoreThan(computed.activity()))
              .orElseGet(() -> notStored(computed.activity())),
          Optional.empty(),
          true);
    }
    if (stored.isEmpty()) {
      return new Day(notStored(computed.activity()), Optional.of(computed.sum()));
    }
    PeriodActivity part = stored.get();
    return part.coversMoreThan(computed.activity())
        ? new Day(part, Optional.empty())
        : new Day(
            part.with(computed.activity()),
            computed.activity().isKnown() ? Optional.of(computed.sum()) : Optional.empty());
  }

  private Day whole(TimeWindow window, PeriodActivity stored) {
    Optional<ActivitySum> sum =
        ledger.history().sets(window.from()).map(sets -> sets.sum(stored.activity().counts()));
    if (sum.isEmpty() && ledger.isComplete(window)) {
      sum = Optional.of(ledger.sum(window)).filter(WindowSum::isAvailable).map(WindowSum::sum);
    }
    return new Day(stored, sum, sum.isEmpty() && ledger.history().isInStoreOnly(window.from()));
  }

  private boolean isBeforeChain(long start) {
    return ledger.firstDayOfChain().filter(first -> start < History.start(first)).isPresent();
  }

  /** Returns the activity of a time of which it is known that it has no blocks. */
  static WindowActivity noBlocks(TimeWindow window) {
    return new WindowActivity(
        window, ActivityCounts.NONE, Optional.empty(), 0, OptionalLong.of(0), true);
  }

  private static PeriodActivity notStored(WindowActivity activity) {
    return PeriodActivity.notStored(Resolution.DAY, activity);
  }
}
