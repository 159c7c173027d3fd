package network.rei.dau.http.v1.contracts;

import static network.rei.dau.http.directive.ResourceDirectives.resource;

import akka.http.javadsl.server.Route;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import network.rei.dau.activity.contract.ContractRanking;
import network.rei.dau.activity.contract.GroupRanking;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.filter.FilterParameter;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.http.v1.parameter.Paging;
import network.rei.dau.http.v1.parameter.WindowParameter;
import network.rei.dau.http.v1.response.SnapshotDirectives;
import network.rei.dau.http.v1.response.SnapshotDirectives.Query;
import network.rei.dau.http.v1.response.SnapshotDirectives.Result;
import network.rei.dau.label.Labels;

/**
 * {@code /contracts/groups}: the groups of the file of labels.
 *
 * @param retention the longest rolling window
 */
record ContractGroupsResource(
    SnapshotDirectives snapshots, Duration retention, FilterSettings filters) {

  Route route() {
    return resource(() -> snapshots.completeLabelledTable(this::groups));
  }

  private Query groups(Parameters parameters, Labels labels) {
    WindowParameter window = WindowParameter.ofDay(parameters, retention);
    FilterParameter filter = FilterParameter.of(parameters);
    String by = parameters.word("by", ContractResources.ORDERS, ContractResources.ORDERS.get(0));
    ContractRanking.Order order = ContractRanking.Order.valueOf(by.toUpperCase(Locale.ROOT));
    Paging paging =
        Paging.of(parameters, ContractResources.DEFAULT_LIMIT, ContractResources.MAX_LIMIT);
    return ledger -> {
      CallWindow calls = new CallWindow(ledger, window, filter, filters);
      Optional<List<GroupRanking.Entry>> groups =
          calls.known().map(known -> known.groups(labels.groups(), order));
      int total = groups.map(List::size).orElse(0);
      ContractGroupsView view =
          ContractGroupsView.of(calls, by, groups, paging.from(total), paging.to(total));
      return calls.over(
          new Result(view, ContractGroupsView.Ranked.class, view.groups(), paging.links(total)));
    };
  }
}
