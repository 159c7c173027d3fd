package network.rei.dau.http.v1.series;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
 * {@code GET /api/v1/hours}: the hours with known data, newest first.
 *
 * @param total the number of hours on all pages
 * @param filter that was applied
 * @param leftOut what it left out of all hours of the page that are known; null without a filter
 * @param unavailable the metrics that are null for another reason than blocks that are unknown
 */
record HoursView(
    @JsonUnwrapped AsOfView asOf,
    int total,
    List<Hour> hours,
    String filter,
    LeftOutView leftOut,
    List<UnavailableView> unavailable) {

  private static final long SECONDS_A_DAY = 86_400;
  private static final long SECONDS_A_WEEK = 7 * SECONDS_A_DAY;

  /**
   * An hour.
   *
   * @param start inclusive
   * @param end exclusive
   * @param revision how many times its numbers were stored: 0 while the hour is incomplete, 1 once
   *     it is complete, one more with each correction
   * @param dayChange from the same hour of the day before
   * @param weekChange from the same hour of the week before
   */
  record Hour(
      Instant start,
      Instant end,
      int revision,
      @JsonUnwrapped WindowMetricsView metrics,
      @JsonUnwrapped CoverageView coverage,
      @JsonUnwrapped(suffix = "DayChange") ChangeView dayChange,
      @JsonUnwrapped(suffix = "WeekChange") ChangeView weekChange) {}

  /**
   * Returns the view of one page.
   *
   * @param hours of all pages, without a filter
   * @param page its hours, without a filter, oldest first
   * @param timeline of the hours
   */
  static HoursView of(
      Ledger ledger,
      List<PeriodActivity> hours,
      List<PeriodActivity> page,
      FilteredTimeline timeline) {
    ActivityFilter filter = timeline.filter();
    Map<Long, PeriodActivity> byStart =
        hours.stream().collect(Collectors.toMap(PeriodActivity::start, Function.identity()));
    Function<Long, Optional<PeriodActivity>> at =
        start -> Optional.ofNullable(byStart.get(start)).map(timeline::filtered);
    List<PeriodActivity> filtered = page.stream().map(timeline::filtered).toList();
    List<Hour> rows = new ArrayList<>();
    filtered.forEach(hour -> rows.add(hour(hour, at, filter.unknown())));
    Collections.reverse(rows);
    return new HoursView(
        AsOfView.of(ledger),
        hours.size(),
        rows,
        filter.key(),
        timeline.leftOut(filtered),
        timeline.unavailable(Metric.ofAnyWindow()));
  }

  private static Hour hour(
      PeriodActivity hour, Function<Long, Optional<PeriodActivity>> at, Set<Metric> unknown) {
    return new Hour(
        Instant.ofEpochSecond(hour.start()),
        Instant.ofEpochSecond(hour.window().to()),
        hour.revision(),
        WindowMetricsView.of(hour.activity(), unknown),
        CoverageView.of(hour.activity()),
        ChangeView.of(hour, at.apply(hour.start() - SECONDS_A_DAY), unknown),
        ChangeView.of(hour, at.apply(hour.start() - SECONDS_A_WEEK), unknown));
  }
}
