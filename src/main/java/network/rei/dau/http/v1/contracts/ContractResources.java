package network.rei.dau.http.v1.contracts;

import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.pathPrefix;
import static network.rei.dau.http.directive.ResourceDirectives.resource;
import static network.rei.dau.http.directive.ResourceDirectives.segments;

import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import network.rei.dau.activity.contract.CallSightings;
import network.rei.dau.activity.contract.ContractRanking;
import network.rei.dau.activity.contract.ContractUsers;
import network.rei.dau.activity.contract.Newcomers;
import network.rei.dau.activity.contract.Overlap;
import network.rei.dau.activity.contract.OverlapMatrix;
import network.rei.dau.activity.contract.WindowCalls;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.filter.FilterParameter;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.http.v1.parameter.Paging;
import network.rei.dau.http.v1.parameter.WindowLength;
import network.rei.dau.http.v1.parameter.WindowParameter;
import network.rei.dau.http.v1.response.SnapshotDirectives;
import network.rei.dau.http.v1.response.SnapshotDirectives.Query;
import network.rei.dau.http.v1.response.SnapshotDirectives.Result;
import network.rei.dau.label.Labels;

/** {@code /contracts} and {@code /overlap}: the users of contracts and of groups of contracts. */
public final class ContractResources {

  private static final Duration WEEK = Duration.ofDays(7);
  static final int DEFAULT_LIMIT = 20;
  static final int MAX_LIMIT = 1000;

  /** Limits the memory, which is a bit for each address and function. */
  private static final int MAX_FUNCTIONS = 100;

  static final List<String> ORDERS =
      Arrays.stream(ContractRanking.Order.values())
          .map(order -> order.name().toLowerCase(Locale.ROOT))
          .toList();

  static final List<String> RESOLUTIONS =
      List.of(Resolution.HOUR.key(), Resolution.DAY.key(), Resolution.WEEK.key());

  private final SnapshotDirectives snapshots;
  private final Duration retention;
  private final FilterSettings filters;
  private final ContractConcentrationResources concentration;
  private final ContractTimelineResources timelines;
  private final ContractGroupsResource groups;

  /**
   * @param retention the longest rolling window
   */
  public ContractResources(
      SnapshotDirectives snapshots, Duration retention, FilterSettings filters) {
    this.snapshots = snapshots;
    this.retention = retention;
    this.filters = filters;
    this.concentration = new ContractConcentrationResources(snapshots, retention, filters);
    this.timelines = new ContractTimelineResources(snapshots, filters);
    this.groups = new ContractGroupsResource(snapshots, retention, filters);
  }

  /** Returns the routes of the resources by path segment. */
  public Map<String, Route> routes() {
    return Map.of("contracts", contracts(), "overlap", overlap());
  }

  private Route contracts() {
    return concat(
        resource(() -> snapshots.completeLabelledTable(this::ranking)),
        segments(
            Map.of(
                "newcomers",
                resource(() -> snapshots.completeLabelledTable(this::newcomers)),
                "groups",
                groups.route())),
        resource(
            contract ->
                snapshots.completeLabelledTable(
                    (parameters, labels) -> contract(contract, parameters, labels))),
        pathPrefix(PathMatchers.segment(), contract -> segments(routesOf(contract))));
  }

  private Map<String, Route> routesOf(String contract) {
    Map<String, Route> routes = new HashMap<>(timelines.routes(contract));
    routes.put("concentration", concentration.route(contract));
    return routes;
  }

  private Route overlap() {
    return resource(() -> snapshots.completeLabelledTable(this::overlap));
  }

  private Query ranking(Parameters parameters, Labels labels) {
    WindowParameter window = WindowParameter.ofDay(parameters, retention);
    FilterParameter filter = FilterParameter.of(parameters);
    String by = parameters.word("by", ORDERS, ORDERS.get(0));
    ContractRanking.Order order = ContractRanking.Order.valueOf(by.toUpperCase(Locale.ROOT));
    Paging paging = Paging.of(parameters, DEFAULT_LIMIT, MAX_LIMIT);
    return ledger -> {
      CallWindow calls = new CallWindow(ledger, window, filter, filters);
      Optional<ContractRanking> ranking = calls.known().map(WindowCalls::ranking);
      int total = ranking.map(ContractRanking::size).orElse(0);
      ContractsView view =
          ContractsView.of(
              calls,
              labels,
              by,
              ranking.map(ContractRanking::size),
              ranking
                  .map(known -> known.ranked(order, paging.from(total), paging.to(total)))
                  .orElse(List.of()),
              paging.from(total));
      return calls.over(
          new Result(view, ContractsView.Ranked.class, view.contracts(), paging.links(total)));
    };
  }

  private Query contract(String text, Parameters parameters, Labels labels) {
    Target target = Target.of("address", text, labels);
    WindowParameter window = WindowParameter.ofDay(parameters, retention);
    FilterParameter parameter = FilterParameter.of(parameters);
    Paging paging = Paging.of(parameters, DEFAULT_LIMIT, MAX_FUNCTIONS);
    return ledger -> {
      CallWindow calls = new CallWindow(ledger, window, parameter, filters);
      Optional<ContractUsers> users = calls.known().map(known -> known.users(target.contracts()));
      List<ContractUsers.FunctionCalls> functions =
          users.map(ContractUsers::functions).orElse(List.of());
      int total = functions.size();
      List<ContractUsers.FunctionCalls> page =
          functions.subList(paging.from(total), paging.to(total));
      ContractView view =
          ContractView.of(
              calls,
              target,
              CallSightings.of(ledger, target.contracts(), calls.rules()),
              users,
              page,
              calls
                  .known()
                  .filter(known -> !page.isEmpty())
                  .map(known -> known.usersOfFunctions(target.contracts(), page))
                  .orElse(new long[0]));
      return calls.over(
          new Result(view, ContractView.Function.class, view.functions(), paging.links(total)));
    };
  }

  private Query newcomers(Parameters parameters, Labels labels) {
    WindowParameter window =
        WindowParameter.of(
            parameters,
            retention,
            WindowLength.of(WEEK.compareTo(retention) <= 0 ? WEEK : retention));
    FilterParameter filter = FilterParameter.of(parameters);
    Paging paging = Paging.of(parameters, DEFAULT_LIMIT, MAX_LIMIT);
    return ledger -> {
      CallWindow calls = new CallWindow(ledger, window, filter, filters);
      Optional<Newcomers> newcomers =
          calls.known().filter(known -> filters.countsNonces()).map(WindowCalls::newcomers);
      int total = newcomers.map(Newcomers::size).orElse(0);
      NewcomersView view =
          NewcomersView.of(
              calls,
              labels,
              newcomers,
              newcomers
                  .map(known -> known.ranked(paging.from(total), paging.to(total)))
                  .orElse(List.of()),
              paging.from(total));
      return calls.over(
          new Result(view, NewcomersView.Ranked.class, view.contracts(), paging.links(total)));
    };
  }

  private Query overlap(Parameters parameters, Labels labels) {
    WindowParameter window = WindowParameter.ofDay(parameters, retention);
    FilterParameter filter = FilterParameter.of(parameters);
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
      CallWindow calls = new CallWindow(ledger, window, filter, filters);
      OverlapView view =
          OverlapView.of(calls, targets, calls.known().map(known -> overlaps(known, targets)));
      return calls.over(new Result(view, OverlapView.Pair.class, view.pairs(), List.of()));
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
