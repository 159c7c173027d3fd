package network.rei.dau.activity.block;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The 32-byte hash of a block as an endpoint returns it. It is compared and never recomputed: the
 * hash of a REI block is not the hash of the header that endpoints return.
 */
public record Hash(long a, long b, long c, long d) {

  /** Bytes of a hash. */
  public static final int BYTES = 32;

  /** The parent hash of a genesis block. */
  public static final Hash ZERO = new Hash(0, 0, 0, 0);

  /**
   * Parses a hash in the form of JSON-RPC.
   *
   * @param hex {@code 0x} and 64 hexadecimal digits
   * @throws IllegalArgumentException if the text has another form
   */
  public static Hash parse(CharSequence hex) {
    Hex.requireBytes("hash", hex, BYTES);
    return new Hash(word(hex, 0), word(hex, 1), word(hex, 2), word(hex, 3));
  }

  /** Reads 32 bytes, big-endian. */
  public static Hash from(ByteBuffer bytes) {
    return new Hash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  /** Writes 32 bytes, big-endian. */
  public void writeTo(ByteBuffer bytes) {
    bytes.putLong(a).putLong(b).putLong(c).putLong(d);
  }

  private static long word(CharSequence hex, int index) {
    int start = 2 + index * 16;
    return HexFormat.fromHexDigitsToLong(hex, start, start + 16);
  }

  /** Returns {@code 0x} and 64 lowercase digits. */
  @Override
  public String toString() {
    HexFormat format = HexFormat.of();
    return "0x"
        + format.toHexDigits(a)
        + format.toHexDigits(b)
        + format.toHexDigits(c)
        + format.toHexDigits(d);
  }
}
