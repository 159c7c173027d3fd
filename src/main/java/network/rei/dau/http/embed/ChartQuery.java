package network.rei.dau.http.embed;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.embed.picture.Chart;
import network.rei.dau.http.embed.picture.TimeText;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.FilterParameter;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.http.v1.parameter.SeriesParameters;
import network.rei.dau.http.v1.parameter.WindowLength;
import network.rei.dau.http.v1.series.FilteredTimeline;
import network.rei.dau.text.MetricTitle;

/**
 * What a chart shows.
 *
 * @param periods the resolution, the bounds in time and the time zone
 * @param count the newest of the periods are shown
 * @param isRange whether the time is a number of periods up to the last block
 * @param url the parameters that select the time, as they stand in a URL
 * @param chainName in the footer
 */
record ChartQuery(
    Metric metric,
    SeriesParameters periods,
    int count,
    boolean isRange,
    String url,
    FilterParameter filter,
    FilterSettings filters,
    String chainName) {

  /** A shorter time is shown by hours. */
  private static final Duration HOURS = Duration.ofDays(3);

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(3_660);

  /** Of a longer time between {@code from} and {@code to} the newest periods are shown. */
  private static final int MAX_PERIODS = 1_100;

  /**
   * Reads the time, the resolution, the time zone and the filter of a request. The time is {@code
   * range}, or from {@code from} to {@code to} as in a series.
   *
   * @throws InvalidParameterException if one is invalid, the range too long for its resolution, or
   *     given besides {@code from} or {@code to}
   */
  static ChartQuery of(
      Metric metric, Parameters parameters, FilterSettings filters, String chainName) {
    List<String> resolutions = metric.resolutions().stream().map(Resolution::key).toList();
    boolean byHours =
        metric.resolutions().contains(Resolution.HOUR)
            && length(parameters).filter(length -> length.compareTo(HOURS) <= 0).isPresent();
    SeriesParameters periods =
        SeriesParameters.of(
            parameters, resolutions, (byHours ? Resolution.HOUR : Resolution.DAY).key());
    boolean isRange = periods.from().isEmpty() && periods.to().isEmpty();
    return new ChartQuery(
        metric,
        periods,
        isRange
            ? count(range(parameters, periods.resolution()), periods.resolution())
            : MAX_PERIODS,
        isRange,
        url(parameters),
        FilterParameter.of(parameters),
        filters,
        chainName);
  }

  /** Returns the length of the time that is requested; empty if it is open or not given. */
  private static Optional<Duration> length(Parameters parameters) {
    Optional<Long> from = parameters.second("from");
    Optional<Long> to = parameters.second("to");
    Optional<String> range = parameters.text("range");
    if (from.isPresent() || to.isPresent()) {
      range.ifPresent(
          text -> {
            throw new InvalidParameterException(
                "range", text, "left out where from or to is given");
          });
      return from.flatMap(start -> to.map(end -> Duration.ofSeconds(end - start)));
    }
    return range.map(text -> WindowLength.parse("range", text, LONGEST).duration());
  }

  private static Duration range(Parameters parameters, Resolution resolution) {
    return parameters
        .text("range")
        .map(text -> WindowLength.parse("range", text, longest(resolution)).duration())
        .orElse(usual(resolution));
  }

  private static String url(Parameters parameters) {
    return Stream.of("range", "from", "to", "tz")
        .flatMap(
            name ->
                parameters.text(name).stream()
                    .map(value -> name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)))
        .collect(Collectors.joining("&"));
  }

  /** Returns the longest range, of about {@link #MAX_PERIODS} at most. */
  private static Duration longest(Resolution resolution) {
    return switch (resolution) {
      case HOUR -> Duration.ofDays(45);
      case DAY -> Duration.ofDays(MAX_PERIODS);
      case WEEK, MONTH -> LONGEST;
    };
  }

  /** Returns the range of a request that names no time. */
  private static Duration usual(Resolution resolution) {
    return switch (resolution) {
      case HOUR -> Duration.ofDays(2);
      case DAY -> Duration.ofDays(30);
      case WEEK -> Duration.ofDays(26 * 7);
      case MONTH -> Duration.ofDays(24 * 30);
    };
  }

  private static int count(Duration range, Resolution resolution) {
    Duration period =
        switch (resolution) {
          case HOUR -> HOUR;
          case DAY -> DAY;
          case WEEK -> DAY.multipliedBy(7);
          case MONTH -> DAY.multipliedBy(30);
        };
    return (int) range.plus(period).minusNanos(1).dividedBy(period);
  }

  /** Returns the chart over the data of a ledger. */
  Chart chart(Ledger ledger) {
    ActivityFilter applied = new ActivityFilter(filter, filters, ledger);
    boolean unknown = applied.unknown().contains(metric);
    List<Chart.Point> points =
        new FilteredTimeline(ledger, periods.calendar(), applied)
            .newest(periods, count).stream().map(period -> point(period, unknown)).toList();
    TimeText times = new TimeText(periods.calendar().zone());
    return new Chart(
        MetricTitle.of(metric),
        subtitles(points, times),
        footers(ledger, times),
        metric.unit(),
        periods.resolution(),
        times,
        Metric.ofDaysOnly().contains(metric) && !times.isUtc()
            ? "Known for days of UTC only"
            : "No data in this time",
        points);
  }

  private Chart.Point point(PeriodActivity period, boolean unknown) {
    OptionalDouble value =
        unknown
            ? OptionalDouble.empty()
            : metric.value(period).stream().mapToDouble(Number::doubleValue).findFirst();
    return new Chart.Point(period.start(), value, period.activity().complete());
  }

  /** Returns the periods and their time, in texts that become shorter. */
  private List<String> subtitles(List<Chart.Point> points, TimeText times) {
    String unit = periods.resolution().key();
    List<String> of = new ArrayList<>();
    if (!times.isUtc()) {
      of.add(times.zoneName());
    }
    if (filter != FilterParameter.RAW) {
      of.add(filter.key());
    }
    if (isRange) {
      String range = "last " + (count == 1 ? unit : count + " " + unit + "s");
      return List.of(joined("by " + unit, range, of), joined(range, of));
    }
    if (points.isEmpty()) {
      return List.of(joined("by " + unit, of));
    }
    long first = points.get(0).start();
    long last = points.get(points.size() - 1).start();
    String range = times.range(first, last, periods.resolution());
    return List.of(
        joined("by " + unit, range, of), joined(range, of), joined(times.days(first, last), of));
  }

  private static String joined(String first, String second, List<String> others) {
    return joined(first + ", " + second, others);
  }

  private static String joined(String first, List<String> others) {
    return others.isEmpty() ? first : first + ", " + String.join(", ", others);
  }

  /** Returns the chain and the last block, in texts that become shorter. */
  private List<String> footers(Ledger ledger, TimeText times) {
    return ledger
        .last()
        .map(
            last -> {
              String block = String.format(Locale.ROOT, "block %,d", last.lastBlock());
              String time = times.of(last.lastTimestamp());
              return List.of(
                  String.join(" · ", chainName, block, time), chainName + " · " + time, time);
            })
        .orElse(List.of(chainName));
  }
}
