package network.rei.dau.activity.block;

/**
 * Consecutive blocks, both ends included.
 *
 * @param first number of the first block, 0 or more
 * @param last number of the last block, not below {@code first}
 */
public record BlockRange(long first, long last) implements Window {

  public BlockRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("not a range of blocks: " + first + " to " + last);
    }
  }

  /** Returns the number of blocks. */
  public long size() {
    return last - first + 1;
  }

  public boolean contains(long number) {
    return first <= number && number <= last;
  }

  /** Returns how many of the blocks lie in [low, high], which is empty if high < low. */
  public long sizeWithin(long low, long high) {
    return Math.max(0, Math.min(last, high) - Math.max(first, low) + 1);
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
