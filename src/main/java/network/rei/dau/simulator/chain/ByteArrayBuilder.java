package network.rei.dau.simulator.chain;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds a byte array of ASCII text and hexadecimal numbers without intermediate strings. */
public final class ByteArrayBuilder {

  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int length;

  public ByteArrayBuilder(int capacity) {
    bytes = new byte[capacity];
  }

  public ByteArrayBuilder ascii(byte[] text) {
    ensure(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
    return this;
  }

  public ByteArrayBuilder ascii(String text) {
    return ascii(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Appends {@code 0x} and the shortest hexadecimal form of a number. */
  ByteArrayBuilder quantity(long value) {
    int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
    ensure(2 + digits);
    bytes[length++] = '0';
    bytes[length++] = 'x';
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      bytes[length++] = DIGITS[(int) (value >>> shift) & 0xF];
    }
    return this;
  }

  /** Appends {@code 0x} and {@code count} bytes of the words of a key from {@code firstWord} on. */
  ByteArrayBuilder hexWords(long key, int firstWord, int count) {
    ensure(2);
    bytes[length++] = '0';
    bytes[length++] = 'x';
    return hexDigits(key, firstWord, count);
  }

  /** Appends {@code 0x} and the digits of bytes. */
  ByteArrayBuilder hex(byte[] value) {
    ensure(2 + 2 * value.length);
    bytes[length++] = '0';
    bytes[length++] = 'x';
    for (byte b : value) {
      bytes[length++] = DIGITS[b >>> 4 & 0xF];
      bytes[length++] = DIGITS[b & 0xF];
    }
    return this;
  }

  /** Appends {@code 0x} and the shortest hexadecimal form of a number. */
  ByteArrayBuilder quantity(BigInteger value) {
    return ascii("0x").ascii(value.toString(16));
  }

  /** Appends the bytes of the words of a key without {@code 0x}. */
  ByteArrayBuilder hexDigits(long key, int firstWord, int count) {
    ensure(count * 2);
    int left = count * 2;
    for (int i = firstWord; left > 0; i++) {
      long word = HashRandom.word(key, i);
      for (int shift = 60; shift >= 0 && left > 0; shift -= 4, left--) {
        bytes[length++] = DIGITS[(int) (word >>> shift) & 0xF];
      }
    }
    return this;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  String asText() {
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
