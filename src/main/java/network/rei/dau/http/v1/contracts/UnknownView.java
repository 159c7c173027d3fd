package network.rei.dau.http.v1.contracts;

import java.time.Instant;
import network.rei.dau.activity.contract.WindowCalls;
import network.rei.dau.activity.ledger.count.UnknownReason;
import network.rei.dau.http.v1.view.CoverageView;

/**
 * Why calls are not known; both are null if they are.
 *
 * @param availableFrom the first time from which calls are known; null also if there is none yet
 * @param unknownBecause the key of an {@link UnknownReason}
 */
record UnknownView(Instant availableFrom, String unknownBecause) {

  /** New senders are not known on this chain, whatever the window is. */
  static final UnknownView OF_NONCES =
      new UnknownView(null, UnknownReason.NONCES_DO_NOT_COUNT.key());

  static UnknownView of(WindowCalls calls) {
    return new UnknownView(
        CoverageView.time(calls.availableFrom()),
        calls.unknown().map(UnknownReason::key).orElse(null));
  }
}
