package network.rei.dau.http.v1.contracts;

import static network.rei.dau.http.directive.ResourceDirectives.resource;

import akka.http.javadsl.server.Route;
import java.util.List;
import java.util.Map;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.contract.ContractRetention;
import network.rei.dau.activity.contract.ContractSeries;
import network.rei.dau.activity.contract.ContractTimeline;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.FilterParameter;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.http.v1.parameter.Paging;
import network.rei.dau.http.v1.parameter.SeriesParameters;
import network.rei.dau.http.v1.parameter.TimeParameters;
import network.rei.dau.http.v1.response.SnapshotDirectives;
import network.rei.dau.http.v1.response.SnapshotDirectives.Query;
import network.rei.dau.http.v1.response.SnapshotDirectives.Result;
import network.rei.dau.label.Labels;

/**
 * {@code /contracts/{address}/series} and {@code /contracts/{address}/retention}: the users of a
 * contract or a group over time.
 */
record ContractTimelineResources(SnapshotDirectives snapshots, FilterSettings filters) {

  private static final int DEFAULT_WEEKS = 26;
  private static final int MAX_WEEKS = 1000;

  private static final Map<String, ContractRetention.Followed> COHORTS =
      Map.of(
          ContractSeries.Metric.USERS.key(), ContractRetention.Followed.USERS,
          ContractSeries.Metric.NEW_USERS.key(), ContractRetention.Followed.NEW_USERS);

  /** Returns the routes of the resources of a contract or a group by path segment. */
  Map<String, Route> routes(String contract) {
    return Map.of(
        "series",
        resource(
            metric ->
                snapshots.completeLabelledTable(
                    (parameters, labels) -> series(contract, metric, parameters, labels))),
        "retention",
        resource(
            () ->
                snapshots.completeLabelledTable(
                    (parameters, labels) -> retention(contract, parameters, labels))));
  }

  private Query series(String text, String key, Parameters parameters, Labels labels) {
    Target target = Target.of("address", text, labels);
    ContractSeries.Metric metric =
        ContractSeries.Metric.of(key)
            .orElseThrow(
                () ->
                    new InvalidParameterException(
                        "metric", key, Parameters.oneOf(ContractSeries.Metric.keys())));
    SeriesParameters series = SeriesParameters.of(parameters, Resolution.keys());
    FilterParameter parameter = FilterParameter.of(parameters);
    return ledger -> {
      ActivityFilter filter = new ActivityFilter(parameter, filters, ledger);
      ContractTimeline timeline =
          new ContractTimeline(
              ledger,
              target.contracts(),
              metric,
              series.resolution(),
              series.calendar(),
              filter.rules());
      List<ContractTimeline.Point> points =
          timeline.points(series.from(), series.to(), SeriesParameters.MAX_POINTS);
      ContractSeriesView view =
          ContractSeriesView.of(
              ledger, target, metric, series, timeline, points, filters.countsNonces(), filter);
      return new Result(view, ContractSeriesView.Point.class, view.points(), List.of())
          .overTimes(points.stream().map(ContractTimeline.Point::window).toList());
    };
  }

  private Query retention(String text, Parameters parameters, Labels labels) {
    TimeParameters.requireUtc(parameters, "the users of days are stored by UTC");
    Target target = Target.of("address", text, labels);
    String cohort =
        parameters.word(
            "cohort",
            List.of(ContractSeries.Metric.USERS.key(), ContractSeries.Metric.NEW_USERS.key()),
            ContractSeries.Metric.USERS.key());
    Paging paging = Paging.of(parameters, DEFAULT_WEEKS, MAX_WEEKS);
    return ledger -> {
      ContractRetention retention =
          new ContractRetention(ledger, target.contracts(), COHORTS.get(cohort));
      List<TimeWindow> weeks = retention.weeks();
      int total = weeks.size();
      ContractRetentionView view =
          ContractRetentionView.of(
              ledger,
              target,
              cohort,
              total,
              weeks.subList(paging.from(total), paging.to(total)).stream()
                  .map(week -> retention.cohort(week, ContractRetentionView.LATER))
                  .toList(),
              filters.countsNonces()
                  || COHORTS.get(cohort) != ContractRetention.Followed.NEW_USERS);
      return new Result(
              view, ContractRetentionView.Cohort.class, view.cohorts(), paging.links(total))
          .overTimes(weeks.subList(paging.from(total), paging.to(total)));
    };
  }
}
