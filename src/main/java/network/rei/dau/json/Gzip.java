package network.rei.dau.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Compresses bytes in memory. */
public final class Gzip {

  private Gzip() {}

  /** Returns the bytes in the gzip format. */
  public static byte[] bytes(byte[] plain) {
    ByteArrayOutputStream gzipped = new ByteArrayOutputStream(plain.length / 2 + 64);
    try (OutputStream out = new GZIPOutputStream(gzipped)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory does not fail
    }
    return gzipped.toByteArray();
  }
}
