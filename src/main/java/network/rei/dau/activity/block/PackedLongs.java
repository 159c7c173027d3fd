package network.rei.dau.activity.block;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An immutable list of longs, each held as its difference to the smallest one, in as many bytes as
 * the largest difference takes: none if all are equal.
 */
final class PackedLongs {

  private static final int HEADER_BYTES = Long.BYTES + Byte.BYTES;

  private final long least;
  private final int width;
  private final byte[] differences;
  private final int size;

  private PackedLongs(long least, int width, byte[] differences, int size) {
    this.least = least;
    this.width = width;
    this.differences = differences;
    this.size = size;
  }

  static PackedLongs of(long[] values) {
    long least = values.length == 0 ? 0 : values[0];
    long most = least;
    for (long value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    int bits = Long.SIZE - Long.numberOfLeadingZeros(most - least);
    int width = (bits + Byte.SIZE - 1) / Byte.SIZE;
    byte[] differences = new byte[Math.multiplyExact(values.length, width)];
    int at = 0;
    for (long value : values) {
      long difference = value - least;
      for (int i = 0; i < width; i++) {
        differences[at++] = (byte) difference;
        difference >>>= Byte.SIZE;
      }
    }
    return new PackedLongs(least, width, differences, values.length);
  }

  int size() {
    return size;
  }

  long get(int index) {
    long difference = 0;
    for (int at = (index + 1) * width - 1; at >= index * width; at--) {
      difference = difference << Byte.SIZE | (differences[at] & 0xff);
    }
    return least + difference;
  }

  /** Returns the memory of the differences in bytes. */
  int bytes() {
    return differences.length;
  }

  /** Writes the list without its size. */
  void writeTo(ByteBuffer out) {
    out.putLong(least).put((byte) width).put(differences);
  }

  /** Returns the bytes that {@link #writeTo} writes. */
  int encodedBytes() {
    return HEADER_BYTES + differences.length;
  }

  /**
   * Reads a list of a size.
   *
   * @throws IllegalArgumentException if the bytes do not hold one
   */
  static PackedLongs from(ByteBuffer in, int size) {
    if (in.remaining() < HEADER_BYTES) {
      throw new IllegalArgumentException("it is truncated");
    }
    long least = in.getLong();
    int width = in.get();
    if (width < 0 || width > Long.BYTES || (long) size * width > in.remaining()) {
      throw new IllegalArgumentException("it has no column of " + size + " numbers");
    }
    byte[] differences = new byte[size * width];
    in.get(differences);
    return new PackedLongs(least, width, differences, size);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PackedLongs that
        && least == that.least
        && width == that.width
        && size == that.size
        && Arrays.equals(differences, that.differences);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(differences) * 31 + Long.hashCode(least);
  }
}
