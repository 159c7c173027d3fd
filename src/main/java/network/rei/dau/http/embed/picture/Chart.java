package network.rei.dau.http.embed.picture;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.text.NumberText;

/**
 * The content of a chart of one metric over time.
 *
 * @param title the name of the metric
 * @param subtitles the periods and their time, in texts that become shorter; the first one that
 *     fits is drawn
 * @param footers the chain and the last block, likewise
 * @param unit of the values
 * @param times the texts of times in the time zone of the periods
 * @param emptyText stands in a chart without a value
 * @param points all periods, oldest first
 */
public record Chart(
    String title,
    List<String> subtitles,
    List<String> footers,
    String unit,
    Resolution resolution,
    TimeText times,
    String emptyText,
    List<Point> points) {

  /**
   * A period.
   *
   * @param start in seconds since 1970
   * @param value empty if it is unknown
   * @param complete whether the value covers all blocks of the period
   */
  public record Point(long start, OptionalDouble value, boolean complete) {}

  /** Returns what the chart shows as a sentence, for those who cannot see it. */
  public String description() {
    return "%s %s: %s".formatted(title, subtitles.get(0), latestText());
  }

  /** Returns the newest complete value with its period, or why there is none. */
  private String latestText() {
    OptionalInt latest = latest();
    return latest.isEmpty()
        ? "no data"
        : value(latest.getAsInt()) + " (" + period(latest.getAsInt()) + ")";
  }

  /** Returns the place of the newest complete value, or of the newest value if none is complete. */
  OptionalInt latest() {
    OptionalInt complete = newest(true);
    return complete.isPresent() ? complete : newest(false);
  }

  /** Returns the value at a place as text. */
  String value(int place) {
    return NumberText.of(points.get(place).value().orElseThrow(), unit);
  }

  /** Returns the period at a place as text. */
  String period(int place) {
    Point point = points.get(place);
    String period = times.period(point.start(), resolution);
    return point.complete() ? period : period + ", incomplete";
  }

  private OptionalInt newest(boolean complete) {
    return IntStream.iterate(points.size() - 1, place -> place >= 0, place -> place - 1)
        .filter(place -> points.get(place).value().isPresent())
        .filter(place -> points.get(place).complete() || !complete)
        .findFirst();
  }
}
