package network.rei.dau.http.v1.addresses;

import static akka.http.javadsl.server.Directives.concat;
import static network.rei.dau.http.directive.ResourceDirectives.resource;
import static network.rei.dau.http.directive.ResourceDirectives.segments;

import akka.http.javadsl.server.Route;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.TransactionCountsByAddress;
import network.rei.dau.activity.ledger.count.TransactionCounts.Role;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.v1.filter.ActivityFilter;
import network.rei.dau.http.v1.filter.FilterParameter;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.http.v1.parameter.Paging;
import network.rei.dau.http.v1.parameter.WindowLength;
import network.rei.dau.http.v1.parameter.WindowParameter;
import network.rei.dau.http.v1.response.SnapshotDirectives;
import network.rei.dau.http.v1.response.SnapshotDirectives.Query;
import network.rei.dau.http.v1.response.SnapshotDirectives.Result;
import network.rei.dau.label.Labels;

/**
 * {@code /addresses}: the busiest addresses and the activity of a single address.
 *
 * @param retention the longest rolling window
 */
public record AddressResources(
    SnapshotDirectives snapshots, Duration retention, FilterSettings filters) {

  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 1000;
  private static final List<String> ROLES =
      Arrays.stream(Role.values()).map(role -> role.name().toLowerCase(Locale.ROOT)).toList();

  /** Returns the routes of the resources. */
  public Route route() {
    return concat(
        segments(Map.of("top", resource(() -> snapshots.completeLabelledTable(this::top)))),
        resource(
            address ->
                snapshots.completeLabelledJson(
                    (parameters, labels) -> address(address, parameters, labels))));
  }

  private Query top(Parameters parameters, Labels labels) {
    WindowParameter window = WindowParameter.ofDay(parameters, retention);
    String by = parameters.word("by", ROLES, "total");
    FilterParameter filter = FilterParameter.of(parameters);
    Paging paging = Paging.of(parameters, DEFAULT_LIMIT, MAX_LIMIT);
    return ledger ->
        top(ledger, labels, window, by, new ActivityFilter(filter, filters, ledger), paging);
  }

  private static Result top(
      Ledger ledger,
      Labels labels,
      WindowParameter window,
      String by,
      ActivityFilter filter,
      Paging paging) {
    Role role = Role.valueOf(by.toUpperCase(Locale.ROOT));
    ActivityFilter.Filtered filtered = filter.apply(window.recordedIn(ledger));
    WindowActivity activity = filtered.activity();
    if (!activity.isKnown()) {
      TopAddressesView view =
          TopAddressesView.of(
              ledger, labels, filter, filtered, window.length(), by, 0, List.of(), 0);
      return new Result(view, TopAddressesView.Ranked.class, view.addresses(), List.of());
    }
    TransactionCountsByAddress counts = ledger.transactionCounts(activity.window(), filter.rules());
    int total = Math.toIntExact(counts.count(role));
    TopAddressesView view =
        TopAddressesView.of(
            ledger,
            labels,
            filter,
            filtered,
            window.length(),
            by,
            total,
            counts.busiest(role, paging.to(total)),
            paging.from(total));
    return new Result(view, TopAddressesView.Ranked.class, view.addresses(), paging.links(total))
        .over(activity);
  }

  private Query address(String text, Parameters parameters, Labels labels) {
    Address address = address(text);
    WindowParameter window = WindowParameter.of(parameters, retention, WindowLength.of(retention));
    return ledger -> {
      WindowActivity activity = window.recordedIn(ledger);
      return Result.of(
          AddressView.of(
              ledger,
              address,
              labels.describe(address),
              ledger.address(address, activity.window()),
              activity,
              window.length()));
    };
  }

  private static Address address(String text) {
    try {
      return Address.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidParameterException("address", text, "0x and 40 hexadecimal digits");
    }
  }
}
