package network.rei.dau.http.v1.series;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * {@code GET /api/v1/series}: several metrics by hours, days, weeks or months, oldest first.
 *
 * @param timeZone of the days, weeks and months
 * @param filter that was applied
 * @param leftOut what it left out of all points with a value; null without a filter
 * @param unavailable why values are null, if it is for another reason than blocks that are unknown
 */
record MultiSeriesView(
    @JsonUnwrapped AsOfView asOf,
    List<MetricView> metrics,
    String resolution,
    String timeZone,
    List<Point> points,
    String filter,
    LeftOutView leftOut,
    List<UnavailableView> unavailable) {

  /**
   * A metric of the series.
   *
   * @param availableFrom as in {@link SeriesView}
   */
  record MetricView(String metric, String unit, String definition, LocalDate availableFrom) {}

  /**
   * An hour, day, week or month.
   *
   * @param values by metric; null where a value cannot be determined
   */
  record Point(
      Instant start,
      Instant end,
      Map<String, Number> values,
      boolean complete,
      Instant coveredFrom,
      int revision) {

    /** Returns the fields in a row, each metric with a column of its own. */
    Map<String, Object> row() {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("start", start);
      row.put("end", end);
      row.putAll(values);
      row.put("complete", complete);
      row.put("coveredFrom", coveredFrom);
      row.put("revision", revision);
      return row;
    }
  }

  /** Returns the view of some metrics. */
  static MultiSeriesView of(
      Ledger ledger,
      Set<Metric> metrics,
      Resolution resolution,
      List<PeriodActivity> periods,
      FilteredTimeline timeline) {
    ActivityFilter filter = timeline.filter();
    return new MultiSeriesView(
        AsOfView.of(ledger),
        metrics.stream()
            .map(
                metric ->
                    new MetricView(
                        metric.key(),
                        metric.unit(),
                        metric.definition(),
                        SeriesView.availableFrom(metric, timeline)))
            .toList(),
        resolution.key(),
        timeline.calendar().timeZone(),
        periods.stream().map(period -> point(metrics, filter.unknown(), period)).toList(),
        filter.key(),
        timeline.leftOut(periods),
        timeline.unavailable(EnumSet.copyOf(metrics)));
  }

  /** Returns the columns of {@link Point#row}. */
  static List<String> columns(Set<Metric> metrics) {
    List<String> columns = new ArrayList<>(List.of("start", "end"));
    metrics.forEach(metric -> columns.add(metric.key()));
    columns.addAll(List.of("complete", "coveredFrom", "revision"));
    return columns;
  }

  private static Point point(Set<Metric> metrics, Set<Metric> unknown, PeriodActivity period) {
    Map<String, Number> values = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      values.put(metric.key(), unknown.contains(metric) ? null : metric.value(period).orElse(null));
    }
    return new Point(
        Instant.ofEpochSecond(period.window().from()),
        Instant.ofEpochSecond(period.window().to()),
        values,
        period.activity().complete(),
        CoverageView.of(period.activity()).coveredFrom(),
        period.revision());
  }
}
