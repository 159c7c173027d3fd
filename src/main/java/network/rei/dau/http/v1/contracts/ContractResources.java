package network.rei.dau.http.v1.contracts;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static network.rei.dau.http.directive.ResourceDirectives.resource;
import static network.rei.dau.http.directive.ResourceDirectives.segments;

import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import network.rei.dau.activity.contract.CallSightings;
import network.rei.dau.activity.contract.ContractRanking;
import network.rei.dau.activity.contract.ContractSeries;
import network.rei.dau.activity.contract.ContractUsers;
import network.rei.dau.activity.contract.Newcomers;
import network.rei.dau.activity.contract.Overlap;
import network.rei.dau.activity.contract.OverlapMatrix;
import network.rei.dau.activity.contract.WindowCalls;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.Paging;
import network.rei.dau.http.v1.SeriesParameters;
import network.rei.dau.http.v1.SnapshotDirectives;
import network.rei.dau.http.v1.SnapshotDirectives.Query;
import network.rei.dau.http.v1.SnapshotDirectives.Result;
import network.rei.dau.http.v1.WindowLength;
import network.rei.dau.http.v1.WindowParameter;
import network.rei.dau.label.Labels;

/** {@code /contracts} and {@code /overlap}: the users of contracts and of groups of contracts. */
public final class ContractResources {

  private static final Duration WEEK = Duration.ofDays(7);
  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 1000;

  /** Limits the memory, which is a bit for each address and function. */
  private static final int MAX_FUNCTIONS = 100;

  private static final List<String> ORDERS =
      Arrays.stream(ContractRanking.Order.values())
          .map(order -> order.name().toLowerCase(Locale.ROOT))
          .toList();
  private static final List<String> RESOLUTIONS =
      List.of(Resolution.HOUR.key(), Resolution.DAY.key(), Resolution.WEEK.key());

  private final SnapshotDirectives snapshots;
  private final Duration retention;
  private final boolean countsNonces;

  /**
   * @param retention the longest rolling window
   * @param countsNonces whether a transaction with nonce 0 is the first of its sender on this chain
   */
  public ContractResources(SnapshotDirectives snapshots, Duration retention, boolean countsNonces) {
    this.snapshots = snapshots;
    this.retention = retention;
    this.countsNonces = countsNonces;
  }

  /** Returns the routes of the resources by path segment. */
  public Map<String, Route> routes() {
    return Map.of("contracts", contracts(), "overlap", overlap());
  }

  private Route contracts() {
    return concat(
        resource(() -> snapshots.completeLabelledTable(this::ranking)),
        segments(
            Map.of("newcomers", resource(() -> snapshots.completeLabelledTable(this::newcomers)))),
        resource(
            contract ->
                snapshots.completeLabelledTable(
                    (parameters, labels) -> contract(contract, parameters, labels))),
        pathPrefix(
            PathMatchers.segment(),
            contract ->
                segments(
                    Map.of(
                        "series",
                        resource(
                            metric ->
                                snapshots.completeLabelledTable(
                                    (parameters, labels) ->
                                        series(contract, metric, parameters, labels)))))));
  }

  private Route overlap() {
    return resource(() -> snapshots.completeLabelledTable(this::overlap));
  }

  private Query ranking(Parameters parameters, Labels labels) {
    WindowParameter window = WindowParameter.ofDay(parameters, retention);
    String by = parameters.word("by", ORDERS, ORDERS.get(0));
    ContractRanking.Order order = ContractRanking.Order.valueOf(by.toUpperCase(Locale.ROOT));
    Paging paging = Paging.of(parameters, DEFAULT_LIMIT, MAX_LIMIT);
    return ledger -> {
      WindowCalls calls = WindowCalls.of(ledger, window.recordedIn(ledger));
      Optional<ContractRanking> ranking =
          Optional.of(calls).filter(WindowCalls::isKnown).map(WindowCalls::ranking);
      int total = ranking.map(ContractRanking::size).orElse(0);
      ContractsView view =
          ContractsView.of(
              ledger,
              labels,
              calls,
              countsNonces,
              window.length(),
              by,
              ranking.map(ContractRanking::size),
              ranking
                  .map(known -> known.ranked(order, paging.from(total), paging.to(total)))
                  .orElse(List.of()),
              paging.from(total));
      return new Result(view, ContractsView.Ranked.class, view.contracts(), paging.links(total));
    };
  }

  private Query contract(String text, Parameters parameters, Labels labels) {
    Target target = Target.of("address", text, labels);
    WindowParameter window = WindowParameter.ofDay(parameters, retention);
    Paging paging = Paging.of(parameters, DEFAULT_LIMIT, MAX_FUNCTIONS);
    return ledger -> {
      WindowCalls calls = WindowCalls.of(ledger, window.recordedIn(ledger));
      Optional<ContractUsers> users =
          Optional.of(calls)
              .filter(WindowCalls::isKnown)
              .map(known -> known.users(target.contracts()));
      List<ContractUsers.FunctionCalls> functions =
          users.map(ContractUsers::functions).orElse(List.of());
      int total = functions.size();
      List<ContractUsers.FunctionCalls> page =
          functions.subList(paging.from(total), paging.to(total));
      ContractView view =
          ContractView.of(
              ledger,
              target,
              CallSightings.of(ledger, target.contracts()),
              calls,
              countsNonces,
              window.length(),
              users,
              page,
              page.isEmpty() ? new long[0] : calls.usersOfFunctions(target.contracts(), page));
      return new Result(view, ContractView.Function.class, view.functions(), paging.links(total));
    };
  }

  private Query series(String text, String key, Parameters parameters, Labels labels) {
    Target target = Target.of("address", text, labels);
    ContractSeries.Metric metric =
        ContractSeries.Metric.of(key)
            .orElseThrow(
                () ->
                    new InvalidParameterException(
                        "metric", key, Parameters.oneOf(ContractSeries.Metric.keys())));
    SeriesParameters periods = SeriesParameters.of(parameters, RESOLUTIONS);
    return ledger -> {
      ContractSeries series = new ContractSeries(ledger, target.contracts(), metric);
      ContractSeriesView view =
          ContractSeriesView.of(
              ledger,
              target,
              metric,
              periods.resolution(),
              series,
              series.points(
                  periods.resolution(), periods.from(), periods.to(), SeriesParameters.MAX_POINTS),
              countsNonces);
      return new Result(view, ContractSeriesView.Point.class, view.points(), List.of());
    };
  }

  private Query newcomers(Parameters parameters, Labels labels) {
    WindowParameter window =
        WindowParameter.of(
            parameters,
            retention,
            WindowLength.of(WEEK.compareTo(retention) <= 0 ? WEEK : retention));
    Paging paging = Paging.of(parameters, DEFAULT_LIMIT, MAX_LIMIT);
    return ledger -> {
      WindowCalls calls = WindowCalls.of(ledger, window.recordedIn(ledger));
      Optional<Newcomers> newcomers =
          Optional.of(calls)
              .filter(known -> countsNonces && known.isKnown())
              .map(WindowCalls::newcomers);
      int total = newcomers.map(Newcomers::size).orElse(0);
      NewcomersView view =
          NewcomersView.of(
              ledger,
              labels,
              calls,
              countsNonces,
              window.length(),
              newcomers,
              newcomers
                  .map(known -> known.ranked(paging.from(total), paging.to(total)))
                  .orElse(List.of()),
              paging.from(total));
      return new Result(view, NewcomersView.Ranked.class, view.contracts(), paging.links(total));
    };
  }

  private Query overlap(Parameters parameters, Labels labels) {
    WindowParameter window = WindowParameter.ofDay(parameters, retention);
    List<Target> targets =
        parameters
            .text("groups")
            .map(groups -> groups(groups, parameters, labels))
            .orElseGet(
                () ->
                    List.of(
                        Target.of("a", required(parameters, "a"), labels),
                        Target.of("b", required(parameters, "b"), labels)));
    return ledger -> {
      WindowCalls calls = WindowCalls.of(ledger, window.recordedIn(ledger));
      OverlapView view =
          OverlapView.of(
              ledger,
              targets,
              calls,
              window.length(),
              Optional.of(calls)
                  .filter(WindowCalls::isKnown)
                  .map(known -> overlaps(known, targets)));
      return new Result(view, OverlapView.Pair.class, view.pairs(), List.of());
    };
  }

  private static BiFunction<Integer, Integer, Overlap> overlaps(
      WindowCalls calls, List<Target> targets) {
    if (targets.size() == 2) {
      Overlap overlap = calls.overlap(targets.get(0).contracts(), targets.get(1).contracts());
      return (a, b) -> overlap;
    }
    OverlapMatrix matrix = calls.overlaps(targets.stream().map(Target::contracts).toList());
    return matrix::of;
  }

  private static List<Target> groups(String groups, Parameters parameters, Labels labels) {
    for (String other : List.of("a", "b")) {
      if (parameters.has(other)) {
        throw new InvalidParameterException(
            other, parameters.text(other).orElse(""), "left out where groups are given");
      }
    }
    List<String> names = Arrays.asList(groups.split(",", -1));
    if (names.size() < 2 || names.size() > OverlapMatrix.MAX_MEMBERS) {
      throw new InvalidParameterException(
          "groups",
          groups,
          "2 to " + OverlapMatrix.MAX_MEMBERS + " groups or addresses, separated by commas");
    }
    return names.stream().map(name -> Target.ofGroupOrAddress("groups", name, labels)).toList();
  }

  private static String required(Parameters parameters, String name) {
    return parameters
        .text(name)
        .orElseThrow(
            () ->
                InvalidParameterException.missing(name, "a contract or group, or groups several"));
  }
}
