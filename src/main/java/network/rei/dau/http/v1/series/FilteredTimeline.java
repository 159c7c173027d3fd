package network.rei.dau.http.v1.series;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Engagement;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.Timeline;
import network.rei.dau.activity.period.WindowLookup;
import network.rei.dau.http.v1.ActivityFilter;
import network.rei.dau.http.v1.LeftOutView;
import network.rei.dau.http.v1.SeriesParameters;

/**
 * The activity of a ledger by periods as a filter shows it. If transactions may be left out, each
 * period is counted from the records in memory, and the metrics that compare days are unknown.
 */
public final class FilteredTimeline {

  private final Timeline timeline;
  private final WindowLookup records;
  private final ActivityFilter filter;

  public FilteredTimeline(Ledger ledger, ActivityFilter filter) {
    this.timeline = new Timeline(ledger);
    this.records = new WindowLookup(ledger);
    this.filter = filter;
  }

  public ActivityFilter filter() {
    return filter;
  }

  /** Returns the periods that a request selects, oldest first. */
  List<PeriodActivity> series(SeriesParameters parameters) {
    return parameters.periods(timeline).stream().map(this::filtered).toList();
  }

  /** Returns the newest periods, oldest first. */
  public List<PeriodActivity> newest(Resolution resolution, int count) {
    return timeline.series(resolution, OptionalLong.empty(), OptionalLong.empty(), count).stream()
        .map(this::filtered)
        .toList();
  }

  /** Returns the days whose counts are known without a filter, oldest first. */
  List<PeriodActivity> days() {
    return timeline.days().stream().map(this::filtered).toList();
  }

  /** Returns a period as the filter shows it. */
  PeriodActivity filtered(PeriodActivity period) {
    return filter.needsRecords()
        ? new PeriodActivity(
            period.resolution(),
            filter.apply(records.recorded(period.window())).activity(),
            period.revision(),
            Engagement.NONE)
        : period;
  }

  /**
   * As {@link Timeline#availableFrom}; if transactions may be left out, the first day with a value,
   * or empty if none has one.
   */
  Optional<LocalDate> availableFrom(Metric metric) {
    if (!filter.needsRecords()) {
      return timeline.availableFrom(metric);
    }
    return Metric.ofDaysOnly().contains(metric)
        ? Optional.empty()
        : timeline.days().stream()
            .filter(day -> metric.value(filtered(day)).isPresent())
            .findFirst()
            .map(SeriesResources::date);
  }

  /**
   * Returns what the filter left out of all blocks from the first to the last of some periods whose
   * counts are known; null without a filter, or if none is known.
   *
   * @param periods that {@link #series} or {@link #days} returned, oldest first
   */
  LeftOutView leftOut(List<PeriodActivity> periods) {
    return filter.leftOut(periods.stream().map(PeriodActivity::activity).toList(), records);
  }
}
