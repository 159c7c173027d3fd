package network.rei.dau.http.connection;

/**
 * Measures the head of the request that a client is sending: its bytes, and the time since its
 * first byte or, for the first head, since the connection was opened. It belongs to the stream of
 * one connection and is not thread-safe.
 */
final class RequestHead {

  private final int maxBytes;
  private final long timeoutNanos;

  private boolean started;
  private long startedNanos;
  private int bytes;
  private int unanswered;

  /**
   * @param openedNanos the time at which the connection was opened
   */
  RequestHead(int maxBytes, long timeoutNanos, long openedNanos) {
    this.maxBytes = maxBytes;
    this.timeoutNanos = timeoutNanos;
    this.started = true;
    this.startedNanos = openedNanos;
  }

  /** The client has sent bytes. */
  void received(int count, long nowNanos) {
    if (!started) {
      started = true;
      startedNanos = nowNanos;
    }
    bytes += count;
  }

  /** The head is complete. */
  void completed() {
    started = false;
    bytes = 0;
    unanswered++;
  }

  /** A request has been answered. */
  void answered() {
    unanswered--;
  }

  /** Returns the bytes that were received of the head that is not complete. */
  int bytes() {
    return bytes;
  }

  boolean isTooLarge() {
    return bytes > maxBytes;
  }

  /**
   * Returns the time until the head is late; 0 if it is late, and the whole time without a head.
   */
  long remainingNanos(long nowNanos) {
    return started ? Math.max(0, timeoutNanos - (nowNanos - startedNanos)) : timeoutNanos;
  }

  /**
   * Returns whether the head is late. A client that sends the next request before it has the
   * response to the previous one does not have to wait in time.
   */
  boolean isLate(long nowNanos) {
    return started && unanswered == 0 && remainingNanos(nowNanos) == 0;
  }
}
