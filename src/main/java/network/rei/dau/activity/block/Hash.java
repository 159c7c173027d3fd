package network.rei.dau.activity.block;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A block's 32-byte hash, as the chain gives it. It is compared, never recomputed: a REI block's
 * hash is not the hash of the header as served.
 */
public record Hash(long a, long b, long c, long d) {

  /** Bytes of a hash. */
  public static final int BYTES = 32;

  /** The parent hash of a genesis block. */
  public static final Hash ZERO = new Hash(0, 0, 0, 0);

  /**
   * Reads a hash as JSON-RPC writes it.
   *
   * @param hex {@code 0x} and 64 hexadecimal digits
   * @throws IllegalArgumentException if it is anything else
   */
  public static Hash parse(CharSequence hex) {
    Hex.requireBytes("hash", hex, BYTES);
    return new Hash(word(hex, 0), word(hex, 1), word(hex, 2), word(hex, 3));
  }

  /** Reads 32 bytes, big end first. */
  public static Hash from(ByteBuffer bytes) {
    return new Hash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  /** Writes 32 bytes, big end first. */
  public void writeTo(ByteBuffer bytes) {
    bytes.putLong(a).putLong(b).putLong(c).putLong(d);
  }

  private static long word(CharSequence hex, int index) {
    int start = 2 + index * 16;
    return HexFormat.fromHexDigitsToLong(hex, start, start + 16);
  }

  /** {@code 0x} and 64 lowercase digits. */
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
