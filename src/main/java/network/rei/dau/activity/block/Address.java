package network.rei.dau.activity.block;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An account's 20-byte address, for the edges (an address looked up, a list sent out). In bulk,
 * addresses travel as plain bytes, 20 each: see {@link BlockActivity}.
 */
public final class Address implements Comparable<Address> {

  /** Bytes of an address. */
  public static final int BYTES = 20;

  private final byte[] bytes;

  private Address(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads an address in any mixture of cases; checksums are not checked.
   *
   * @param hex {@code 0x} and 40 hexadecimal digits
   * @throws IllegalArgumentException if it is anything else
   */
  public static Address parse(CharSequence hex) {
    Hex.requireBytes("address", hex, BYTES);
    return new Address(HexFormat.of().parseHex(hex, 2, hex.length()));
  }

  /** Copies the 20 bytes that start at {@code offset}. */
  public static Address at(byte[] addresses, int offset) {
    return new Address(Arrays.copyOfRange(addresses, offset, offset + BYTES));
  }

  /** A copy of the 20 bytes. */
  public byte[] toBytes() {
    return bytes.clone();
  }

  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, BYTES);
  }

  /** By unsigned bytes, the order of an address table. */
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

  /** {@code 0x} and 40 lowercase digits. */
  @Override
  public String toString() {
    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
