package network.rei.dau.chain.endpoint.limit;

/**
 * Estimates which share of the requests to one endpoint fails while it answers others. Not
 * thread-safe.
 */
public final class UsualFailures {

  private static final double WEIGHT_OF_EARLIER = 0.95;

  private double answered;
  private double failed;

  /** A request was answered after some had failed. */
  void recordAnswer(int failuresBefore) {
    answered = WEIGHT_OF_EARLIER * answered + 1;
    failed = WEIGHT_OF_EARLIER * failed + failuresBefore;
  }

  /** A request failed in a way that does not show that the endpoint is down. */
  public void recordFailure() {
    failed++;
  }

  /** Returns the share, from 0 to less than 1; 0 before the first failure. */
  public double share() {
    return failed / (failed + answered + 1);
  }

  /**
   * Returns the probability that so many requests in a row fail, if the share does not change; 0
   * before the first failure.
   */
  public double probability(int failuresInARow) {
    return Math.pow(share(), failuresInARow);
  }
}
