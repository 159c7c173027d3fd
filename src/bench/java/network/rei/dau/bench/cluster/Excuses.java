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
 * <p>Nothing else excuses a failure: not the loss of PostgreSQL, of endpoints or of other nodes. A
 * failure is judged later than it happens, because the end of a process is known later.
 */
final class Excuses {

  /** A node that continues has a queue of requests and of messages. */
  private static final long AFTER_READY = seconds(2);

  /** From the begin of a stop to the end of a process: two phases of 15 s. */
  private static final long BEFORE_END = seconds(30);

  /** A time in which a node may fail requests, in nanoseconds. */
  private record Excuse(long from, long to) {}

  /** A request that failed. */
  private record Failure(int node, long sent, long failed, String what) {}

  private final List<Deque<Excuse>> excuses = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final Set<Integer> stopped = new HashSet<>();
  private int excused;

  /** Excuses all nodes until they are ready. */
  Excuses(int nodes) {
    for (int node = 0; node < nodes; node++) {
      excuses.add(new ArrayDeque<>(List.of(new Excuse(System.nanoTime(), Long.MAX_VALUE))));
    }
  }

  private static long seconds(long count) {
    return count * 1_000_000_000;
  }

  /** Begins an excuse before a fault; it lasts until the node is ready after {@link #allow}. */
  synchronized void begin(int node) {
    stopped.add(node);
    if (!isOpen(node)) {
      excuses.get(node).add(new Excuse(System.nanoTime(), Long.MAX_VALUE));
    }
  }

  /** Begins an excuse that also covers what happened before a process ended by itself. */
  synchronized void ended(int node) {
    excuses.get(node).addFirst(new Excuse(System.nanoTime() - BEFORE_END, System.nanoTime()));
    begin(node);
  }

  /** Notes that a process was started or continued, so that the node can become ready. */
  synchronized void allow(int node) {
    stopped.remove(node);
  }

  /** Ends an excuse a little after the node was ready. */
  synchronized void ready(int node) {
    if (isOpen(node) && !stopped.contains(node)) {
      Excuse open = excuses.get(node).removeLast();
      excuses.get(node).add(new Excuse(open.from(), System.nanoTime() + AFTER_READY));
    }
  }

  /** Returns whether a node may fail requests until further notice. */
  synchronized boolean isOpen(int node) {
    Excuse last = excuses.get(node).peekLast();
    return last != null && last.to() == Long.MAX_VALUE;
  }

  /** Notes a request that failed, with the time at which it was sent. */
  synchronized void failed(int node, long sent, String what) {
    failures.add(new Failure(node, sent, System.nanoTime(), what));
  }

  /** Returns how many failures had an excuse. */
  synchronized int excused() {
    return excused;
  }

  /**
   * Returns the failures without an excuse, a sentence each, and forgets them.
   *
   * @param all whether failures are judged that a later end of the process could still excuse
   */
  synchronized List<String> inexcusable(boolean all) {
    long settled = all ? Long.MAX_VALUE : System.nanoTime() - BEFORE_END - AFTER_READY;
    List<String> found = new ArrayList<>();
    failures.removeIf(
        failure -> {
          if (failure.failed() - settled > 0 && !all) {
            return false;
          }
          if (isExcused(failure)) {
            excused++;
          } else {
            found.add("node " + failure.node() + ": " + failure.what());
          }
          return true;
        });
    return found;
  }

  private boolean isExcused(Failure failure) {
    return excuses.get(failure.node()).stream()
        .anyMatch(excuse -> excuse.from() <= failure.failed() && excuse.to() >= failure.sent());
  }
}
