package network.rei.dau.activity.block;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

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

  /**
   * The traffic of one block; each value may be {@link BlockTraffic#UNKNOWN}.
   *
   * @param baseFee in wei; also unknown if the chain has none
   * @param size in bytes
   */
  public record Entry(long gasUsed, long gasLimit, long baseFee, long size) {

    /** A block of which nothing is known. */
    public static final Entry NOTHING =
        new Entry(
            BlockTraffic.UNKNOWN, BlockTraffic.UNKNOWN, BlockTraffic.UNKNOWN, BlockTraffic.UNKNOWN);
  }

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

  static BlockTraffic of(Entry[] entries) {
    long[] gasUsed = new long[entries.length];
    long[] gasLimits = new long[entries.length];
    long[] baseFees = new long[entries.length];
    long[] sizes = new long[entries.length];
    for (int place = 0; place < entries.length; place++) {
      gasUsed[place] = entries[place].gasUsed();
      gasLimits[place] = entries[place].gasLimit();
      baseFees[place] = entries[place].baseFee();
      sizes[place] = entries[place].size();
    }
    return of(gasUsed, gasLimits, baseFees, sizes);
  }

  /** Returns blocks of which nothing is known. */
  public static BlockTraffic unknown(int blocks) {
    long[] unknown = new long[blocks];
    Arrays.fill(unknown, UNKNOWN);
    return of(unknown, unknown, unknown, unknown);
  }

  private static PackedLongs column(long[] values) {
    for (long value : values) {
      requirePlausible(value);
    }
    return PackedLongs.of(values);
  }

  private static void requirePlausible(long value) {
    if (value < UNKNOWN) {
      throw new IllegalArgumentException("the traffic of a block is below 0");
    }
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

  /** Returns all values of the block at a place. */
  public Entry entry(int place) {
    return new Entry(gasUsed(place), gasLimit(place), baseFee(place), size(place));
  }

  /** Writes the traffic without the number of blocks. */
  public void writeTo(ByteBuffer out) {
    for (PackedLongs column : columns()) {
      column.writeTo(out);
    }
  }

  /** Returns the bytes that {@link #writeTo} writes. */
  public int encodedBytes() {
    return columns().stream().mapToInt(PackedLongs::encodedBytes).sum();
  }

  /**
   * Reads the traffic of some blocks.
   *
   * @throws IllegalArgumentException if the bytes do not hold it
   */
  public static BlockTraffic from(ByteBuffer in, int blocks) {
    BlockTraffic read =
        new BlockTraffic(
            PackedLongs.from(in, blocks),
            PackedLongs.from(in, blocks),
            PackedLongs.from(in, blocks),
            PackedLongs.from(in, blocks));
    for (PackedLongs column : read.columns()) {
      for (int place = 0; place < blocks; place++) {
        requirePlausible(column.get(place));
      }
    }
    return read;
  }

  private List<PackedLongs> columns() {
    return List.of(gasUsed, gasLimits, baseFees, sizes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockTraffic that && columns().equals(that.columns());
  }

  @Override
  public int hashCode() {
    return columns().hashCode();
  }

  @Override
  public String toString() {
    return "traffic of " + size() + " blocks";
  }

  /** Returns the memory of the traffic in bytes. */
  public long bytes() {
    return FIXED_BYTES + gasUsed.bytes() + gasLimits.bytes() + baseFees.bytes() + sizes.bytes();
  }
}
