package network.rei.dau.simulator.chain;

import java.math.BigInteger;
import java.util.Arrays;

/** Encodes texts and lists in RLP, and hashes them. */
final class Rlp {

  static final byte[] EMPTY = {(byte) 0x80};

  private static final int SHORT = 55;

  private Rlp() {}

  /** Returns the item of some bytes. */
  static byte[] text(byte[] bytes) {
    return bytes.length == 1 && bytes[0] >= 0 ? bytes : withHeader(0x80, bytes);
  }

  /** Returns the item of a number, which must not be negative. */
  static byte[] number(long value) {
    byte[] bytes = new byte[(71 - Long.numberOfLeadingZeros(value)) / Byte.SIZE];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (value >>> (Byte.SIZE * (bytes.length - 1 - i)));
    }
    return text(bytes);
  }

  static byte[] number(BigInteger value) {
    return text(unsigned(value));
  }

  /** Returns the bytes of a number without leading zeros. */
  static byte[] unsigned(BigInteger value) {
    byte[] bytes = value.toByteArray();
    return bytes[0] != 0 ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length);
  }

  /** Returns the list of some items. */
  static byte[] list(byte[]... items) {
    int length = 0;
    for (byte[] item : items) {
      length += item.length;
    }
    byte[] payload = new byte[length];
    int at = 0;
    for (byte[] item : items) {
      System.arraycopy(item, 0, payload, at, item.length);
      at += item.length;
    }
    return withHeader(0xc0, payload);
  }

  private static byte[] withHeader(int kind, byte[] payload) {
    byte[] size =
        payload.length <= SHORT ? new byte[0] : unsigned(BigInteger.valueOf(payload.length));
    byte[] bytes = new byte[1 + size.length + payload.length];
    bytes[0] = (byte) (size.length == 0 ? kind + payload.length : kind + SHORT + size.length);
    System.arraycopy(size, 0, bytes, 1, size.length);
    System.arraycopy(payload, 0, bytes, 1 + size.length, payload.length);
    return bytes;
  }
}
