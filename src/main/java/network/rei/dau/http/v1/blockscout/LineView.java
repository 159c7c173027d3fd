package network.rei.dau.http.v1.blockscout;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.http.v1.blockscout.LinesView.InfoView;

/**
 * {@code GET /api/v1/lines/{name}}: a line, oldest point first.
 *
 * @param chart a point for each period whose value is known
 */
record LineView(List<PointView> chart, InfoView info) {

  /**
   * The value of a period.
   *
   * @param date its first day
   * @param dateTo its last day
   * @param value a number as text
   * @param isApproximate whether blocks of the period are missing or do not exist yet
   */
  record PointView(
      LocalDate date,
      @JsonProperty("date_to") LocalDate dateTo,
      String value,
      @JsonProperty("is_approximate") boolean isApproximate) {}

  static LineView of(Line line, List<LineSeries.Point> points) {
    return new LineView(points.stream().map(LineView::point).toList(), InfoView.of(line));
  }

  private static PointView point(LineSeries.Point point) {
    TimeWindow window = point.window();
    return new PointView(
        date(window.from()),
        date(window.to()).minusDays(1),
        NumberText.of(point.value()),
        point.approximate());
  }

  private static LocalDate date(long second) {
    return LocalDate.ofInstant(Instant.ofEpochSecond(second), ZoneOffset.UTC);
  }
}
