package network.rei.dau.chain.jsonrpc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Ends an answer that grows past what was asked for. It counts after decompression, so that a small
 * bomb is as harmless as a long body.
 */
public final class ResponseSizeLimit extends FilterInputStream {

  private static final long MEBIBYTE = 1 << 20;

  /** One block alone: several times the largest ones of Ethereum. */
  private static final long ONE_BLOCK = 32 * MEBIBYTE;

  private static final long SMALLEST_BATCH = 8 * MEBIBYTE;
  private static final long LARGEST_BATCH = 64 * MEBIBYTE;
  private static final long EACH_OF_BATCH = MEBIBYTE / 4;

  private final long limit;
  private long left;

  public ResponseSizeLimit(InputStream body, long limit) {
    super(body);
    this.limit = limit;
    this.left = limit;
  }

  /**
   * Bytes that an answer to so many requests may have. A batch whose honest answer is larger is
   * asked for again in halves, down to one block.
   */
  public static long bytesFor(int requests) {
    return requests == 1
        ? ONE_BLOCK
        : Math.min(LARGEST_BATCH, SMALLEST_BATCH + requests * EACH_OF_BATCH);
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      spend(1);
    }
    return read;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    if (read > 0) {
      spend(read);
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    spend(skipped);
    return skipped;
  }

  private void spend(long bytes) throws IOException {
    left -= bytes;
    if (left < 0) {
      throw new Exceeded(limit);
    }
  }

  /** The answer went on past its limit. */
  public static final class Exceeded extends IOException {

    private static final long serialVersionUID = 1L;

    Exceeded(long limit) {
      super("the answer is larger than " + limit / MEBIBYTE + " MiB");
    }
  }
}
