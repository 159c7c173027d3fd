package network.rei.dau.chain.proof;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Writes RLP, the encoding of Ethereum, into a buffer that grows and can be used again. (The
 * encoder of web3j copies a list once for each of its items, so that a long access list takes a
 * second.)
 */
final class RlpWriter {

  private static final int TEXT = 0x80;
  private static final int LIST = 0xc0;

  /** The longest payload whose length stands in the first byte. */
  private static final int SHORT = 55;

  private byte[] bytes = new byte[256];
  private int length;

  RlpWriter clear() {
    length = 0;
    return this;
  }

  int length() {
    return length;
  }

  /** Returns a copy of what was written. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Returns the buffer, of which the first {@link #length} bytes are written. */
  byte[] buffer() {
    return bytes;
  }

  /** Removes what was written after a position. */
  void truncate(int position) {
    length = position;
  }

  /** Appends bytes as they are. */
  RlpWriter raw(byte[] from, int offset, int count) {
    ensure(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
    return this;
  }

  /** Appends one byte as it is. */
  RlpWriter raw(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
    return this;
  }

  /** Appends bytes as an item. */
  RlpWriter text(byte[] from, int offset, int count) {
    if (count != 1 || from[offset] < 0) {
      header(TEXT, count);
    }
    return raw(from, offset, count);
  }

  RlpWriter text(byte[] from) {
    return text(from, 0, from.length);
  }

  /** Appends the bytes of a number without leading zeros as an item. */
  RlpWriter number(long value) {
    int count = (71 - Long.numberOfLeadingZeros(value)) / 8;
    if (count != 1 || value >= TEXT) {
      header(TEXT, count);
    }
    return bigEndian(value, count);
  }

  /**
   * Appends an item given as {@code 0x} and pairs of hexadecimal digits.
   *
   * @return false, with nothing appended, if the text has another form
   */
  boolean data(char[] text, int offset, int count) {
    return count % 2 == 0 && hasPrefix(text, offset, count) && digits(text, offset + 2, count - 2);
  }

  /**
   * Appends a number given as {@code 0x} and hexadecimal digits, without its leading zeros.
   *
   * @return false, with nothing appended, if the text has another form
   */
  boolean quantity(char[] text, int offset, int count) {
    if (count < 3 || !hasPrefix(text, offset, count)) {
      return false;
    }
    int from = offset + 2;
    int end = offset + count;
    while (from < end && text[from] == '0') {
      from++;
    }
    return digits(text, from, end - from);
  }

  private boolean digits(char[] text, int offset, int count) {
    int start = length;
    int size = (count + 1) / 2;
    header(TEXT, size);
    ensure(size);
    int end = offset + count;
    int first = length;
    int at = offset;
    if (count % 2 == 1 && HexFormat.isHexDigit(text[at])) {
      bytes[length++] = (byte) HexFormat.fromHexDigit(text[at++]);
    }
    while (at + 1 < end && HexFormat.isHexDigit(text[at]) && HexFormat.isHexDigit(text[at + 1])) {
      bytes[length++] =
          (byte) (HexFormat.fromHexDigit(text[at]) << 4 | HexFormat.fromHexDigit(text[at + 1]));
      at += 2;
    }
    if (at != end) {
      length = start;
      return false;
    }
    if (size == 1 && bytes[first] >= 0) {
      bytes[start] = bytes[first];
      length = start + 1;
    }
    return true;
  }

  private static boolean hasPrefix(char[] text, int offset, int count) {
    return count >= 2
        && text[offset] == '0'
        && (text[offset + 1] == 'x' || text[offset + 1] == 'X');
  }

  /** Begins a list and returns its start, for {@link #endList}. */
  int beginList() {
    return length;
  }

  /** Makes a list of the items that were appended since its start. */
  RlpWriter endList(int start) {
    int payload = length - start;
    int header = payload <= SHORT ? 1 : 1 + bytesOf(payload);
    ensure(header);
    System.arraycopy(bytes, start, bytes, start + header, payload);
    length = start;
    header(LIST, payload);
    length += payload;
    return this;
  }

  private void header(int kind, int count) {
    if (count <= SHORT) {
      raw(kind + count);
    } else {
      raw(kind + SHORT + bytesOf(count));
      bigEndian(count, bytesOf(count));
    }
  }

  private RlpWriter bigEndian(long value, int count) {
    for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
      raw((int) (value >>> shift));
    }
    return this;
  }

  private static int bytesOf(int count) {
    return (39 - Integer.numberOfLeadingZeros(count)) / 8;
  }

  private void ensure(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
  }
}
