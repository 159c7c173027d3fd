package network.rei.dau.http.v1.addresses;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Optional;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.AddressActivity;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.WindowLookup;
import network.rei.dau.http.v1.view.AsOfView;
import network.rei.dau.http.v1.view.CoverageView;
import network.rei.dau.http.v1.view.LabelView;
import network.rei.dau.http.v1.view.SightingView;
import network.rei.dau.http.v1.view.WindowBoundsView;
import network.rei.dau.label.Label;

/**
 * {@code GET /api/v1/addresses/{address}}: the activity of an address.
 *
 * @param active whether the address is sender or recipient of any stored transaction; null if that
 *     is unknown because some records are not in memory
 * @param first the first stored block with such a transaction; null without one, or if it is
 *     unknown
 * @param last the last stored block with such a transaction; null without one, or if it is unknown
 * @param window in which the transactions are counted
 * @param sent transactions as sender; null, like the next two, if no block of the window is stored
 * @param received transactions as recipient
 * @param total transactions as either; a transaction from the address to itself counts once
 * @param availableFrom the first time from which the stored blocks are known to be all blocks of
 *     the chain and are in memory; null if they begin with block 0
 */
record AddressView(
    @JsonUnwrapped AsOfView asOf,
    Address address,
    @JsonUnwrapped LabelView label,
    Boolean active,
    SightingView first,
    SightingView last,
    WindowBoundsView window,
    Long sent,
    Long received,
    Long total,
    @JsonUnwrapped CoverageView coverage,
    Instant availableFrom) {

  /**
   * Returns the view of one address.
   *
   * @param window in which the transactions are counted
   * @param length of a rolling window, as the client wrote it
   */
  static AddressView of(
      Ledger ledger,
      Address address,
      Optional<Label> label,
      AddressActivity activity,
      WindowActivity window,
      Optional<String> length) {
    boolean stored = window.isKnown();
    boolean whole = ledger.availableFrom().isEmpty();
    boolean seen = activity.first().isPresent();
    return new AddressView(
        AsOfView.of(ledger),
        address,
        LabelView.of(label),
        (whole || seen) ? seen : null,
        SightingView.of(activity.first().filter(first -> whole)),
        SightingView.of(activity.last()),
        WindowBoundsView.of(window, length),
        stored ? activity.transactions().sent() : null,
        stored ? activity.transactions().received() : null,
        stored ? activity.transactions().total() : null,
        CoverageView.of(window),
        CoverageView.time(new WindowLookup(ledger).recordedFrom()));
  }
}
