package network.rei.dau.activity.period;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.WindowActivity;

/** What changed days change in others: in the engagement of those around, in weeks and months. */
final class DependentDays {

  private final Ledger ledger;
  private final SortedSet<Long> changed;
  private final Set<Long> altered;
  private final Set<Long> corrected;

  /**
   * @param ledger which knows of the change
   * @param changed midnights of the changed days, in seconds since 1970
   * @param altered those of them whose numbers or senders may be others than before
   * @param corrected those of them whose revision says so already
   */
  DependentDays(Ledger ledger, SortedSet<Long> changed, Set<Long> altered, Set<Long> corrected) {
    this.ledger = ledger;
    this.changed = changed;
    this.altered = altered;
    this.corrected = corrected;
  }

  PeriodChanges changes() {
    List<PeriodActivity> periods = new ArrayList<>();
    EngagementQuery engagement = new EngagementQuery(new DayLookup(ledger), altered);
    for (long day : around()) {
      ledger
          .history()
          .whole(Resolution.DAY, day)
          .flatMap(kept -> engaged(kept, engagement))
          .ifPresent(periods::add);
    }
    Timeline timeline = new Timeline(ledger);
    united(timeline, Resolution.WEEK, periods);
    united(timeline, Resolution.MONTH, periods);
    return new PeriodChanges(periods, List.of(), List.of());
  }

  /** The days that are compared with a changed one. */
  private SortedSet<Long> around() {
    SortedSet<Long> days = new TreeSet<>();
    for (long day : changed) {
      for (int i = -Engagement.LAST_RETENTION; i <= Engagement.MONTH; i++) {
        days.add(day + i * DayLookup.SECONDS_A_DAY);
      }
    }
    return days;
  }

  private Optional<PeriodActivity> engaged(PeriodActivity kept, EngagementQuery query) {
    Engagement now = query.of(kept.start(), kept.engagement());
    if (now.equals(kept.engagement())) {
      return Optional.empty();
    }
    boolean otherwise = kept.engagement().contradicts(now) && !corrected.contains(kept.start());
    return Optional.of(otherwise ? kept.corrected(now) : kept.with(now));
  }

  private void united(Timeline timeline, Resolution resolution, List<PeriodActivity> periods) {
    SortedSet<Long> starts = new TreeSet<>();
    changed.forEach(day -> starts.add(resolution.around(day).from()));
    for (long start : starts) {
      TimeWindow window = resolution.around(start);
      Optional<PeriodActivity> kept = ledger.history().period(resolution, start);
      Timeline.OfDays found = timeline.ofDays(window);
      WindowActivity now = found.activity();
      // What was counted stays though it could not be counted again, as long as it is right.
      boolean stays = found.lacksAddresses() && altered.stream().noneMatch(window::contains);
      boolean differs = kept.map(period -> !stays && !period.says(now)).orElse(now.complete());
      if (differs) {
        periods.add(kept.orElse(PeriodActivity.unkept(resolution, now)).corrected(now));
      }
    }
  }
}
