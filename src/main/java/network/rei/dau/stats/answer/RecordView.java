package network.rei.dau.stats.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.ledger.ActivityCounts;
import network.rei.dau.activity.ledger.LedgerRecord;

/**
 * A record, as in {@code /api/stats/history}, {@code /api/stats/records} and {@code history.json}.
 *
 * @param sealed whether its last block is in, so that it stays as it is
 * @param timestamp when it was last written
 */
record RecordView(BlockRangeView blockRange, Stats stats, boolean sealed, Instant timestamp) {

  /**
   * @param uniqueAddresses sorted, lowercase; null where they are left out
   */
  record Stats(
      long totalBlocks,
      long totalTransactions,
      long uniqueAddressCount,
      long uniqueSenders,
      long uniqueRecipients,
      long newSenders,
      @JsonInclude(JsonInclude.Include.NON_NULL) List<Address> uniqueAddresses) {}

  /**
   * The record.
   *
   * @param addresses those that it lists; null to leave them out
   */
  public static RecordView of(LedgerRecord record, List<Address> addresses) {
    ActivityCounts counts = record.counts();
    return new RecordView(
        BlockRangeView.of(record),
        new Stats(
            counts.blocks(),
            counts.transactions(),
            counts.addresses(),
            counts.senders(),
            counts.recipients(),
            counts.newSenders(),
            addresses),
        record.sealed(),
        record.storedAt());
  }
}
