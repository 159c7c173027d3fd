package network.rei.dau.http.v1.blockscout;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.Timeline;

/** The points of a line over the data of a ledger. Not safe for use by several threads. */
final class LineSeries {

  /** Of a longer line the newest points are returned. */
  private static final int MAX_POINTS = 10_000;

  private static final long SECONDS_A_DAY = 86_400;

  private final Ledger ledger;
  private final Line line;
  private final Timeline timeline;

  LineSeries(Ledger ledger, Line line) {
    this.ledger = ledger;
    this.line = line;
    this.timeline = new Timeline(ledger);
  }

  /**
   * The value of a period.
   *
   * @param approximate whether blocks that count are missing or do not exist yet
   */
  record Point(TimeWindow window, Number value, boolean approximate) {}

  /**
   * Returns the points of the periods that overlap a time, oldest first. A period whose value is
   * unknown has no point.
   *
   * @param from seconds since 1970; the first known block if empty
   * @param to seconds since 1970, not included; the last known block if empty
   */
  List<Point> points(Resolution resolution, OptionalLong from, OptionalLong to) {
    return line.isCumulative() ? sums(resolution, from, to) : values(resolution, from, to);
  }

  private List<Point> values(Resolution resolution, OptionalLong from, OptionalLong to) {
    List<Point> points = new ArrayList<>();
    for (PeriodActivity period : timeline.series(resolution, from, to, MAX_POINTS)) {
      line.value(period)
          .ifPresent(
              value ->
                  points.add(new Point(period.window(), value, !period.activity().complete())));
    }
    return points;
  }

  /**
   * Returns the sums since the first day of the chain. They end before the first day whose value is
   * unknown, and there are none if the first day of the chain is not known.
   */
  private List<Point> sums(Resolution resolution, OptionalLong from, OptionalLong to) {
    Optional<LocalDate> first = ledger.firstDayOfChain();
    if (first.isEmpty()) {
      return List.of();
    }
    Map<TimeWindow, Point> points = new LinkedHashMap<>();
    long next = first.get().toEpochDay() * SECONDS_A_DAY;
    long sum = 0;
    boolean approximate = false;
    for (PeriodActivity day : timeline.days()) {
      Optional<Number> value = line.value(day);
      if (day.start() > next || value.isEmpty()) {
        break;
      }
      if (day.start() == next) {
        sum += value.get().longValue();
        approximate |= !day.activity().complete();
        next = day.window().to();
        TimeWindow window = resolution.around(day.start());
        points.put(window, new Point(window, sum, approximate || next < window.to()));
      }
    }
    return points.values().stream()
        .filter(point -> from.isEmpty() || point.window().to() > from.getAsLong())
        .filter(point -> to.isEmpty() || point.window().from() < to.getAsLong())
        .toList();
  }
}
