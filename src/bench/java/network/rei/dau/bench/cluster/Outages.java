package network.rei.dau.bench.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides which requests a node may fail. A node has to answer every request from its first 200 at
 * {@code /ready} (and 2 s more) until a fault concerns its process:
 *
 * <ul>
 *   <li>until it is ready again, once it was killed, stopped or restarted;
 *   <li>while it is suspended, and until it is ready again;
 *   <li>in the {@link #BEFORE_END} before it ends by itself, because the others removed it.
 * </ul>
 *
 * <p>No other fault permits a failure: neither the loss of PostgreSQL nor that of endpoints or of
 * other nodes. A failure is judged later than it happens, because the end of a process is known
 * later.
 */
final class Outages {

  /** A node that continues has a queue of requests and of messages. */
  private static final long AFTER_READY = seconds(2);

  /** From the begin of a stop to the end of a process: two phases of 15 s. */
  private static final long BEFORE_END = seconds(30);

  /** A time in which a node may fail requests, in nanoseconds. */
  private record Outage(long from, long to) {}

  /** A request that failed. */
  private record Failure(int node, long sent, long failed, String what) {}

  private final List<Deque<Outage>> outages = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final Set<Integer> stopped = new HashSet<>();
  private int expected;

  /** Begins an outage of each node, which lasts until it is ready. */
  Outages(int nodes) {
    for (int node = 0; node < nodes; node++) {
      outages.add(new ArrayDeque<>(List.of(new Outage(System.nanoTime(), Long.MAX_VALUE))));
    }
  }

  private static long seconds(long count) {
    return count * 1_000_000_000;
  }

  /** Begins an outage before a fault. It lasts until the node is ready after {@link #allow}. */
  synchronized void begin(int node) {
    stopped.add(node);
    if (!isOpen(node)) {
      outages.get(node).add(new Outage(System.nanoTime(), Long.MAX_VALUE));
    }
  }

  /** Begins an outage that also covers the time before a process ended by itself. */
  synchronized void ended(int node) {
    outages.get(node).addFirst(new Outage(System.nanoTime() - BEFORE_END, System.nanoTime()));
    begin(node);
  }

  /** Records that a process was started or continued, so that the node can become ready. */
  synchronized void allow(int node) {
    stopped.remove(node);
  }

  /** Ends an outage 2 s after the node was ready. */
  synchronized void ready(int node) {
    if (isOpen(node) && !stopped.contains(node)) {
      Outage open = outages.get(node).removeLast();
      outages.get(node).add(new Outage(open.from(), System.nanoTime() + AFTER_READY));
    }
  }

  /** Returns whether a node may fail requests until further notice. */
  synchronized boolean isOpen(int node) {
    Outage last = outages.get(node).peekLast();
    return last != null && last.to() == Long.MAX_VALUE;
  }

  /** Records a request that failed, with the time at which it was sent. */
  synchronized void failed(int node, long sent, String what) {
    failures.add(new Failure(node, sent, System.nanoTime(), what));
  }

  /** Returns how many failures fell into an outage. */
  synchronized int expected() {
    return expected;
  }

  /**
   * Returns the failures outside of an outage, a sentence each, and removes them.
   *
   * @param all whether failures are judged that a later end of the process could still explain
   */
  synchronized List<String> unexpected(boolean all) {
    long settled = all ? Long.MAX_VALUE : System.nanoTime() - BEFORE_END - AFTER_READY;
    List<String> found = new ArrayList<>();
    failures.removeIf(
        failure -> {
          if (failure.failed() - settled > 0 && !all) {
            return false;
          }
          if (isExpected(failure)) {
            expected++;
          } else {
            found.add("node " + failure.node() + ": " + failure.what());
          }
          return true;
        });
    return found;
  }

  private boolean isExpected(Failure failure) {
    return outages.get(failure.node()).stream()
        .anyMatch(outage -> outage.from() <= failure.failed() && outage.to() >= failure.sent());
  }
}
