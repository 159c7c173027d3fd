package network.rei.dau.stats.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.ledger.count.ActivityCounts;

/**
 * A record in {@code /api/stats/history}, {@code /api/stats/records} and {@code history.json}.
 *
 * @param sealed whether all blocks of its chunk are stored, so that it does not change any more
 * @param timestamp when it was last stored
 */
record RecordView(BlockRangeView blockRange, Stats stats, boolean sealed, Instant timestamp) {

  /**
   * The counts of a record.
   *
   * @param newSenders null if the nonces of the chain do not count transactions
   * @param uniqueAddresses sorted, in lower case; null where they are omitted
   */
  record Stats(
      long totalBlocks,
      long totalTransactions,
      long uniqueAddressCount,
      long uniqueSenders,
      long uniqueRecipients,
      Long newSenders,
      @JsonInclude(JsonInclude.Include.NON_NULL) List<Address> uniqueAddresses) {}

  /**
   * Returns the view of a record.
   *
   * @param addresses to list; null to omit the field
   */
  static RecordView of(LedgerRecord record, List<Address> addresses, boolean countsNonces) {
    ActivityCounts counts = record.counts();
    return new RecordView(
        BlockRangeView.of(record),
        new Stats(
            counts.blocks(),
            counts.transactions(),
            counts.addresses(),
            counts.senders(),
            counts.recipients(),
            countsNonces ? counts.newSenders() : null,
            addresses),
        record.sealed(),
        record.storedAt());
  }
}
