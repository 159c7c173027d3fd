package network.rei.dau.stats.answer;

import java.time.Instant;
import network.rei.dau.activity.ledger.ActivityCounts;
import network.rei.dau.activity.ledger.WindowActivity;

/**
 * The activity of a window: {@code data} of {@code /api/stats/24h} and, with {@code date}, a day of
 * {@code /api/stats/7days}.
 *
 * @param recordCount the number of records that contain the blocks
 * @param complete whether all blocks of the window exist and are stored
 * @param missingBlocks null where their number cannot be determined
 * @param timestamp when the data last changed
 */
record ActivityView(
    long totalBlocks,
    long totalTransactions,
    long uniqueAddressCount,
    long uniqueSenders,
    long uniqueRecipients,
    long newSenders,
    int recordCount,
    boolean complete,
    Long missingBlocks,
    BlockRangeView blockRange,
    Instant timestamp) {

  static ActivityView of(WindowActivity activity, Instant computedAt) {
    ActivityCounts counts = activity.counts();
    return new ActivityView(
        counts.blocks(),
        counts.transactions(),
        counts.addresses(),
        counts.senders(),
        counts.recipients(),
        counts.newSenders(),
        activity.records(),
        activity.complete(),
        activity.missingBlocks().isPresent() ? activity.missingBlocks().getAsLong() : null,
        BlockRangeView.of(activity),
        computedAt);
  }
}
