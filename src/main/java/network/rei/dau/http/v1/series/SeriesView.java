package network.rei.dau.http.v1.series;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.v1.AsOfView;
import network.rei.dau.http.v1.TableView;

/**
 * {@code GET /api/v1/series/{metric}}: a metric by hours, UTC days, ISO weeks or months, oldest
 * first.
 *
 * @param availableFrom the first day of which the metric is known, or will be as more days follow;
 *     null if no day is known
 */
public record SeriesView(
    @JsonUnwrapped AsOfView asOf,
    String metric,
    String unit,
    String definition,
    String resolution,
    LocalDate availableFrom,
    List<Point> points)
    implements TableView<SeriesView.Point> {

  /**
   * An hour, day, week or month.
   *
   * @param start included
   * @param end not included
   * @param value null where it cannot be known
   * @param complete whether no block of it is missing or to come
   * @param coveredFrom time of the first known block of it; null if there is none
   * @param revision how often its numbers were stored: 0 while they are not, 1 once it is whole,
   *     one more with each correction
   */
  public record Point(
      Instant start,
      Instant end,
      Number value,
      boolean complete,
      Instant coveredFrom,
      int revision) {}

  /** The answer of one metric. */
  public static SeriesView of(
      Ledger ledger,
      Metric metric,
      Resolution resolution,
      Optional<LocalDate> availableFrom,
      List<PeriodActivity> periods) {
    return new SeriesView(
        AsOfView.of(ledger),
        metric.key(),
        metric.unit(),
        metric.definition(),
        resolution.key(),
        availableFrom.orElse(null),
        periods.stream().map(period -> point(metric, period)).toList());
  }

  @Override
  public Class<Point> rowType() {
    return Point.class;
  }

  @Override
  public List<Point> rows() {
    return points;
  }

  private static Point point(Metric metric, PeriodActivity period) {
    return new Point(
        Instant.ofEpochSecond(period.window().from()),
        Instant.ofEpochSecond(period.window().to()),
        metric.value(period).orElse(null),
        period.activity().complete(),
        period
            .activity()
            .span()
            .map(span -> Instant.ofEpochSecond(span.firstTimestamp()))
            .orElse(null),
        period.revision());
  }
}
