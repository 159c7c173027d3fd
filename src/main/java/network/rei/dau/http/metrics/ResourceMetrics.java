package network.rei.dau.http.metrics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Counts what the server holds for its clients at the moment. Any thread may update and read it.
 */
public final class ResourceMetrics {

  /**
   * What a port holds.
   *
   * @param connections the open connections
   * @param headBytes the bytes of the heads of requests that are not complete
   */
  public record OfPort(AtomicLong connections, AtomicLong headBytes) {

    private OfPort() {
      this(new AtomicLong(), new AtomicLong());
    }
  }

  private final OfPort http = new OfPort();
  private final OfPort management = new OfPort();
  private final AtomicLong eventStreams = new AtomicLong();
  private final AtomicLong streamedBytes = new AtomicLong();
  private volatile LongSupplier cachedBytes = () -> 0;

  /** Returns what the port of the API holds. */
  public OfPort http() {
    return http;
  }

  /** Returns what the management port holds. */
  public OfPort management() {
    return management;
  }

  /** Returns the number of open streams of server-sent events. */
  public AtomicLong eventStreams() {
    return eventStreams;
  }

  /** Returns the bytes of streamed responses that are rendered and not sent yet. */
  public AtomicLong streamedBytes() {
    return streamedBytes;
  }

  /** Returns the bytes of the cached responses of {@code /api/v1}. */
  public long cachedBytes() {
    return cachedBytes.getAsLong();
  }

  /** Sets where the bytes of the cached responses are read. */
  public void readCachedBytesFrom(LongSupplier bytes) {
    cachedBytes = bytes;
  }
}
