package network.rei.dau.chain.endpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which endpoints to ask, best first: one that is due for its probe (so that a recovered primary is
 * found), then the fastest; those about as fast as the fastest stand in the order of the settings.
 * One that is slower by far comes last and gets nothing but what others failed to answer: a range
 * would wait for its few blocks.
 */
final class EndpointSelector {

  private static final double ABOUT_AS_FAST = 1.5;
  private static final double FAR_SLOWER = 8;
  private static final double SLACK_NANOS = 20e6;
  private static final double FAR_SLACK_NANOS = 250e6;

  private EndpointSelector() {}

  /** An endpoint that may be asked; {@code onlyRepairs} for what others failed to answer. */
  record Choice(Endpoint endpoint, boolean onlyRepairs) {}

  /** The endpoints that may be asked now; empty if none. */
  static List<Choice> order(List<Endpoint> endpoints, long now) {
    double fastest = Double.MAX_VALUE;
    for (Endpoint endpoint : endpoints) {
      if (endpoint.health().isWell(now)) {
        fastest = Math.min(fastest, endpoint.expectedNanos(now));
      }
    }
    double best = fastest;
    List<Choice> choices = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      if (endpoint.hasFreeSlot(now)) {
        boolean far =
            endpoint.expectedNanos(now) > best * FAR_SLOWER + FAR_SLACK_NANOS
                && !endpoint.isStale(now)
                && !endpoint.health().isProbeDue(now);
        choices.add(new Choice(endpoint, far));
      }
    }
    if (choices.size() > 1) {
      choices.sort(Comparator.comparingDouble(choice -> rank(choice.endpoint(), best, now)));
    }
    return choices;
  }

  private static double rank(Endpoint endpoint, double best, long now) {
    if (endpoint.health().isProbeDue(now)) {
      return -1;
    }
    double expected = endpoint.expectedNanos(now);
    return expected <= best * ABOUT_AS_FAST + SLACK_NANOS ? 0 : expected;
  }
}
