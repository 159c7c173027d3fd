package network.rei.dau.stats.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Function;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * The activity of a window: {@code data} of {@code /api/stats/24h} and, with {@code date}, a day of
 * {@code /api/stats/7days}.
 *
 * @param newSenders null also if the nonces of the chain do not count transactions
 * @param recordCount the number of records that contain the blocks
 * @param complete whether all blocks of the window exist and are stored
 * @param missingBlocks null where their number cannot be determined
 * @param timestamp when the data last changed
 * @param availableFrom the first time from which all blocks are in memory, if blocks of the window
 *     are not, so that the counts are null; left out otherwise
 */
record ActivityView(
    Long totalBlocks,
    Long totalTransactions,
    Long uniqueAddressCount,
    Long uniqueSenders,
    Long uniqueRecipients,
    Long newSenders,
    int recordCount,
    boolean complete,
    Long missingBlocks,
    BlockRangeView blockRange,
    Instant timestamp,
    @JsonInclude(JsonInclude.Include.NON_NULL) Instant availableFrom) {

  static ActivityView of(WindowActivity activity, Instant computedAt, boolean countsNonces) {
    OptionalLong from = activity.availableFrom();
    ActivityCounts counts = activity.counts();
    Function<Long, Long> known = count -> from.isEmpty() ? count : null;
    return new ActivityView(
        known.apply(counts.blocks()),
        known.apply(counts.transactions()),
        known.apply(counts.addresses()),
        known.apply(counts.senders()),
        known.apply(counts.recipients()),
        countsNonces ? known.apply(counts.newSenders()) : null,
        activity.records(),
        activity.complete(),
        activity.missingBlocks().isPresent() ? activity.missingBlocks().getAsLong() : null,
        BlockRangeView.of(activity),
        computedAt,
        from.isPresent() ? Instant.ofEpochSecond(from.getAsLong()) : null);
  }
}
