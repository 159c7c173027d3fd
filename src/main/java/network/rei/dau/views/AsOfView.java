package network.rei.dau.views;

import java.time.Instant;
import network.rei.dau.activity.Ledger;
import network.rei.dau.activity.LedgerRecord;

/**
 * The last processed block, in every answer: the data shows the chain as of then.
 *
 * @param asOf its time; null if there is none yet
 * @param asOfBlock its number; null if there is none yet
 */
record AsOfView(Instant asOf, Long asOfBlock) {

  static AsOfView of(Ledger ledger) {
    return ledger
        .last()
        .map(last -> new AsOfView(lastTime(last), last.lastBlock()))
        .orElse(new AsOfView(null, null));
  }

  private static Instant lastTime(LedgerRecord record) {
    return Instant.ofEpochSecond(record.lastTimestamp());
  }
}
