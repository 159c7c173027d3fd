package network.rei.dau.ingest.run;

import java.time.Duration;
import java.util.List;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.ledger.LedgerRecord;

/**
 * How often new blocks are looked for: once in the mean time between the newest stored blocks, so
 * that a chain is asked as often as it makes blocks, within bounds.
 */
final class FollowInterval {

  /** Endpoints are not asked more often, however fast the chain makes blocks. */
  static final Duration SHORTEST = Duration.ofMillis(250);

  /** The open record alone may have too few blocks for a mean. */
  private static final int MEASURED_RECORDS = 2;

  private FollowInterval() {}

  /**
   * Returns the mean time between the newest blocks.
   *
   * @param records oldest first
   * @param longest the result if the records do not show the time, and its upper bound; if it is
   *     shorter than {@link #SHORTEST}, it is the result
   */
  static Duration of(List<LedgerRecord> records, Duration longest) {
    if (records.isEmpty()) {
      return longest;
    }
    LedgerRecord first = records.get(Math.max(0, records.size() - MEASURED_RECORDS));
    LedgerRecord last = records.get(records.size() - 1);
    return of(
        last.lastBlock() - first.firstBlock(),
        last.lastTimestamp() - first.firstTimestamp(),
        longest);
  }

  /**
   * Returns the mean time between the blocks from one to a later one, where nothing is stored yet.
   *
   * @param longest as for the mean of records
   */
  static Duration of(BlockHeader first, BlockHeader last, Duration longest) {
    return of(last.number() - first.number(), last.timestamp() - first.timestamp(), longest);
  }

  private static Duration of(long blocks, long seconds, Duration longest) {
    if (blocks <= 0 || seconds < 0 || seconds / blocks >= longest.toSeconds() + 1) {
      return longest;
    }
    Duration mean = Duration.ofSeconds(seconds).dividedBy(blocks);
    return min(max(mean, SHORTEST), longest);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
