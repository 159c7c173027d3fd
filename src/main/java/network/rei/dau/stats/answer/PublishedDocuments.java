package network.rei.dau.stats.answer;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.json.Json;

/** Renders the files that are published in the cache folder, for people and scripts. */
public final class PublishedDocuments {

  /**
   * The contents of {@code statistics.json}.
   *
   * @param stats as {@code data} of {@code /api/stats/24h}
   * @param lastProcessedBlock 0 without blocks
   * @param lastProcessedBlockTimestamp null without blocks
   * @param lastBlockTimestamp the same timestamp by the name that the Node.js version's worker
   *     wrote
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
   * Writes {@code statistics.json}: {@code {stats, lastProcessedBlock, lastProcessedBlockTimestamp,
   * lastBlockTimestamp, timestamp}}, the activity of the last 24 hours and the last processed
   * block.
   *
   * @param computedAt when the data last changed
   * @param countsNonces as for {@link PreparedAnswers#of}
   * @param out stays open
   */
  public static void writeStatistics(
      Ledger ledger, Instant computedAt, boolean countsNonces, OutputStream out)
      throws IOException {
    Optional<LedgerRecord> last = ledger.last();
    Instant lastTimestamp =
        last.map(record -> Instant.ofEpochSecond(record.lastTimestamp())).orElse(null);
    Json.writePretty(
        new StatisticsView(
            PreparedAnswers.last24Hours(ledger, computedAt, countsNonces),
            last.map(LedgerRecord::lastBlock).orElse(0L),
            lastTimestamp,
            lastTimestamp,
            computedAt),
        out);
    out.write('\n');
    out.flush();
  }

  /**
   * Writes {@code history.json}: an array of the records, oldest first, one record per line, as in
   * {@code /api/stats/history} without the addresses.
   *
   * @param countsNonces as for {@link PreparedAnswers#of}
   * @param out stays open
   */
  public static void writeHistory(Ledger ledger, boolean countsNonces, OutputStream out)
      throws IOException {
    for (byte[] part : RecordListing.lines(ledger.records(), countsNonces)) {
      out.write(part);
    }
    out.flush();
  }
}
