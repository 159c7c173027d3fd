package network.rei.dau.views;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import network.rei.dau.activity.Ledger;
import network.rei.dau.activity.Metric;
import network.rei.dau.activity.Resolution;
import network.rei.dau.activity.TimeWindow;
import network.rei.dau.activity.WindowActivity;

/** {@code GET /api/v1/series/{metric}}: a metric hour by hour or day by day, oldest first. */
public record SeriesView(
    @JsonUnwrapped AsOfView asOf,
    String metric,
    String unit,
    String definition,
    String resolution,
    List<Point> points)
    implements TableView<SeriesView.Point> {

  /**
   * An hour or a day.
   *
   * @param start included
   * @param end not included
   * @param value null where it cannot be known
   * @param complete whether no block of it is missing or to come
   */
  public record Point(Instant start, Instant end, Number value, boolean complete) {}

  /**
   * The answer of one metric.
   *
   * @param activities of the points; over windows of time
   */
  public static SeriesView of(
      Ledger ledger, Metric metric, Resolution resolution, List<WindowActivity> activities) {
    return new SeriesView(
        AsOfView.of(ledger),
        metric.key(),
        metric.unit(),
        metric.definition(),
        resolution.key(),
        activities.stream().map(activity -> point(metric, activity)).toList());
  }

  @Override
  public Class<Point> rowType() {
    return Point.class;
  }

  @Override
  public List<Point> rows() {
    return points;
  }

  private static Point point(Metric metric, WindowActivity activity) {
    TimeWindow window = (TimeWindow) activity.window();
    return new Point(
        Instant.ofEpochSecond(window.from()),
        Instant.ofEpochSecond(window.to()),
        metric.value(activity).orElse(null),
        activity.complete());
  }
}
