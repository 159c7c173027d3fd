package network.rei.dau.chain.endpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides which endpoint gets which call. The endpoints that may be called are ordered, best first:
 * one whose probe is due (so that a recovered primary is noticed), then the fastest; those that are
 * about as fast as the fastest stay in the order of the settings. One that is slower by far comes
 * last and gets only calls that others failed or cannot serve, because a range would wait for its
 * few blocks. Not thread-safe.
 */
final class EndpointSelector {

  private static final double ABOUT_AS_FAST = 1.5;
  private static final double FAR_SLOWER = 8;
  private static final double SLACK_NANOS = 20e6;
  private static final double FAR_SLACK_NANOS = 250e6;

  private final List<Endpoint> endpoints;

  EndpointSelector(List<Endpoint> endpoints) {
    this.endpoints = endpoints;
  }

  /**
   * An endpoint that may be called; {@code onlyLeftOver} if only with calls that are left to it.
   */
  record Candidate(Endpoint endpoint, boolean onlyLeftOver) {

    int index() {
      return endpoint.index();
    }
  }

  /**
   * Returns whether an endpoint may get a call: it alone can answer it; or it may have the block,
   * and it did not fail the call last. Where no other endpoint is better, it may get it anyway.
   */
  boolean mayGet(Candidate candidate, QueuedCall call, long now) {
    if (call.onlyEndpoint() >= 0) {
      return call.onlyEndpoint() == candidate.index();
    }
    if (candidate.onlyLeftOver() && !isLeftTo(candidate.index(), call, now)) {
      return false;
    }
    if (candidate.endpoint().lacks(call.call().block(), now)
        && isServedByOther(call, candidate, now)) {
      return false;
    }
    return call.avoid() != candidate.index() || !hasAlternative(call, candidate.index(), now);
  }

  /** Returns whether another endpoint has failed a call, or no other one may have its block. */
  private boolean isLeftTo(int index, QueuedCall call, long now) {
    return (call.avoid() >= 0 && call.avoid() != index) || !hasAlternative(call, index, now);
  }

  /** An endpoint that asked for a pause is waited for, because it may be the only one. */
  private boolean isServedByOther(QueuedCall call, Candidate candidate, long now) {
    return endpoints.stream()
        .filter(other -> other.index() != candidate.index())
        .anyMatch(other -> other.mayAnswerLater() && !other.lacks(call.call().block(), now));
  }

  /** Returns whether another endpoint than this one is healthy and may answer a call. */
  boolean hasAlternative(QueuedCall call, int index, long now) {
    if (call.onlyEndpoint() >= 0) {
      return false;
    }
    for (Endpoint other : endpoints) {
      if (other.index() != index
          && other.mayAnswer(now)
          && !other.lacks(call.call().block(), now)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the endpoints that may be called now; none if there are none. */
  List<Candidate> order(long now) {
    double fastest = Double.MAX_VALUE;
    for (Endpoint endpoint : endpoints) {
      if (endpoint.breaker().isHealthy(now)) {
        fastest = Math.min(fastest, endpoint.expectedNanos(now));
      }
    }
    double best = fastest;
    List<Candidate> candidates = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      if (endpoint.hasFreeSlot(now)) {
        boolean farSlower =
            endpoint.expectedNanos(now) > best * FAR_SLOWER + FAR_SLACK_NANOS
                && !endpoint.isLatencyStale(now)
                && !endpoint.breaker().isProbeDue(now);
        candidates.add(new Candidate(endpoint, farSlower));
      }
    }
    if (candidates.size() > 1) {
      candidates.sort(
          Comparator.comparingDouble(candidate -> rank(candidate.endpoint(), best, now)));
    }
    return candidates;
  }

  private static double rank(Endpoint endpoint, double best, long now) {
    if (endpoint.breaker().isProbeDue(now)) {
      return -1;
    }
    double expected = endpoint.expectedNanos(now);
    return expected <= best * ABOUT_AS_FAST + SLACK_NANOS ? 0 : expected;
  }
}
