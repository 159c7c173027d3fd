package network.rei.dau.storage.jdbc.codec;

import java.util.zip.CRC32C;

/** Checks what codecs read from a row. */
final class Checked {

  private Checked() {}

  /** Returns the CRC-32C of the bytes in {@code [from, to)}. */
  static int checksum(byte[] bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, to - from);
    return (int) crc.getValue();
  }

  /**
   * @throws IllegalArgumentException with the reason if it is not sound
   */
  static void require(boolean sound, String why) {
    if (!sound) {
      throw new IllegalArgumentException(why);
    }
  }
}
