package network.rei.dau.http.v1.events;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the open event streams, in all and of each client. */
final class EventStreamLimit {

  /** Why a stream is refused. */
  enum Refusal {
    TOO_MANY,
    TOO_MANY_OF_CLIENT
  }

  private final EventStreamSettings limits;
  private final AtomicLong open;
  private final Map<Long, Integer> openByClient = new HashMap<>();

  /**
   * @param open receives the number of open streams
   */
  EventStreamLimit(EventStreamSettings limits, AtomicLong open) {
    this.limits = limits;
    this.open = open;
  }

  /** Returns why a client cannot open a stream now; empty if it can. */
  synchronized Optional<Refusal> refusal(long client) {
    if (openByClient.getOrDefault(client, 0) >= limits.perClient()) {
      return Optional.of(Refusal.TOO_MANY_OF_CLIENT);
    }
    return open.get() >= limits.inAll() ? Optional.of(Refusal.TOO_MANY) : Optional.empty();
  }

  /** Counts a stream that was opened; returns false, and counts nothing, if there are too many. */
  synchronized boolean open(long client) {
    if (refusal(client).isPresent()) {
      return false;
    }
    open.incrementAndGet();
    openByClient.merge(client, 1, Integer::sum);
    return true;
  }

  /** Counts the end of a stream that was counted. */
  synchronized void close(long client) {
    open.decrementAndGet();
    openByClient.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
  }
}
