package network.rei.dau.chain.jsonrpc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import network.rei.dau.chain.proof.BlockProof;

/**
 * Cuts long texts out of a stream of JSON, so that the parser can read any text into memory. At
 * least {@link BlockProof#MAX_TEXT} bytes of a text that is cut remain, so that its reader can
 * tell.
 *
 * <p>It looks only for the last quotation mark in each piece that is read, which costs hardly
 * anything. A text with escaped quotation marks may be cut at a wrong place, or be too long for the
 * parser: both end the response as JSON that is not valid, and no field that is read has any.
 */
final class LongTextFilter extends FilterInputStream {

  /** The length that a text can have after the cut, if it has no quotation marks. */
  static final int MAX_LENGTH = BlockProof.MAX_TEXT + (1 << 16);

  private static final int MAX_PIECE = 1 << 15;

  /** Bytes since the last quotation mark. */
  private int run;

  LongTextFilter(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (true) {
      int read = in.read(into, offset, Math.min(length, MAX_PIECE));
      if (read <= 0) {
        return read;
      }
      int end = offset + read;
      int last = end - 1;
      while (last >= offset && into[last] != '"') {
        last--;
      }
      boolean cut = run >= BlockProof.MAX_TEXT;
      if (last < offset) {
        if (!cut) {
          run += read;
          return read;
        }
      } else {
        run = end - last - 1;
        return cut ? fromFirstMark(into, offset, read) : read;
      }
    }
  }

  private static int fromFirstMark(byte[] bytes, int offset, int length) {
    int first = offset;
    while (bytes[first] != '"') {
      first++;
    }
    int kept = offset + length - first;
    System.arraycopy(bytes, first, bytes, offset, kept);
    return kept;
  }

  @Override
  public long skip(long count) throws IOException {
    int piece = (int) Math.min(count, MAX_PIECE);
    return Math.max(0, read(new byte[piece], 0, piece));
  }
}
