package network.rei.dau.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Decides whether an IP address is one of the public Internet, and not of this machine or of its
 * networks (RFC 6890 and its registries).
 */
final class PublicAddress {

  private static final int BYTE = 0xff;

  private PublicAddress() {}

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return address instanceof Inet6Address
        ? isPublicV6(address.getAddress())
        : address instanceof Inet4Address && isPublicV4(address.getAddress());
  }

  private static boolean isPublicV4(byte[] address) {
    int first = address[0] & BYTE;
    int second = address[1] & BYTE;
    int third = address[2] & BYTE;
    boolean shared = first == 100 && second >= 64 && second <= 127;
    boolean protocol = first == 192 && second == 0 && (third == 0 || third == 2);
    boolean relay = first == 192 && second == 88 && third == 99;
    boolean benchmark = first == 198 && (second == 18 || second == 19);
    boolean example =
        (first == 198 && second == 51 && third == 100)
            || (first == 203 && second == 0 && third == 113);
    return first != 0 && first < 240 && !shared && !protocol && !relay && !benchmark && !example;
  }

  /** Only 2000::/3 is public; an address that leads to one of version 4 is as public as that. */
  private static boolean isPublicV6(byte[] address) {
    int start = number(address, 0);
    int next = number(address, 2);
    if (start == 0x64 && next == 0xff9b) {
      return isZero(address, 4, 12) && isPublic(version4(address, 12));
    }
    if (start == 0x2002) {
      return isPublic(version4(address, 2));
    }
    boolean special = start == 0x2001 && (next < 0x200 || next == 0xdb8);
    boolean documentation = start == 0x3fff && next < 0x1000;
    return start >> 13 == 1 && !special && !documentation;
  }

  /** Returns the number of 16 bits at a place. */
  private static int number(byte[] address, int at) {
    return ((address[at] & BYTE) << 8) | (address[at + 1] & BYTE);
  }

  private static boolean isZero(byte[] address, int from, int to) {
    for (int i = from; i < to; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress version4(byte[] address, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address, from, from + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are an address
    }
  }
}
