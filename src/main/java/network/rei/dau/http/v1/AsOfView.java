package network.rei.dau.http.v1;

import java.time.Instant;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;

/**
 * The last processed block, in every answer: the data shows the chain as of then.
 *
 * @param asOf its time; null if there is none yet
 * @param asOfBlock its number; null if there is none yet
 */
public record AsOfView(Instant asOf, Long asOfBlock) {

  public static AsOfView of(Ledger ledger) {
    return ledger
        .last()
        .map(last -> new AsOfView(lastTime(last), last.lastBlock()))
        .orElse(new AsOfView(null, null));
  }

  private static Instant lastTime(LedgerRecord record) {
    return Instant.ofEpochSecond(record.lastTimestamp());
  }
}
