package network.rei.dau.http.v1.view;

import java.time.Instant;
import network.rei.dau.activity.ledger.Ledger;

/**
 * The last processed block, which is part of every response: the data describes the chain up to it.
 *
 * @param asOf its timestamp; null without blocks
 * @param asOfBlock its number; null without blocks
 */
public record AsOfView(Instant asOf, Long asOfBlock) {

  /** Returns the last processed block of a ledger. */
  public static AsOfView of(Ledger ledger) {
    return ledger
        .last()
        .map(last -> new AsOfView(Instant.ofEpochSecond(last.lastTimestamp()), last.lastBlock()))
        .orElse(new AsOfView(null, null));
  }
}
