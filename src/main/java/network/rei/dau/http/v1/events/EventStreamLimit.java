package network.rei.dau.http.v1.events;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import network.rei.dau.http.memory.ResponseMemory;

/** Limits the open event streams: in all, of each client, and by their memory. */
final class EventStreamLimit {

  /** Why a stream is refused. */
  enum Refusal {
    TOO_MANY,
    TOO_MANY_OF_CLIENT
  }

  /** Estimate of the events that a stream holds for a client that reads slowly. */
  private static final int STREAM_BYTES = 8 * 1024;

  private final EventStreamSettings limits;
  private final AtomicLong open;
  private final ResponseMemory memory;
  private final Map<Long, Integer> openByClient = new HashMap<>();

  /**
   * @param open receives the number of open streams
   */
  EventStreamLimit(EventStreamSettings limits, AtomicLong open, ResponseMemory memory) {
    this.limits = limits;
    this.open = open;
    this.memory = memory;
  }

  /** Returns why a client cannot open a stream now; empty if it can. */
  synchronized Optional<Refusal> refusal(long client) {
    if (openByClient.getOrDefault(client, 0) >= limits.perClient()) {
      return Optional.of(Refusal.TOO_MANY_OF_CLIENT);
    }
    if (open.get() >= limits.inAll()) {
      return Optional.of(Refusal.TOO_MANY);
    }
    if (memory.available() < STREAM_BYTES) {
      memory.refusals().increment();
      return Optional.of(Refusal.TOO_MANY);
    }
    return Optional.empty();
  }

  /** Counts a stream that was opened; returns false, and counts nothing, if there are too many. */
  synchronized boolean open(long client) {
    if (refusal(client).isPresent()
        || !memory.take(ResponseMemory.Kind.EVENT_STREAMS, STREAM_BYTES)) {
      return false;
    }
    open.incrementAndGet();
    openByClient.merge(client, 1, Integer::sum);
    return true;
  }

  /** Counts the end of a stream that was counted. */
  synchronized void close(long client) {
    open.decrementAndGet();
    memory.giveBack(ResponseMemory.Kind.EVENT_STREAMS, STREAM_BYTES);
    openByClient.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
  }
}
