package network.rei.dau.activity.ledger;

import network.rei.dau.activity.block.BlockRange;

/**
 * Consecutive blocks that are missing between stored blocks.
 *
 * @param blocks the missing blocks
 * @param firstChunk index of the chunk of the first missing block
 * @param lastChunk index of the chunk of the last missing block
 * @param after timestamp of the stored block before, seconds since 1970
 * @param before timestamp of the stored block after, seconds since 1970
 */
public record Gap(BlockRange blocks, long firstChunk, long lastChunk, long after, long before) {

  static Gap between(LedgerRecord previous, LedgerRecord next) {
    return new Gap(
        new BlockRange(previous.lastBlock() + 1, next.firstBlock() - 1),
        previous.sealed() ? previous.index() + 1 : previous.index(),
        next.index() - 1,
        previous.lastTimestamp(),
        next.firstTimestamp());
  }
}
