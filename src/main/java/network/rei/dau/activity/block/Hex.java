package network.rei.dau.activity.block;

import java.util.HexFormat;

/** Checks hexadecimal text of fixed length, as in the DATA type of JSON-RPC. */
final class Hex {

  private Hex() {}

  static void requireBytes(String what, CharSequence hex, int bytes) {
    boolean shaped =
        hex != null
            && hex.length() == 2 + 2 * bytes
            && hex.charAt(0) == '0'
            && (hex.charAt(1) == 'x' || hex.charAt(1) == 'X');
    for (int i = 2; shaped && i < hex.length(); i++) {
      shaped = HexFormat.isHexDigit(hex.charAt(i));
    }
    if (!shaped) {
      throw new IllegalArgumentException(
          what + " must be 0x and " + 2 * bytes + " hexadecimal digits, not " + shortened(hex));
    }
  }

  private static String shortened(CharSequence text) {
    return text == null || text.length() <= 100
        ? "'" + text + "'"
        : "'" + text.subSequence(0, 100) + "…'";
  }
}
