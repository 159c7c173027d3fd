package network.rei.dau.http.metrics;

import java.util.concurrent.atomic.AtomicLong;
import network.rei.dau.http.memory.ResponseMemory;

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
  private final ResponseMemory memory;

  public ResourceMetrics(ResponseMemory memory) {
    this.memory = memory;
  }

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

  /** Returns the memory of the responses. */
  public ResponseMemory memory() {
    return memory;
  }
}
