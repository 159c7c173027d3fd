package network.rei.dau.stats.answer;

import java.time.Instant;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.activity.ledger.count.WindowActivity;

/**
 * The first and the last block of an activity and their timestamps; {@code {0, 0, null, null}}
 * without blocks.
 */
record BlockRangeView(long start, long end, Instant startTimestamp, Instant endTimestamp) {

  private static final BlockRangeView NONE = new BlockRangeView(0, 0, null, null);

  static BlockRangeView of(WindowActivity activity) {
    return activity
        .span()
        .map(span -> of(span.blocks(), span.firstTimestamp(), span.lastTimestamp()))
        .orElse(NONE);
  }

  static BlockRangeView of(LedgerRecord record) {
    return of(record.blocks(), record.firstTimestamp(), record.lastTimestamp());
  }

  private static BlockRangeView of(BlockRange blocks, long firstTimestamp, long lastTimestamp) {
    return new BlockRangeView(
        blocks.first(),
        blocks.last(),
        Instant.ofEpochSecond(firstTimestamp),
        Instant.ofEpochSecond(lastTimestamp));
  }
}
