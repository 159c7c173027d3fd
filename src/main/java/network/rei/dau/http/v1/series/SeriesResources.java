package network.rei.dau.http.v1.series;

import static akka.http.javadsl.server.Directives.concat;
import static network.rei.dau.http.directive.ResourceDirectives.resource;

import akka.http.javadsl.server.Route;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodCalendar;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.Timeline;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.FilterParameter;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.http.v1.parameter.CalendarParameter;
import network.rei.dau.http.v1.parameter.MetricParameter;
import network.rei.dau.http.v1.parameter.Paging;
import network.rei.dau.http.v1.parameter.SeriesParameters;
import network.rei.dau.http.v1.parameter.TimeParameters;
import network.rei.dau.http.v1.response.SnapshotDirectives;
import network.rei.dau.http.v1.response.SnapshotDirectives.Query;
import network.rei.dau.http.v1.response.SnapshotDirectives.Result;

/**
 * {@code /metrics}, {@code /series}, {@code /hours}, {@code /days} and {@code /retention}: activity
 * over time.
 */
public record SeriesResources(SnapshotDirectives snapshots, FilterSettings filters) {

  private static final int DEFAULT_DAYS = 100;
  private static final int MAX_DAYS = 1000;
  private static final int DEFAULT_HOURS = 168;
  private static final int MAX_HOURS = 1000;

  /** Returns the routes of the resources by path segment. */
  public Map<String, Route> routes() {
    return Map.of(
        "metrics", resource(() -> snapshots.completeTable(parameters -> metrics())),
        "series",
            concat(
                resource(
                    metric -> snapshots.completeTable(parameters -> series(metric, parameters))),
                resource(() -> snapshots.completeTable(this::severalSeries))),
        "hours", resource(() -> snapshots.completeTable(this::hours)),
        "days", resource(() -> snapshots.completeTable(this::days)),
        "retention", resource(() -> snapshots.completeTable(this::retention)));
  }

  private static Query metrics() {
    return ledger -> {
      MetricsView view = MetricsView.of(ledger);
      return new Result(view, MetricsView.Entry.class, view.all(), List.of());
    };
  }

  private Query series(String key, Parameters parameters) {
    Metric metric = MetricParameter.of(key);
    List<String> resolutions = metric.resolutions().stream().map(Resolution::key).toList();
    SeriesParameters series = SeriesParameters.of(parameters, resolutions);
    FilterParameter filter = FilterParameter.of(parameters);
    return ledger -> {
      FilteredTimeline timeline = timeline(ledger, series.calendar(), filter);
      List<PeriodActivity> periods = timeline.series(series);
      SeriesView view = SeriesView.of(ledger, metric, series.resolution(), periods, timeline);
      return new Result(view, SeriesView.Point.class, view.points(), List.of()).over(periods);
    };
  }

  private Query severalSeries(Parameters parameters) {
    Set<Metric> metrics = metrics(parameters);
    List<String> resolutions =
        Resolution.keys().stream()
            .filter(
                key ->
                    metrics.stream()
                        .allMatch(metric -> metric.resolutions().contains(Resolution.of(key))))
            .toList();
    SeriesParameters series = SeriesParameters.of(parameters, resolutions);
    FilterParameter filter = FilterParameter.of(parameters);
    return ledger -> {
      FilteredTimeline timeline = timeline(ledger, series.calendar(), filter);
      List<PeriodActivity> periods = timeline.series(series);
      MultiSeriesView view =
          MultiSeriesView.of(ledger, metrics, series.resolution(), periods, timeline);
      return Result.of(
              view,
              MultiSeriesView.columns(metrics),
              view.points().stream().map(MultiSeriesView.Point::row).toList())
          .over(periods);
    };
  }

  private static Set<Metric> metrics(Parameters parameters) {
    String keys =
        parameters
            .text("metrics")
            .orElseThrow(
                () ->
                    InvalidParameterException.missing(
                        "metrics", "the names of metrics, separated by commas"));
    Set<Metric> metrics = new LinkedHashSet<>();
    for (String key : keys.split(",", -1)) {
      metrics.add(
          Metric.of(key)
              .orElseThrow(
                  () ->
                      new InvalidParameterException(
                          "metrics",
                          keys,
                          Parameters.oneOf(Metric.keys()) + ", or several, separated by commas")));
    }
    return metrics;
  }

  private Query days(Parameters parameters) {
    Paging paging = Paging.of(parameters, DEFAULT_DAYS, MAX_DAYS);
    PeriodCalendar calendar = CalendarParameter.of(parameters);
    FilterParameter filter = FilterParameter.of(parameters);
    return ledger -> {
      FilteredTimeline timeline = timeline(ledger, calendar, filter);
      List<PeriodActivity> days = timeline.days();
      int total = days.size();
      DaysView view = DaysView.of(ledger, timeline, paging.from(total), paging.to(total));
      return new Result(view, DaysView.Day.class, view.days(), paging.links(total))
          .over(page(days, paging));
    };
  }

  private Query hours(Parameters parameters) {
    Paging paging = Paging.of(parameters, DEFAULT_HOURS, MAX_HOURS);
    PeriodCalendar calendar = CalendarParameter.of(parameters);
    FilterParameter filter = FilterParameter.of(parameters);
    return ledger -> {
      FilteredTimeline timeline = timeline(ledger, calendar, filter);
      List<PeriodActivity> hours = timeline.unfilteredHours();
      int total = hours.size();
      HoursView view = HoursView.of(ledger, hours, page(hours, paging), timeline);
      return new Result(view, HoursView.Hour.class, view.hours(), paging.links(total))
          .over(page(hours, paging));
    };
  }

  /** Returns the periods of a page, oldest first, of a table whose first row is the newest. */
  private static List<PeriodActivity> page(List<PeriodActivity> periods, Paging paging) {
    int total = periods.size();
    return periods.subList(total - paging.to(total), total - paging.from(total));
  }

  private Query retention(Parameters parameters) {
    TimeParameters.requireUtc(parameters, "the addresses of days are stored by UTC");
    Paging paging = Paging.of(parameters, DEFAULT_DAYS, MAX_DAYS);
    return ledger -> {
      List<PeriodActivity> days = new Timeline(ledger).days();
      int total = days.size();
      RetentionView view =
          RetentionView.of(
              ledger,
              days,
              new ActivityFilter(FilterParameter.RAW, filters, ledger),
              paging.from(total),
              paging.to(total));
      return new Result(view, RetentionView.Cohort.class, view.cohorts(), paging.links(total))
          .over(page(days, paging));
    };
  }

  private FilteredTimeline timeline(
      Ledger ledger, PeriodCalendar calendar, FilterParameter filter) {
    return new FilteredTimeline(ledger, calendar, new ActivityFilter(filter, filters, ledger));
  }
}
