package network.rei.dau.activity.block;

/**
 * The blocks {@code [index * size, (index + 1) * size)}, which are the same in every run and on
 * every node.
 *
 * @param index 0 or more
 * @param size number of blocks, {@value #MIN_SIZE} to {@value #MAX_SIZE}
 */
public record Chunk(long index, int size) {

  public static final int MIN_SIZE = 1;
  public static final int MAX_SIZE = 10_000;

  public Chunk {
    if (index < 0) {
      throw new IllegalArgumentException("a chunk's index is 0 or more, not " + index);
    }
    if (size < MIN_SIZE || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "a chunk has " + MIN_SIZE + " to " + MAX_SIZE + " blocks, not " + size);
    }
  }

  /** Returns the chunk of a block. */
  public static Chunk ofBlock(long number, int size) {
    return new Chunk(Math.floorDiv(number, size), size);
  }

  public long firstBlock() {
    return index * size;
  }

  public long lastBlock() {
    return firstBlock() + size - 1;
  }
}
