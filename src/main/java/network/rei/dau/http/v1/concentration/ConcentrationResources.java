package network.rei.dau.http.v1.concentration;

import static akka.http.javadsl.server.Directives.concat;
import static network.rei.dau.http.directive.ResourceDirectives.resource;
import static network.rei.dau.http.directive.ResourceDirectives.segments;

import akka.http.javadsl.server.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.FilterParameter;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.http.v1.parameter.SeriesParameters;
import network.rei.dau.http.v1.parameter.WindowParameter;
import network.rei.dau.http.v1.response.SnapshotDirectives;
import network.rei.dau.http.v1.response.SnapshotDirectives.Query;
import network.rei.dau.http.v1.response.SnapshotDirectives.Result;
import network.rei.dau.http.v1.series.FilteredTimeline;

/**
 * {@code /concentration}: how unequally transactions are shared among their senders.
 *
 * @param retention the longest rolling window
 */
public record ConcentrationResources(
    SnapshotDirectives snapshots, Duration retention, FilterSettings filters) {

  /** Returns the routes of the resources. */
  public Route route() {
    return concat(
        segments(Map.of("series", resource(() -> snapshots.completeTable(this::series)))),
        resource(() -> snapshots.completeTable(this::window)));
  }

  private Query window(Parameters parameters) {
    WindowParameter window = WindowParameter.ofDay(parameters, retention);
    FilterParameter parameter = FilterParameter.of(parameters);
    return ledger -> {
      ActivityFilter filter = new ActivityFilter(parameter, filters, ledger);
      ActivityFilter.Filtered filtered = filter.apply(window.recordedIn(ledger));
      WindowConcentrationView view =
          WindowConcentrationView.of(
              ledger,
              filter,
              filtered,
              window.length(),
              ledger.senderCounts(filter.rules()).concentration(filtered.activity()));
      return new Result(view, WindowConcentrationView.Row.class, List.of(view.row()), List.of())
          .over(filtered.activity());
    };
  }

  private Query series(Parameters parameters) {
    SeriesParameters series = SeriesParameters.of(parameters, Resolution.keys());
    FilterParameter parameter = FilterParameter.of(parameters);
    return ledger -> {
      FilteredTimeline timeline =
          new FilteredTimeline(
              ledger, series.calendar(), new ActivityFilter(parameter, filters, ledger));
      List<PeriodActivity> periods = timeline.series(series);
      ConcentrationSeriesView view =
          ConcentrationSeriesView.of(ledger, series.resolution(), periods, timeline);
      return new Result(view, ConcentrationSeriesView.Point.class, view.points(), List.of())
          .over(periods);
    };
  }
}
