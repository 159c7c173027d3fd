package network.rei.dau.chain.endpoint;

import java.util.List;

/**
 * A batch under way.
 *
 * @param check whether its first request asks for the chain's id
 * @param limitsEpoch the endpoint's {@link AdaptiveLimits#epoch()} at the start
 * @param healthEpoch the endpoint's {@link CircuitBreaker#epoch()} at the start
 */
record InFlightBatch(
    Endpoint endpoint,
    List<QueuedCall> items,
    boolean check,
    long sentAt,
    int limitsEpoch,
    int healthEpoch) {

  /** Requests in it. */
  int size() {
    return items.size() + (check ? 1 : 0);
  }

  /**
   * Its size as {@link AdaptiveLimits} count it: without the check; but with it, a single item is a
   * batch too, and one that is refused tells that the endpoint takes none.
   */
  int batch() {
    return Math.max(items.size(), Math.min(size(), 2));
  }

  /** Blocks in full in it. */
  int blocks() {
    return items.isEmpty() || !items.get(0).job().isBulk() ? 0 : items.size();
  }

  boolean isOnlyCheck() {
    return items.isEmpty();
  }
}
