package network.rei.dau.activity.block;

/**
 * The fields of a block header that place a block on its chain.
 *
 * @param timestamp seconds since 1970, UTC
 */
public record BlockHeader(long number, Hash hash, Hash parentHash, long timestamp) {

  /** Blocks of some chains are a little older than their parents. */
  private static final long LONGEST_BEFORE_ANCESTOR = 3_600;

  /**
   * Returns whether the timestamp is so long before that of an ancestor, an hour, that one of them
   * must be wrong. The timestamp of block 0 is often arbitrary.
   */
  public boolean isFarBefore(BlockHeader ancestor) {
    return ancestor.number() > 0 && ancestor.timestamp() - timestamp > LONGEST_BEFORE_ANCESTOR;
  }
}
