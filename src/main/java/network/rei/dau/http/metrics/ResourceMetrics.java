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

  /**
   * What the server holds at most.
   *
   * @param connections of the port of the API
   * @param managementConnections of the management port
   */
  public record Limits(int connections, int managementConnections, int eventStreams) {}

  private final OfPort http = new OfPort();
  private final OfPort management = new OfPort();
  private final AtomicLong eventStreams = new AtomicLong();
  private final ResponseMemory memory;
  private final Limits limits;

  public ResourceMetrics(ResponseMemory memory, Limits limits) {
    this.memory = memory;
    this.limits = limits;
  }

  public Limits limits() {
    return limits;
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
