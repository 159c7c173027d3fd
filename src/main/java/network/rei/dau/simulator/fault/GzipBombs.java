package network.rei.dau.simulator.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Creates valid gzip streams with one huge hexadecimal string: one compressed megabyte, which is
 * repeated. After a full flush each megabyte is independent of the bytes before it.
 */
final class GzipBombs {

  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final int MEGABYTE = 1 << 20;

  private GzipBombs() {}

  /** Returns the pieces of a stream that inflates to at least this number of bytes. */
  public static List<byte[]> pieces(long inflatedBytes, String start) {
    byte[] prefix = start.getBytes(US_ASCII);
    byte[] zeros = new byte[MEGABYTE];
    Arrays.fill(zeros, (byte) '0');
    int megabytes = Math.toIntExact(inflatedBytes / MEGABYTE + 1);
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    List<byte[]> pieces = new ArrayList<>(megabytes + 4);
    pieces.add(HEADER);
    pieces.add(deflated(deflater, prefix));
    pieces.addAll(Collections.nCopies(megabytes, deflated(deflater, zeros)));
    deflater.finish();
    pieces.add(drain(deflater, Deflater.NO_FLUSH));
    deflater.end();
    CRC32 crc = new CRC32();
    crc.update(prefix);
    for (int i = 0; i < megabytes; i++) {
      crc.update(zeros);
    }
    long length = prefix.length + (long) megabytes * MEGABYTE;
    ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    pieces.add(trailer.putInt((int) crc.getValue()).putInt((int) length).array());
    return pieces;
  }

  private static byte[] deflated(Deflater deflater, byte[] input) {
    deflater.setInput(input);
    return drain(deflater, Deflater.FULL_FLUSH);
  }

  private static byte[] drain(Deflater deflater, int flush) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    int count;
    do {
      count = deflater.deflate(part, 0, part.length, flush);
      out.write(part, 0, count);
    } while (count == part.length);
    return out.toByteArray();
  }
}
