package network.rei.dau.activity.ledger;

import network.rei.dau.activity.block.BlockRange;

/**
 * Blocks that are missing between stored ones.
 *
 * @param blocks that are missing
 * @param firstChunk index of the chunk that the first of them lies in
 * @param lastChunk index of the chunk that the last of them lies in
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
