package network.rei.dau.http.v1.series;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.LeftOutView;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.UnavailableView;

/**
 * {@code GET /api/v1/series/{metric}}: a metric by hours, days, ISO weeks or months, oldest first.
 *
 * @param timeZone of the days, weeks and months
 * @param availableFrom the first day for which the metric is available, or will be once the
 *     following days are stored; null without days
 * @param filter that was applied
 * @param leftOut what it left out of all points with a value; null without a filter
 * @param unavailable why values are null, if it is for another reason than blocks that are unknown
 */
record SeriesView(
    @JsonUnwrapped AsOfView asOf,
    String metric,
    String unit,
    String definition,
    String resolution,
    String timeZone,
    LocalDate availableFrom,
    List<Point> points,
    String filter,
    LeftOutView leftOut,
    List<UnavailableView> unavailable) {

  /**
   * An hour, day, week or month.
   *
   * @param start inclusive
   * @param end exclusive
   * @param value null where it cannot be determined
   * @param complete whether all blocks of the period exist and are stored
   * @param coveredFrom timestamp of the first stored block of the period; null without blocks
   * @param revision how many times the numbers of the period were stored: 0 while it is incomplete,
   *     1 once it is complete, one more with each correction
   */
  record Point(
      Instant start,
      Instant end,
      Number value,
      boolean complete,
      Instant coveredFrom,
      int revision) {}

  /** Returns the view of one metric. */
  static SeriesView of(
      Ledger ledger,
      Metric metric,
      Resolution resolution,
      List<PeriodActivity> periods,
      FilteredTimeline timeline) {
    ActivityFilter filter = timeline.filter();
    boolean unknown = filter.unknown().contains(metric);
    return new SeriesView(
        AsOfView.of(ledger),
        metric.key(),
        metric.unit(),
        metric.definition(),
        resolution.key(),
        timeline.calendar().timeZone(),
        availableFrom(metric, timeline),
        periods.stream().map(period -> point(metric, unknown, period)).toList(),
        filter.key(),
        timeline.leftOut(periods),
        timeline.unavailable(EnumSet.of(metric)));
  }

  /** Returns the first day of a metric; null if it is never known. */
  static LocalDate availableFrom(Metric metric, FilteredTimeline timeline) {
    return timeline.filter().unknown().contains(metric)
        ? null
        : timeline.availableFrom(metric).orElse(null);
  }

  private static Point point(Metric metric, boolean unknown, PeriodActivity period) {
    return new Point(
        Instant.ofEpochSecond(period.window().from()),
        Instant.ofEpochSecond(period.window().to()),
        unknown ? null : metric.value(period).orElse(null),
        period.activity().complete(),
        CoverageView.of(period.activity()).coveredFrom(),
        period.revision());
  }
}
