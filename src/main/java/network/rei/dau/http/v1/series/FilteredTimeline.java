package network.rei.dau.http.v1.series;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Engagement;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodCalendar;
import network.rei.dau.activity.period.Timeline;
import network.rei.dau.activity.period.WindowLookup;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.LeftOutView;
import network.rei.dau.http.v1.parameter.SeriesParameters;
import network.rei.dau.http.v1.view.UnavailableView;

/**
 * The activity of a ledger by the periods of a calendar as a filter shows it. If transactions may
 * be left out, each period is counted from the records in memory, and the metrics that compare days
 * are unknown. Each period is counted once. Not safe for use by several threads.
 */
public final class FilteredTimeline {

  private final PeriodCalendar calendar;
  private final Timeline timeline;
  private final WindowLookup records;
  private final ActivityFilter filter;
  private final Map<TimeWindow, PeriodActivity> filtered = new HashMap<>();
  private Optional<List<PeriodActivity>> days = Optional.empty();

  public FilteredTimeline(Ledger ledger, PeriodCalendar calendar, ActivityFilter filter) {
    this.calendar = calendar;
    this.timeline = new Timeline(ledger, calendar);
    this.records = new WindowLookup(ledger);
    this.filter = filter;
  }

  public ActivityFilter filter() {
    return filter;
  }

  public PeriodCalendar calendar() {
    return calendar;
  }

  /** Returns the first time from which on transactions are known, as {@link WindowLookup} does. */
  public OptionalLong recordedFrom() {
    return records.recordedFrom();
  }

  /** Returns the periods that a request selects, oldest first. */
  public List<PeriodActivity> series(SeriesParameters parameters) {
    return parameters.periods(timeline).stream().map(this::filtered).toList();
  }

  /** Returns the newest of the periods that a request selects, oldest first. */
  public List<PeriodActivity> newest(SeriesParameters parameters, int count) {
    return parameters.newest(timeline, count).stream().map(this::filtered).toList();
  }

  /** Returns the days whose counts are known without a filter, oldest first. */
  List<PeriodActivity> days() {
    if (days.isEmpty()) {
      days = Optional.of(timeline.days().stream().map(this::filtered).toList());
    }
    return days.get();
  }

  /** Returns the hours whose counts are known, oldest first, without a filter. */
  List<PeriodActivity> unfilteredHours() {
    return timeline.hours();
  }

  /** Returns a period as the filter shows it. */
  PeriodActivity filtered(PeriodActivity period) {
    return filter.needsRecords()
        ? filtered.computeIfAbsent(period.window(), window -> fromRecords(period))
        : period;
  }

  private PeriodActivity fromRecords(PeriodActivity period) {
    return new PeriodActivity(
        period.resolution(),
        filter.apply(records.recorded(period.window())).activity(),
        period.revision(),
        Engagement.NONE);
  }

  /**
   * As {@link Timeline#availableFrom}; if transactions may be left out, the first day with a value,
   * or empty if none has one. Empty also for metrics that compare days if these are never compared.
   */
  Optional<LocalDate> availableFrom(Metric metric) {
    if (Metric.ofDaysOnly().contains(metric) && (filter.needsRecords() || !calendar.isUtc())) {
      return Optional.empty();
    }
    return filter.needsRecords()
        ? days().stream()
            .filter(day -> metric.value(day).isPresent())
            .findFirst()
            .map(day -> calendar.date(day.start()))
        : timeline.availableFrom(metric, days());
  }

  /**
   * Returns what the filter left out of all blocks from the first to the last of some periods whose
   * counts are known; null without a filter, or if none is known.
   *
   * @param periods that {@link #series} or {@link #days} returned, oldest first
   */
  public LeftOutView leftOut(List<PeriodActivity> periods) {
    return filter.leftOut(periods.stream().map(PeriodActivity::activity).toList(), records);
  }

  /**
   * Returns the reasons for which some metrics are null in this calendar or with this filter.
   *
   * @param shown the metrics of the answer
   */
  public List<UnavailableView> unavailable(Set<Metric> shown) {
    List<UnavailableView> reasons = new ArrayList<>(filter.unavailable(shown));
    if (!calendar.isUtc() && !filter.needsRecords()) {
      UnavailableView.add(
          reasons,
          Metric.ofDaysOnly(),
          shown,
          "The addresses of days are stored by UTC, so days of another time zone cannot be"
              + " compared.");
    }
    return reasons;
  }
}
