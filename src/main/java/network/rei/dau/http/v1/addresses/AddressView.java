package network.rei.dau.http.v1.addresses;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Optional;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.ledger.AddressActivity;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.WindowActivity;
import network.rei.dau.http.v1.ApiView;
import network.rei.dau.http.v1.AsOfView;
import network.rei.dau.http.v1.CoverageView;
import network.rei.dau.http.v1.WindowBoundsView;

/**
 * {@code GET /api/v1/addresses/{address}}: whether, when and how much an address was active.
 *
 * @param active whether it takes part in any stored transaction
 * @param first stored block in which it does; null if it never does
 * @param last stored block in which it does; null if it never does
 * @param window whose transactions are counted
 * @param sent transactions as sender; null, as the next two, where nothing of the window is stored
 * @param received transactions as recipient
 * @param total as either; a transaction to oneself counts once
 */
public record AddressView(
    @JsonUnwrapped AsOfView asOf,
    Address address,
    boolean active,
    SightingView first,
    SightingView last,
    WindowBoundsView window,
    Long sent,
    Long received,
    Long total,
    @JsonUnwrapped CoverageView coverage)
    implements ApiView {

  /** A block and its time. */
  public record SightingView(long block, Instant time) {}

  /**
   * The answer about one address.
   *
   * @param window that its transactions were counted in
   * @param length of a rolling window, as it was asked for
   */
  public static AddressView of(
      Ledger ledger,
      Address address,
      AddressActivity activity,
      WindowActivity window,
      Optional<String> length) {
    boolean known = window.isKnown();
    return new AddressView(
        AsOfView.of(ledger),
        address,
        activity.first().isPresent(),
        activity.first().map(AddressView::sighting).orElse(null),
        activity.last().map(AddressView::sighting).orElse(null),
        WindowBoundsView.of(window, length),
        known ? activity.transactions().sent() : null,
        known ? activity.transactions().received() : null,
        known ? activity.transactions().total() : null,
        CoverageView.of(window));
  }

  private static SightingView sighting(AddressActivity.Sighting sighting) {
    return new SightingView(sighting.block(), Instant.ofEpochSecond(sighting.timestamp()));
  }
}
