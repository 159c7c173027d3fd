package network.rei.dau.http.embed;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodCalendar;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.embed.picture.Badge;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.FilterParameter;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.http.v1.parameter.SeriesParameters;
import network.rei.dau.http.v1.parameter.TimeParameters;
import network.rei.dau.http.v1.parameter.WindowParameter;
import network.rei.dau.http.v1.response.SnapshotDirectives.Rendering;
import network.rei.dau.http.v1.series.FilteredTimeline;
import network.rei.dau.text.MetricTitle;
import network.rei.dau.text.NumberText;

/**
 * A badge of one metric: of a rolling window or, for a metric of days, of the newest complete day.
 *
 * @param window empty for a metric of days
 */
record BadgeQuery(
    Metric metric,
    Optional<WindowParameter> window,
    String label,
    FilterParameter filter,
    FilterSettings filters)
    implements Rendering {

  private static final int MAX_LABEL = 60;

  private static final SeriesParameters DAYS =
      new SeriesParameters(
          Resolution.DAY, OptionalLong.empty(), OptionalLong.empty(), PeriodCalendar.UTC);

  /** The newest complete day is looked for among so many. */
  private static final int NEWEST = 8;

  /**
   * Reads the parameters of a request.
   *
   * @param retention the longest rolling window
   * @throws InvalidParameterException if one is invalid
   */
  static BadgeQuery of(
      Metric metric, Parameters parameters, Duration retention, FilterSettings filters) {
    TimeParameters.requireUtc(parameters, "badges show rolling windows and days of UTC");
    Optional<WindowParameter> window =
        Metric.ofDaysOnly().contains(metric)
            ? Optional.empty()
            : Optional.of(WindowParameter.rollingDay(parameters, retention));
    String name =
        MetricTitle.label(metric)
            + window.flatMap(WindowParameter::length).map(length -> " " + length).orElse("");
    return new BadgeQuery(
        metric, window, label(parameters).orElse(name), FilterParameter.of(parameters), filters);
  }

  private static Optional<String> label(Parameters parameters) {
    Optional<String> label = parameters.text("label");
    label
        .filter(text -> text.isBlank() || text.length() > MAX_LABEL)
        .ifPresent(
            text -> {
              throw new InvalidParameterException(
                  "label", text, "a text of 1 to " + MAX_LABEL + " characters");
            });
    return label;
  }

  @Override
  public byte[] render(Ledger ledger) {
    ActivityFilter applied = new ActivityFilter(filter, filters, ledger);
    return (applied.unknown().contains(metric)
            ? badge(Optional.empty(), false)
            : window
                .map(of -> ofWindow(of, ledger, applied))
                .orElseGet(() -> ofDay(new FilteredTimeline(ledger, DAYS.calendar(), applied))))
        .svg();
  }

  private Badge ofWindow(WindowParameter of, Ledger ledger, ActivityFilter applied) {
    WindowActivity raw = of.activityIn(ledger, applied);
    WindowActivity activity = applied.apply(raw).activity();
    return badge(metric.value(activity), activity.complete());
  }

  private Badge ofDay(FilteredTimeline timeline) {
    List<PeriodActivity> days = timeline.newest(DAYS, NEWEST);
    for (int i = days.size() - 1; i >= 0; i--) {
      Optional<Number> value = metric.value(days.get(i));
      if (days.get(i).activity().complete() && value.isPresent()) {
        return badge(value, true);
      }
    }
    return badge(Optional.empty(), false);
  }

  private Badge badge(Optional<Number> value, boolean complete) {
    if (value.isEmpty()) {
      return new Badge(label, "unknown", Badge.State.UNKNOWN);
    }
    String text = NumberText.of(value.get().doubleValue(), metric.unit());
    return complete
        ? new Badge(label, text, Badge.State.COMPLETE)
        : new Badge(label, text + " (incomplete)", Badge.State.INCOMPLETE);
  }
}
