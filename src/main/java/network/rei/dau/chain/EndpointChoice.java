package network.rei.dau.chain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which endpoints to ask, best first: one that is due for its probe (so that a recovered primary is
 * found), then the fastest; those about as fast as the fastest stand in the order of the settings.
 * One that is slower by far is not asked at all while a better one is well: a range would wait for
 * its few blocks.
 */
final class EndpointChoice {

  private static final double ABOUT_AS_FAST = 1.5;
  private static final double FAR_SLOWER = 8;
  private static final double SLACK_NANOS = 20e6;
  private static final double FAR_SLACK_NANOS = 250e6;

  private EndpointChoice() {}

  /** The endpoints that may be asked now; empty if none. */
  static List<Endpoint> order(List<Endpoint> endpoints, long now) {
    if (endpoints.size() == 1) {
      return endpoints.get(0).hasFreeSlot(now) ? endpoints : List.of();
    }
    double fastest = Double.MAX_VALUE;
    for (Endpoint endpoint : endpoints) {
      if (endpoint.health().isWell(now)) {
        fastest = Math.min(fastest, endpoint.expectedNanos(now));
      }
    }
    double best = fastest;
    List<Endpoint> usable = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      boolean probe = endpoint.health().isProbeDue(now);
      boolean far =
          endpoint.expectedNanos(now) > best * FAR_SLOWER + FAR_SLACK_NANOS
              && !endpoint.isStale(now);
      if (endpoint.hasFreeSlot(now) && (probe || !far)) {
        usable.add(endpoint);
      }
    }
    usable.sort(Comparator.comparingDouble(endpoint -> rank(endpoint, best, now)));
    return usable;
  }

  private static double rank(Endpoint endpoint, double best, long now) {
    if (endpoint.health().isProbeDue(now)) {
      return -1;
    }
    double expected = endpoint.expectedNanos(now);
    return expected <= best * ABOUT_AS_FAST + SLACK_NANOS ? 0 : expected;
  }
}
