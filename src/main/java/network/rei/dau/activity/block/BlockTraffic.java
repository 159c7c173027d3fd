package network.rei.dau.activity.block;

/**
 * Gas, base fee and size of the blocks of a record, in their order. Immutable.
 *
 * <p>A value is {@link #UNKNOWN} if the endpoint left it out or it is not plausible.
 */
public final class BlockTraffic {

  /** An unknown value. */
  public static final long UNKNOWN = -1;

  /** The object and its four columns, without their elements. */
  private static final long FIXED_BYTES = 4 * (32 + 16) + 32;

  private final PackedLongs gasUsed;
  private final PackedLongs gasLimits;
  private final PackedLongs baseFees;
  private final PackedLongs sizes;

  private BlockTraffic(
      PackedLongs gasUsed, PackedLongs gasLimits, PackedLongs baseFees, PackedLongs sizes) {
    this.gasUsed = gasUsed;
    this.gasLimits = gasLimits;
    this.baseFees = baseFees;
    this.sizes = sizes;
  }

  /**
   * Returns the traffic of some blocks.
   *
   * @param gasUsed of each block
   * @param gasLimits of each block
   * @param baseFees of each block in wei; also {@link #UNKNOWN} if the chain has none
   * @param sizes of each block in bytes
   * @throws IllegalArgumentException if the columns differ in length or a value is below {@link
   *     #UNKNOWN}
   */
  public static BlockTraffic of(long[] gasUsed, long[] gasLimits, long[] baseFees, long[] sizes) {
    int blocks = gasUsed.length;
    if (gasLimits.length != blocks || baseFees.length != blocks || sizes.length != blocks) {
      throw new IllegalArgumentException("columns of the traffic of blocks differ in length");
    }
    return new BlockTraffic(column(gasUsed), column(gasLimits), column(baseFees), column(sizes));
  }

  private static PackedLongs column(long[] values) {
    for (long value : values) {
      if (value < UNKNOWN) {
        throw new IllegalArgumentException("the traffic of a block is below 0");
      }
    }
    return PackedLongs.of(values);
  }

  /** Returns the number of blocks. */
  public int size() {
    return gasUsed.size();
  }

  /** Returns the gas that the block at a place used, or {@link #UNKNOWN}. */
  public long gasUsed(int place) {
    return gasUsed.get(place);
  }

  /** Returns the gas limit of the block at a place, or {@link #UNKNOWN}. */
  public long gasLimit(int place) {
    return gasLimits.get(place);
  }

  /**
   * Returns the base fee of the block at a place in wei, or {@link #UNKNOWN}, also if the chain has
   * none.
   */
  public long baseFee(int place) {
    return baseFees.get(place);
  }

  /** Returns the size of the block at a place in bytes, or {@link #UNKNOWN}. */
  public long size(int place) {
    return sizes.get(place);
  }

  /** Returns the memory of the traffic in bytes. */
  public long bytes() {
    return FIXED_BYTES + gasUsed.bytes() + gasLimits.bytes() + baseFees.bytes() + sizes.bytes();
  }
}
