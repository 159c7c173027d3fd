package network.rei.dau.activity.period;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.ActivityCounts;
import network.rei.dau.activity.ledger.ActivitySum;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.WindowActivity;
import network.rei.dau.activity.ledger.WindowSum;

/**
 * The UTC days of a ledger with the sets behind their numbers, from what is kept of whole days and
 * from the records. Each is made once; for one thread.
 */
public final class DayLookup {

  public static final long SECONDS_A_DAY = 86_400;

  /**
   * A day.
   *
   * @param sum empty if its addresses are not kept any more
   */
  record Day(PeriodActivity period, Optional<ActivitySum> sum) {
    boolean isWhole() {
      return period.activity().complete();
    }
  }

  private final Ledger ledger;
  private final Map<Long, Day> made = new HashMap<>();

  DayLookup(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * @param start its midnight, in seconds since 1970
   */
  Day day(long start) {
    return made.computeIfAbsent(start, this::make);
  }

  private Day make(long start) {
    TimeWindow window = new TimeWindow(start, start + SECONDS_A_DAY);
    Optional<PeriodActivity> kept = ledger.history().period(Resolution.DAY, start);
    if (kept.filter(day -> day.activity().complete()).isPresent()) {
      return whole(window, kept.get());
    }
    if (isBeforeTheChain(start)) {
      return new Day(unstored(nothing(window)), Optional.of(ActivitySum.of(List.of())));
    }
    WindowSum live = ledger.sum(window);
    if (kept.isEmpty()) {
      return new Day(unstored(live.activity()), Optional.of(live.sum()));
    }
    PeriodActivity part = kept.get();
    return new Day(
        part.tellsMoreThan(live.activity()) ? part : part.with(live.activity()),
        live.activity().isKnown() ? Optional.of(live.sum()) : Optional.empty());
  }

  private Day whole(TimeWindow window, PeriodActivity kept) {
    Optional<ActivitySum> sum =
        ledger.history().sets(window.from()).map(sets -> sets.sum(kept.activity().counts()));
    if (sum.isEmpty() && ledger.isComplete(window)) {
      sum = Optional.of(ledger.sum(window).sum());
    }
    return new Day(kept, sum);
  }

  private boolean isBeforeTheChain(long start) {
    return ledger.firstDayOfChain().filter(first -> start < History.start(first)).isPresent();
  }

  private static WindowActivity nothing(TimeWindow window) {
    return new WindowActivity(
        window, ActivityCounts.NONE, Optional.empty(), 0, OptionalLong.of(0), true);
  }

  private static PeriodActivity unstored(WindowActivity activity) {
    return PeriodActivity.unkept(Resolution.DAY, activity);
  }
}
