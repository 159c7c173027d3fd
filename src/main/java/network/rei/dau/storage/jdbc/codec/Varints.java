package network.rei.dau.storage.jdbc.codec;

import java.nio.ByteBuffer;

/**
 * Encodes integers in variable length: 7 bits in a byte, the lowest first, the top bit set in all
 * but the last byte (unsigned LEB128, as in Protocol Buffers).
 */
final class Varints {

  /** Maximum length of a long, which negative numbers take. */
  static final int MAX_BYTES = 10;

  private Varints() {}

  /** Returns how many bytes a number takes. */
  static int length(long value) {
    return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
  }

  static void write(ByteBuffer out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  /**
   * Reads a number.
   *
   * @throws IllegalArgumentException if the bytes end too early or encode no long
   */
  static long read(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 7 * MAX_BYTES; shift += 7) {
      if (!in.hasRemaining()) {
        throw new IllegalArgumentException("it is truncated");
      }
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("it has a number of more than " + MAX_BYTES + " bytes");
  }

  /**
   * Reads an int that is not negative.
   *
   * @throws IllegalArgumentException as {@link #read}, or if the number is negative or no int
   */
  static int readInt(ByteBuffer in) {
    long value = read(in);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("it has " + value + " where an int belongs");
    }
    return (int) value;
  }
}
