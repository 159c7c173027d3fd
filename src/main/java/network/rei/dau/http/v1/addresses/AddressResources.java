package network.rei.dau.http.v1.addresses;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.TransactionCounts.Role;
import network.rei.dau.activity.ledger.TransactionCountsByAddress;
import network.rei.dau.activity.ledger.WindowActivity;
import network.rei.dau.http.InvalidParameterException;
import network.rei.dau.http.Parameters;
import network.rei.dau.http.v1.DataResource;
import network.rei.dau.http.v1.Paging;
import network.rei.dau.http.v1.Resource;
import network.rei.dau.http.v1.WindowLength;
import network.rei.dau.http.v1.WindowParameter;

/** {@code /addresses}: the busiest ones, and what one of them did. */
public final class AddressResources {

  private static final WindowLength DAY = new WindowLength("24h", Duration.ofHours(24));
  private static final int USUAL = 20;
  private static final int MOST = 1000;
  private static final List<String> ROLES =
      Arrays.stream(Role.values()).map(role -> role.name().toLowerCase(Locale.ROOT)).toList();

  private final Duration retention;

  /**
   * @param retention how far back records are kept
   */
  public AddressResources(Duration retention) {
    this.retention = retention;
  }

  public Map<String, Resource> all(DataResource.Tools tools) {
    return Map.of(
        "/addresses/top", DataResource.table(tools, this::top),
        "/addresses/{address}", DataResource.object(tools, this::address));
  }

  private DataResource.Query top(Parameters parameters) {
    WindowLength usual =
        DAY.duration().compareTo(retention) <= 0 ? DAY : WindowLength.of(retention);
    WindowParameter choice = WindowParameter.any(parameters, retention, usual);
    String by = parameters.word("by", ROLES, "total");
    Paging paging = Paging.of(parameters, USUAL, MOST);
    return ledger -> top(ledger, choice, by, paging);
  }

  private static DataResource.Result top(
      Ledger ledger, WindowParameter choice, String by, Paging paging) {
    Role role = Role.valueOf(by.toUpperCase(Locale.ROOT));
    WindowActivity window = choice.count().apply(ledger);
    TransactionCountsByAddress traffic = ledger.traffic(window.window());
    int total = Math.toIntExact(traffic.count(role));
    return new DataResource.Result(
        TopAddressesView.of(
            ledger,
            window,
            choice.length(),
            by,
            total,
            traffic.busiest(role, paging.to(total)),
            paging.from(total)),
        paging.links(total));
  }

  private DataResource.Query address(Parameters parameters) {
    Address address = address(parameters.text("address").orElseThrow());
    WindowParameter choice = WindowParameter.any(parameters, retention, WindowLength.of(retention));
    return ledger -> {
      WindowActivity window = choice.count().apply(ledger);
      return DataResource.Result.of(
          AddressView.of(
              ledger, address, ledger.address(address, window.window()), window, choice.length()));
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
