package network.rei.dau.activity.block;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The 20-byte address of an account. It is used for single addresses, as in requests and responses;
 * blocks and records hold addresses as plain bytes, see {@link BlockActivity}.
 */
public final class Address implements Comparable<Address> {

  /** Bytes of an address. */
  public static final int BYTES = 20;

  private final byte[] bytes;

  private Address(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Parses an address in upper, lower or mixed case; the checksum of mixed case is not verified.
   *
   * @param hex {@code 0x} and 40 hexadecimal digits
   * @throws IllegalArgumentException if the text has another form
   */
  public static Address parse(CharSequence hex) {
    Hex.requireBytes("address", hex, BYTES);
    return new Address(HexFormat.of().parseHex(hex, 2, hex.length()));
  }

  /** Returns the address whose 20 bytes start at {@code offset}. */
  public static Address at(byte[] addresses, int offset) {
    return new Address(Arrays.copyOfRange(addresses, offset, offset + BYTES));
  }

  /** Returns a copy of the 20 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, BYTES);
  }

  /** Compares unsigned bytes, which is the order of an address table. */
  @Override
  public int compareTo(Address other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address address && Arrays.equals(bytes, address.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Returns {@code 0x} and 40 lowercase digits. */
  @Override
  public String toString() {
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
