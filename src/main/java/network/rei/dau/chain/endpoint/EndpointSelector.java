package network.rei.dau.chain.endpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Orders the endpoints that may be called, best first: one whose probe is due (so that a recovered
 * primary is noticed), then the fastest; those that are about as fast as the fastest stay in the
 * order of the settings. One that is slower by far comes last and gets only calls that others
 * failed, because a range would wait for its few blocks.
 */
final class EndpointSelector {

  private static final double ABOUT_AS_FAST = 1.5;
  private static final double FAR_SLOWER = 8;
  private static final double SLACK_NANOS = 20e6;
  private static final double FAR_SLACK_NANOS = 250e6;

  private EndpointSelector() {}

  /**
   * An endpoint that may be called; {@code onlyLeftOver} if only with calls that are left to it.
   */
  record Candidate(Endpoint endpoint, boolean onlyLeftOver) {}

  /** Returns whether another endpoint than this one may answer calls now. */
  static boolean hasAlternative(List<Endpoint> endpoints, int index, long now) {
    for (Endpoint other : endpoints) {
      if (other.index() != index && other.mayAnswer(now)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the endpoints that may be called now; none if there are none. */
  static List<Candidate> order(List<Endpoint> endpoints, long now) {
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
