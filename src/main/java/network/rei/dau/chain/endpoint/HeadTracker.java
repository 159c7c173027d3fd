package network.rei.dau.chain.endpoint;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.chain.ClockBound;

/**
 * Holds the head that was accepted last, and decides which endpoints are asked for the next one and
 * which of them lag. Not thread-safe.
 */
final class HeadTracker {

  /** An endpoint lags if its head is behind by more than so many blocks and so many seconds. */
  private static final long LAG_BLOCKS = 3;

  private static final long LAG_SECONDS = 10;

  /** How often an endpoint is asked whose last head was behind or did not count. */
  private static final long PROBE_NANOS = Duration.ofSeconds(5).toNanos();

  private final List<Endpoint> endpoints;
  private final ClockBound clockBound;
  private final InstantSource clock;
  private BlockHeader accepted;

  /**
   * Creates a tracker without a head.
   *
   * @param clockBound bounds the timestamp of a head
   */
  HeadTracker(List<Endpoint> endpoints, ClockBound clockBound, InstantSource clock) {
    this.endpoints = endpoints;
    this.clockBound = clockBound;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Returns whether an endpoint is asked for the head now, and its answer is waited for. */
  boolean asks(Endpoint endpoint, long now) {
    return endpoint.breaker().isHealthy(now)
        && (endpoint.followsHead() || now - endpoint.headAskedAt() >= PROBE_NANOS);
  }

  /** Returns whether the timestamp of a head is too far ahead of the clock. */
  boolean isAhead(BlockHeader head) {
    return head.timestamp() > clockBound.latestTimestamp(clock.instant());
  }

  /** Returns whether a head is the accepted one or its child, so that its parent is known. */
  boolean continuesAccepted(BlockHeader head) {
    return head.equals(accepted)
        || (accepted != null
            && head.number() - 1 == accepted.number()
            && head.parentHash().equals(accepted.hash())
            && !head.isFarBefore(accepted));
  }

  /** Returns the better of two heads that count: the higher one, or else the accepted one. */
  BlockHeader better(BlockHeader first, BlockHeader second) {
    if (first.number() != second.number()) {
      return first.number() > second.number() ? first : second;
    }
    return second.equals(accepted) ? second : first;
  }

  /** The head of the chain is this one now. */
  void accept(BlockHeader head) {
    accepted = head;
  }

  /** Returns whether an endpoint that answers {@code head} lags behind the accepted head. */
  boolean isBehind(BlockHeader head) {
    return accepted.number() - head.number() > LAG_BLOCKS
        && accepted.timestamp() - head.timestamp() > LAG_SECONDS;
  }
}
