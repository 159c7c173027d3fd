package network.rei.dau.http.connection;

import akka.Done;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds the open connections of a port, and counts the bytes of all heads that are not complete:
 * more than the limit are not accepted, whatever the number of connections is.
 */
final class OpenConnections {

  /** A connection, whose methods any thread may call. */
  interface Connection {

    /** Reads no further request, and closes the connection when all responses are sent. */
    void finish();

    /** Closes the connection at once. */
    void abort();
  }

  private final long maxHeadBytes;
  private final AtomicLong headBytes;
  private final AtomicLong count;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Done> allClosed = new CompletableFuture<>();
  private volatile boolean finishing;

  /**
   * @param maxHeadBytes of all heads together
   * @param headBytes receives the bytes of all heads
   * @param count receives the number of connections
   */
  OpenConnections(long maxHeadBytes, AtomicLong headBytes, AtomicLong count) {
    this.maxHeadBytes = maxHeadBytes;
    this.headBytes = headBytes;
    this.count = count;
  }

  void opened(Connection connection) {
    open.add(connection);
    count.incrementAndGet();
    if (finishing) {
      connection.finish();
    }
  }

  void closed(Connection connection) {
    open.remove(connection);
    count.decrementAndGet();
    completeIfAllClosed();
  }

  /** Counts bytes of a head; returns false, and counts nothing, if there are too many. */
  boolean reserve(int bytes) {
    if (headBytes.addAndGet(bytes) <= maxHeadBytes) {
      return true;
    }
    headBytes.addAndGet(-bytes);
    return false;
  }

  void release(int bytes) {
    headBytes.addAndGet(-bytes);
  }

  /** Finishes all connections; completes when they are closed. */
  CompletionStage<Done> finish() {
    finishing = true;
    open.forEach(Connection::finish);
    completeIfAllClosed();
    return allClosed;
  }

  void abort() {
    open.forEach(Connection::abort);
  }

  private void completeIfAllClosed() {
    if (finishing && open.isEmpty()) {
      allClosed.complete(Done.done());
    }
  }
}
