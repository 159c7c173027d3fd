package network.rei.dau.chain;

import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockColumns;

/**
 * The blocks of a range from its start on, in order, each linked to the one before by its parent
 * hash.
 *
 * @param blocks at least one; fewer than the range only if there is a failure
 * @param failure why the block after the last of {@code blocks} could not be read; empty if the
 *     range is complete
 * @param unverified how many of the blocks have a list of transactions that could not be verified
 * @param release to be run when the blocks are stored or not needed any more: until then their
 *     memory is counted
 */
public record BlockSequence(
    List<BlockActivity> blocks,
    Optional<ChainException> failure,
    int unverified,
    Runnable release) {

  public BlockSequence {
    blocks = blocks instanceof BlockColumns ? blocks : List.copyOf(blocks);
  }

  /** Creates a sequence whose memory is not counted. */
  public BlockSequence(List<BlockActivity> blocks, Optional<ChainException> failure) {
    this(blocks, failure, 0, () -> {});
  }

  /**
   * Returns a sequence whose memory is counted.
   *
   * @param bytes that were counted in {@code memory} as {@link MemoryBudget.Kind#BLOCKS}
   */
  public static BlockSequence counted(
      BlockColumns blocks,
      Optional<ChainException> failure,
      int unverified,
      MemoryBudget memory,
      long bytes) {
    return new BlockSequence(
        blocks, failure, unverified, memory.release(MemoryBudget.Kind.BLOCKS, bytes));
  }

  /**
   * Returns all blocks of the range.
   *
   * @throws ChainException the failure of the first block that is missing
   */
  public List<BlockActivity> orThrow() {
    if (failure.isPresent()) {
      throw failure.get();
    }
    return blocks;
  }
}
