package network.rei.dau.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What changed days change in others: in the engagement of those around, in weeks and months. */
final class DaysEffect {

  private final Ledger ledger;
  private final SortedSet<Long> changed;
  private final Set<Long> altered;

  /**
   * @param ledger which knows of the change
   * @param changed midnights of the changed days, in seconds since 1970
   * @param altered those of them that have other numbers than before
   */
  DaysEffect(Ledger ledger, SortedSet<Long> changed, Set<Long> altered) {
    this.ledger = ledger;
    this.changed = changed;
    this.altered = altered;
  }

  PeriodChanges changes() {
    List<PeriodActivity> periods = new ArrayList<>();
    EngagementQuery engagement = new EngagementQuery(new KnownDays(ledger), altered);
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
        days.add(day + i * KnownDays.SECONDS_A_DAY);
      }
    }
    return days;
  }

  private Optional<PeriodActivity> engaged(PeriodActivity kept, EngagementQuery query) {
    Engagement now = query.of(kept.start(), kept.engagement());
    if (now.equals(kept.engagement())) {
      return Optional.empty();
    }
    boolean corrected = kept.engagement().contradicts(now) && !altered.contains(kept.start());
    return Optional.of(corrected ? kept.corrected(now) : kept.with(now));
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
      boolean differs =
          kept.map(period -> !stays && !sameNumbers(period.activity(), now)).orElse(now.complete());
      if (differs) {
        periods.add(kept.orElse(PeriodActivity.unkept(resolution, now)).corrected(now));
      }
    }
  }

  private static boolean sameNumbers(WindowActivity then, WindowActivity now) {
    return then.complete() == now.complete() && then.counts().equals(now.counts());
  }
}
