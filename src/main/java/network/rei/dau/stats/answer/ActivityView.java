package network.rei.dau.stats.answer;

import java.time.Instant;
import network.rei.dau.activity.ledger.ActivityCounts;
import network.rei.dau.activity.ledger.WindowActivity;

/**
 * What was active in a window: {@code data} of {@code /api/stats/24h}, and, beside {@code date}, a
 * day of {@code /api/stats/7days}.
 *
 * @param recordCount how many records the blocks lie in
 * @param complete false while blocks of the window are missing or to come
 * @param missingBlocks null where it cannot be known
 * @param timestamp when this was computed
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
