package network.rei.dau.chain.endpoint.limit;

/**
 * Learns whether the requests to one endpoint fail because of their load, which is a number of
 * calls. If so, those with less load fail less often; an endpoint that fails half of all requests,
 * whatever they ask for, does not become better with smaller ones. Loads are compared by powers of
 * two, and earlier requests count less and less. Not thread-safe.
 */
final class FailuresByLoad {

  private static final int LEVELS = 32;
  private static final double WEIGHT_OF_EARLIER = 0.99;

  /** Fewer requests with less load show nothing. */
  private static final double ENOUGH = 3;

  private static final double FAR_MORE = 4;

  private final double[] answered = new double[LEVELS];
  private final double[] failed = new double[LEVELS];

  /** A request was answered, or failed. */
  void record(int load, boolean ok) {
    for (int level = 0; level < LEVELS; level++) {
      answered[level] *= WEIGHT_OF_EARLIER;
      failed[level] *= WEIGHT_OF_EARLIER;
    }
    double[] counted = ok ? answered : failed;
    counted[level(load)]++;
  }

  /**
   * Returns whether the load may be the reason of failures: requests with less load fail far less
   * often, or {@link #isHalfBetter}.
   */
  boolean mayBeReason(int load) {
    double below = failuresBelow(load);
    return Double.isNaN(below)
        ? load > 1
        : failures(load, below, 4) > FAR_MORE * below || isHalfBetter(load);
  }

  /**
   * Returns whether requests with half the load get more calls answered, because this load is
   * answered less than half as often; also if there were hardly any requests with less load.
   */
  boolean isHalfBetter(int load) {
    double below = failuresBelow(load);
    return Double.isNaN(below) ? load > 1 : 2 * (1 - failures(load, below, 1)) < 1 - below;
  }

  /** Returns the share of the requests with less load that failed; NaN if there were too few. */
  private double failuresBelow(int load) {
    double answeredBelow = 0;
    double failedBelow = 0;
    for (int level = 0; level < level(load); level++) {
      answeredBelow += answered[level];
      failedBelow += failed[level];
    }
    double requests = answeredBelow + failedBelow;
    return requests < ENOUGH ? Double.NaN : failedBelow / requests;
  }

  /**
   * Returns the share of the requests with this load that failed.
   *
   * @param expected the share before the first of them
   * @param weight the number of requests that the expected share counts for
   */
  private double failures(int load, double expected, double weight) {
    int level = level(load);
    return (failed[level] + weight * expected) / (answered[level] + failed[level] + weight);
  }

  private static int level(int load) {
    return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(Math.max(1, load));
  }
}
