package network.rei.dau.http.v1.contracts;

import static akka.http.javadsl.server.Directives.concat;
import static network.rei.dau.http.directive.ResourceDirectives.resource;
import static network.rei.dau.http.directive.ResourceDirectives.segments;

import akka.http.javadsl.server.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import network.rei.dau.activity.concentration.Concentration;
import network.rei.dau.activity.contract.ContractPeriods;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.FilterParameter;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.http.v1.parameter.SeriesParameters;
import network.rei.dau.http.v1.parameter.WindowParameter;
import network.rei.dau.http.v1.response.SnapshotDirectives;
import network.rei.dau.http.v1.response.SnapshotDirectives.Query;
import network.rei.dau.http.v1.response.SnapshotDirectives.Result;
import network.rei.dau.label.Labels;

/**
 * {@code /contracts/{address}/concentration}: how unequally the calls of a contract or a group are
 * shared among its users.
 *
 * @param retention the longest rolling window
 */
record ContractConcentrationResources(
    SnapshotDirectives snapshots, Duration retention, FilterSettings filters) {

  /** Returns the routes of the resources of a contract or a group. */
  Route route(String contract) {
    return concat(
        segments(
            Map.of(
                "series",
                resource(
                    () ->
                        snapshots.completeLabelledTable(
                            (parameters, labels) -> series(contract, parameters, labels))))),
        resource(
            () ->
                snapshots.completeLabelledTable(
                    (parameters, labels) -> window(contract, parameters, labels))));
  }

  private Query window(String text, Parameters parameters, Labels labels) {
    Target target = Target.of("address", text, labels);
    WindowParameter window = WindowParameter.ofDay(parameters, retention);
    FilterParameter parameter = FilterParameter.of(parameters);
    return ledger -> {
      CallWindow calls = new CallWindow(ledger, window, parameter, filters);
      ContractConcentrationView view =
          ContractConcentrationView.of(
              calls, target, calls.known().map(known -> known.concentration(target.contracts())));
      return calls.over(
          new Result(view, ContractConcentrationView.Row.class, List.of(view.row()), List.of()));
    };
  }

  private Query series(String text, Parameters parameters, Labels labels) {
    Target target = Target.of("address", text, labels);
    SeriesParameters series = SeriesParameters.of(parameters, ContractResources.RESOLUTIONS);
    FilterParameter parameter = FilterParameter.of(parameters);
    return ledger -> {
      ActivityFilter filter = new ActivityFilter(parameter, filters, ledger);
      ContractPeriods periods =
          new ContractPeriods(ledger, target.contracts(), series.calendar(), filter.rules());
      List<ContractPeriods.Point<Concentration>> points =
          periods.concentrations(
              periods.windows(
                  series.resolution(), series.from(), series.to(), SeriesParameters.MAX_POINTS));
      ContractConcentrationSeriesView view =
          ContractConcentrationSeriesView.of(ledger, target, series, periods, points, filter);
      return new Result(view, ContractConcentrationSeriesView.Point.class, view.points(), List.of())
          .overTimes(points.stream().map(ContractPeriods.Point::window).toList());
    };
  }
}
