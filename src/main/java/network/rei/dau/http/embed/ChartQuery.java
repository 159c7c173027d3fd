package network.rei.dau.http.embed;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodCalendar;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.embed.picture.Chart;
import network.rei.dau.http.embed.picture.TimeText;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.ActivityFilter;
import network.rei.dau.http.v1.FilterParameter;
import network.rei.dau.http.v1.FilterSettings;
import network.rei.dau.http.v1.WindowLength;
import network.rei.dau.http.v1.series.FilteredTimeline;

/**
 * What a chart shows.
 *
 * @param range the time as text, such as {@code 30d}
 * @param count of the newest periods in the range
 * @param chainName in the footer
 */
record ChartQuery(
    Metric metric,
    Resolution resolution,
    String range,
    int count,
    FilterParameter filter,
    FilterSettings filters,
    String chainName) {

  /** A shorter range is shown by hours. */
  private static final Duration HOURS = Duration.ofDays(3);

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(3_660);

  /**
   * Reads the range, the resolution and the filter of a request.
   *
   * @throws network.rei.dau.http.parameter.InvalidParameterException if one is invalid, or the
   *     range too long for its resolution
   */
  static ChartQuery of(
      Metric metric, Parameters parameters, FilterSettings filters, String chainName) {
    List<String> resolutions = metric.resolutions().stream().map(Resolution::key).toList();
    boolean byHours =
        metric.resolutions().contains(Resolution.HOUR)
            && parameters
                .text("range")
                .map(text -> WindowLength.parse("range", text, LONGEST))
                .filter(range -> range.duration().compareTo(HOURS) <= 0)
                .isPresent();
    Resolution resolution =
        Resolution.of(
            parameters.word(
                "resolution", resolutions, (byHours ? Resolution.HOUR : Resolution.DAY).key()));
    WindowLength range =
        parameters
            .text("range")
            .map(text -> WindowLength.parse("range", text, longest(resolution)))
            .orElse(WindowLength.of(usual(resolution)));
    return new ChartQuery(
        metric,
        resolution,
        range.text(),
        count(range.duration(), resolution),
        FilterParameter.of(parameters),
        filters,
        chainName);
  }

  /** Returns the longest range, of about 1,100 periods at most. */
  private static Duration longest(Resolution resolution) {
    return switch (resolution) {
      case HOUR -> Duration.ofDays(45);
      case DAY -> Duration.ofDays(1_100);
      case WEEK, MONTH -> LONGEST;
    };
  }

  /** Returns the range of a request that names none. */
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
    List<PeriodActivity> periods =
        new FilteredTimeline(ledger, PeriodCalendar.UTC, applied).newest(resolution, count);
    return new Chart(
        MetricTitle.of(metric),
        subtitle(),
        footer(ledger),
        metric.unit(),
        resolution,
        periods.stream().map(period -> point(period, unknown)).toList());
  }

  private Chart.Point point(PeriodActivity period, boolean unknown) {
    OptionalDouble value =
        unknown
            ? OptionalDouble.empty()
            : metric.value(period).stream().mapToDouble(Number::doubleValue).findFirst();
    return new Chart.Point(period.start(), value, period.activity().complete());
  }

  private String subtitle() {
    String unit = resolution.key();
    return "by %s, last %s%s"
        .formatted(
            unit,
            count == 1 ? unit : count + " " + unit + "s",
            filter == FilterParameter.RAW ? "" : ", " + filter.key());
  }

  private String footer(Ledger ledger) {
    return ledger
        .last()
        .map(
            last ->
                "%s · block %s · %s"
                    .formatted(
                        chainName,
                        String.format(Locale.ROOT, "%,d", last.lastBlock()),
                        TimeText.of(last.lastTimestamp())))
        .orElse(chainName);
  }
}
