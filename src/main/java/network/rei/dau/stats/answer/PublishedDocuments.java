package network.rei.dau.stats.answer;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.json.Json;

/** The files that are published in the cache folder, for people and scripts. */
public final class PublishedDocuments {

  /**
   * @param stats as {@code data} of {@code /api/stats/24h}
   * @param lastProcessedBlock 0 if there is none
   * @param lastProcessedBlockTimestamp null if there is none
   * @param lastBlockTimestamp the same, under the name that the Node.js version's worker wrote
   * @param timestamp when the data last changed
   */
  private record StatisticsView(
      ActivityView stats,
      long lastProcessedBlock,
      Instant lastProcessedBlockTimestamp,
      Instant lastBlockTimestamp,
      Instant timestamp) {}

  private PublishedDocuments() {}

  /**
   * {@code statistics.json}: {@code {stats, lastProcessedBlock, lastProcessedBlockTimestamp,
   * lastBlockTimestamp, timestamp}}, the last 24 hours and the last processed block.
   *
   * @param out stays open
   */
  public static void writeStatistics(Ledger ledger, Instant computedAt, OutputStream out)
      throws IOException {
    Optional<LedgerRecord> last = ledger.last();
    Instant lastTimestamp =
        last.map(record -> Instant.ofEpochSecond(record.lastTimestamp())).orElse(null);
    Json.writePretty(
        new StatisticsView(
            PreparedAnswers.last24Hours(ledger, computedAt),
            last.map(LedgerRecord::lastBlock).orElse(0L),
            lastTimestamp,
            lastTimestamp,
            computedAt),
        out);
    out.write('\n');
    out.flush();
  }

  /**
   * {@code history.json}: an array of the records, oldest first, a line each, as in {@code
   * /api/stats/history} without their address lists.
   *
   * @param out stays open
   */
  public static void writeHistory(Ledger ledger, OutputStream out) throws IOException {
    for (byte[] piece : RecordListing.lines(ledger.records())) {
      out.write(piece);
    }
    out.flush();
  }
}
