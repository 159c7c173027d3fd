package network.rei.dau.views;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import network.rei.dau.activity.Ledger;

/** The files that are published in the cache folder, for people and scripts. */
public final class PublishedViews {

  private PublishedViews() {}

  /** {@code statistics.json}: the last 24 hours, the last processed block and its time. */
  public static void writeStatistics(Ledger ledger, Instant computedAt, OutputStream out)
      throws IOException {
    out.flush();
  }

  /** {@code history.json}: the records, oldest first, without address lists. */
  public static void writeHistory(Ledger ledger, OutputStream out) throws IOException {
    out.flush();
  }
}
