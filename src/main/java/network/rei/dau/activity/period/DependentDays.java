package network.rei.dau.activity.period;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.WindowActivity;

/** Derives what changed days change in the engagement of other days, and in weeks and months. */
final class DependentDays {

  private final Ledger ledger;
  private final SortedSet<Long> changed;
  private final Set<Long> altered;
  private final Set<Long> corrected;

  /**
   * @param ledger with the change
   * @param changed midnights of the changed days, seconds since 1970
   * @param altered the changed days whose counts or senders may differ from the earlier ones
   * @param corrected the changed days whose revision is raised already
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
    for (long day : daysWithEngagement()) {
      ledger
          .history()
          .whole(Resolution.DAY, day)
          .flatMap(stored -> withEngagement(stored, engagement))
          .ifPresent(periods::add);
    }
    Timeline timeline = new Timeline(ledger);
    recompute(timeline, Resolution.WEEK, periods);
    recompute(timeline, Resolution.MONTH, periods);
    return new PeriodChanges(periods, List.of(), List.of());
  }

  /**
   * Returns the engagement of days, and the weeks and months, that are unknown as they are stored
   * and can be computed: the addresses of some days were not in memory when they were stored.
   */
  static PeriodChanges lacking(Ledger ledger) {
    List<PeriodActivity> periods = new ArrayList<>();
    EngagementQuery engagement = new EngagementQuery(new DayLookup(ledger), Set.of());
    Timeline timeline = new Timeline(ledger);
    for (long day : ledger.history().daysInMemory()) {
      ledger
          .history()
          .whole(Resolution.DAY, day)
          .ifPresent(
              stored -> {
                Engagement now = engagement.completed(day, stored.engagement());
                if (!now.equals(stored.engagement()) && !stored.engagement().contradicts(now)) {
                  periods.add(stored.with(now));
                }
              });
    }
    for (Resolution resolution : List.of(Resolution.WEEK, Resolution.MONTH)) {
      Set<TimeWindow> windows = new LinkedHashSet<>();
      ledger.history().daysInMemory().forEach(day -> windows.add(resolution.around(day)));
      for (TimeWindow window : windows) {
        if (ledger.history().period(resolution, window.from()).isEmpty()) {
          WindowActivity now = timeline.ofDays(window).activity();
          if (now.complete()) {
            periods.add(PeriodActivity.notStored(resolution, now).corrected(now));
          }
        }
      }
    }
    return new PeriodChanges(periods, List.of(), List.of());
  }

  /** Returns the days whose engagement depends on a changed day. */
  private SortedSet<Long> daysWithEngagement() {
    SortedSet<Long> days = new TreeSet<>();
    for (long day : changed) {
      for (int i = -Engagement.LAST_RETENTION; i <= Engagement.MONTH; i++) {
        days.add(day + i * DayLookup.SECONDS_A_DAY);
      }
    }
    return days;
  }

  private Optional<PeriodActivity> withEngagement(PeriodActivity stored, EngagementQuery query) {
    Engagement now = query.of(stored.start(), stored.engagement());
    if (now.equals(stored.engagement())) {
      return Optional.empty();
    }
    boolean correction =
        stored.engagement().contradicts(now) && !corrected.contains(stored.start());
    return Optional.of(correction ? stored.corrected(now) : stored.with(now));
  }

  private void recompute(Timeline timeline, Resolution resolution, List<PeriodActivity> periods) {
    SortedSet<Long> starts = new TreeSet<>();
    changed.forEach(day -> starts.add(resolution.around(day).from()));
    for (long start : starts) {
      TimeWindow window = resolution.around(start);
      Optional<PeriodActivity> stored = ledger.history().period(resolution, start);
      Timeline.OfDays computed = timeline.ofDays(window);
      WindowActivity now = computed.activity();
      // An earlier count stays if no day has altered, even if it cannot be computed again.
      boolean stays = computed.lacksAddresses() && altered.stream().noneMatch(window::contains);
      boolean differs =
          stored.map(period -> !stays && !period.hasCounts(now)).orElse(now.complete());
      if (differs) {
        periods.add(
            stored
                .filter(period -> computed.lacksRecords() && period.coversMoreThan(now))
                .map(PeriodActivity::outdated)
                .orElseGet(
                    () -> stored.orElse(PeriodActivity.notStored(resolution, now)).corrected(now)));
      }
    }
  }
}
