package network.rei.dau.chain.jsonrpc;

import java.util.Arrays;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.Hash;

/**
 * Decodes hexadecimal text of JSON-RPC in the character buffer of the JSON parser, without a String
 * for each field.
 */
final class HexReader {

  private static final byte[] DIGITS = digits();

  private HexReader() {}

  /** Returns the hash written as {@code 0x} and 64 digits; null for any other text. */
  static Hash hash(char[] text, int offset, int length) {
    if (length != 2 + 2 * Hash.BYTES || !hasPrefix(text, offset)) {
      return null;
    }
    int from = offset + 2;
    int bad = 0;
    for (int i = from; i < from + 2 * Hash.BYTES; i++) {
      bad |= digit(text[i]);
    }
    return bad < 0
        ? null
        : new Hash(
            word(text, from), word(text, from + 16), word(text, from + 32), word(text, from + 48));
  }

  /** Decodes {@code 0x} and 40 digits into {@code into}; returns false for any other text. */
  static boolean address(char[] text, int offset, int length, byte[] into) {
    if (length != 2 + 2 * Address.BYTES || !hasPrefix(text, offset)) {
      return false;
    }
    int bad = 0;
    int at = offset + 2;
    for (int i = 0; i < Address.BYTES; i++) {
      int high = digit(text[at++]);
      int low = digit(text[at++]);
      bad |= high | low;
      into[i] = (byte) (high << 4 | low);
    }
    return bad >= 0;
  }

  /**
   * Returns the number written as {@code 0x} and at least one digit; -1 for any other text, and for
   * a number of more than 63 bits. Leading zeros, which the specification forbids, are accepted.
   */
  static long quantity(char[] text, int offset, int length) {
    if (length < 3 || !hasPrefix(text, offset)) {
      return -1;
    }
    long value = 0;
    for (int i = offset + 2; i < offset + length; i++) {
      int digit = digit(text[i]);
      if (digit < 0 || value >>> 59 != 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /**
   * Returns how many digits a number written as {@code 0x} and at least one digit has without
   * leading zeros: 0 for zero. Returns -1 for any other text.
   */
  static int significantDigits(char[] text, int offset, int length) {
    if (length < 3 || !hasPrefix(text, offset)) {
      return -1;
    }
    int significant = 0;
    for (int i = offset + 2; i < offset + length; i++) {
      int digit = digit(text[i]);
      if (digit < 0) {
        return -1;
      }
      if (significant > 0 || digit > 0) {
        significant++;
      }
    }
    return significant;
  }

  private static long word(char[] text, int from) {
    long value = 0;
    for (int i = from; i < from + 16; i++) {
      value = value << 4 | digit(text[i]);
    }
    return value;
  }

  static boolean hasPrefix(char[] text, int offset) {
    return text[offset] == '0' && (text[offset + 1] == 'x' || text[offset + 1] == 'X');
  }

  private static int digit(char c) {
    return c < DIGITS.length ? DIGITS[c] : -1;
  }

  private static byte[] digits() {
    byte[] digits = new byte[128];
    Arrays.fill(digits, (byte) -1);
    for (int value = 0; value < 16; value++) {
      digits[Character.forDigit(value, 16)] = (byte) value;
      digits[Character.toUpperCase(Character.forDigit(value, 16))] = (byte) value;
    }
    return digits;
  }
}
