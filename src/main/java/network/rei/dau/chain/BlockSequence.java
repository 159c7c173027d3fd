package network.rei.dau.chain;

import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.BlockActivity;

/**
 * The blocks of a range from its start on, in order, each linked to the one before by its parent
 * hash.
 *
 * @param blocks at least one; fewer than the range only if there is a failure
 * @param failure why the block after the last of {@code blocks} could not be read; empty if the
 *     range is complete
 */
public record BlockSequence(List<BlockActivity> blocks, Optional<ChainException> failure) {

  public BlockSequence {
    blocks = List.copyOf(blocks);
  }

  /** Returns the blocks of a range all of which were read. */
  public static BlockSequence complete(List<BlockActivity> blocks) {
    return new BlockSequence(blocks, Optional.empty());
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
