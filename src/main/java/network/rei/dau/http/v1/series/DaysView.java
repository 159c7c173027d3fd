package network.rei.dau.http.v1.series;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.LeftOutView;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.UnavailableView;
import network.rei.dau.http.v1.view.WindowMetricsView;

/**
 * {@code GET /api/v1/days}: the days with stored blocks, newest first.
 *
 * @param total the number of days on all pages
 * @param timeZone of the days
 * @param filter that was applied
 * @param leftOut what it left out of all days of the page that are known; null without a filter
 * @param unavailable the metrics that are null for another reason than blocks that are unknown
 */
record DaysView(
    @JsonUnwrapped AsOfView asOf,
    int total,
    String timeZone,
    AvailableFrom availableFrom,
    List<Day> days,
    String filter,
    LeftOutView leftOut,
    List<UnavailableView> unavailable) {

  private static final int WEEK = 7;

  /**
   * A day.
   *
   * @param revision how many times its numbers were stored: 0 while the day is incomplete, 1 once
   *     it is complete, one more with each correction
   * @param dayChange from the day before
   * @param weekChange from the same day of the week before
   */
  record Day(
      LocalDate date,
      int revision,
      @JsonUnwrapped WindowMetricsView metrics,
      @JsonUnwrapped EngagementView engagement,
      @JsonUnwrapped CoverageView coverage,
      @JsonUnwrapped(suffix = "Change") ChangeView dayChange,
      @JsonUnwrapped(suffix = "WeekChange") ChangeView weekChange) {}

  /**
   * The first days for which the engagement metrics are available, or will be once the following
   * days are stored; null without days.
   *
   * @param weekly of weekly addresses and senders
   * @param monthly of monthly addresses and senders, and of stickiness
   * @param returning of returning, resurrected and churned senders
   */
  record AvailableFrom(LocalDate weekly, LocalDate monthly, LocalDate returning) {}

  /**
   * Returns the view of one page.
   *
   * @param timeline of the days of all pages
   * @param from index of the first day of the page, counted from the newest
   * @param to index after the last day of the page
   */
  static DaysView of(Ledger ledger, FilteredTimeline timeline, int from, int to) {
    List<PeriodActivity> days = timeline.days();
    ActivityFilter filter = timeline.filter();
    int newest = days.size() - 1;
    return new DaysView(
        AsOfView.of(ledger),
        days.size(),
        timeline.calendar().timeZone(),
        new AvailableFrom(
            timeline.availableFrom(Metric.WEEKLY_SENDERS).orElse(null),
            timeline.availableFrom(Metric.MONTHLY_SENDERS).orElse(null),
            timeline.availableFrom(Metric.RETURNING_SENDERS).orElse(null)),
        IntStream.range(from, to).mapToObj(index -> day(timeline, newest - index)).toList(),
        filter.key(),
        timeline.leftOut(days.subList(days.size() - to, days.size() - from)),
        timeline.unavailable(EnumSet.allOf(Metric.class)));
  }

  private static Day day(FilteredTimeline timeline, int index) {
    PeriodActivity day = timeline.days().get(index);
    Set<Metric> unknown = timeline.filter().unknown();
    return new Day(
        timeline.calendar().date(day.start()),
        day.revision(),
        WindowMetricsView.of(day.activity(), unknown),
        EngagementView.of(day, unknown),
        CoverageView.of(day.activity()),
        ChangeView.of(day, earlier(timeline, index, 1), unknown),
        ChangeView.of(day, earlier(timeline, index, WEEK), unknown));
  }

  /** Returns the day that is {@code count} days earlier, if it has stored blocks. */
  private static Optional<PeriodActivity> earlier(FilteredTimeline timeline, int index, int count) {
    List<PeriodActivity> days = timeline.days();
    LocalDate date = timeline.calendar().date(days.get(index).start()).minusDays(count);
    return IntStream.rangeClosed(Math.max(0, index - count), index)
        .mapToObj(days::get)
        .filter(day -> timeline.calendar().date(day.start()).equals(date))
        .findFirst();
  }
}
