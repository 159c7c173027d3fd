package network.rei.dau.chain.endpoint.limit;

import java.time.Duration;

/**
 * Decides how long one endpoint is waited for, from the times of its answers: far longer than the
 * slowest of its last answers took, in proportion to the calls, and the longer the fewer answers
 * there were. If nothing is answered in that time, the next requests are waited for twice as long,
 * since the endpoint may have become slower. Time is nanoseconds of a steady clock. Not
 * thread-safe.
 */
public final class AnswerTimes {

  private static final double FAR_LONGER = 4;
  private static final double WEIGHT_OF_EARLIER = 0.98;

  /** A short pause of this process or of the network is not an answer without an end. */
  private static final double SHORTEST_NANOS = 1e9;

  /** The shortest wait in timeouts, because the timeout shows what the operator expects. */
  private static final double SHORTEST_IN_TIMEOUTS = 0.1;

  private static final int MAX_DOUBLINGS = 20;

  private final long timeoutNanos;
  private long answers;
  private double slowestNanos;
  private double largest = 1;
  private long answeredAt;
  private int doublings;

  /**
   * Creates a decision without any answers.
   *
   * @param timeout the longest wait
   */
  public AnswerTimes(Duration timeout) {
    this.timeoutNanos = timeout.toNanos();
  }

  /**
   * An answer was read to its end.
   *
   * @param calls of its request
   * @param nanos that it took
   */
  public void recordAnswer(int calls, long nanos, long now) {
    answers++;
    answeredAt = now;
    doublings = 0;
    slowestNanos = Math.max((double) nanos, WEIGHT_OF_EARLIER * slowestNanos);
    largest = Math.max(Math.max(1, calls), WEIGHT_OF_EARLIER * largest);
  }

  /**
   * A request was given up.
   *
   * @param calls of the request
   * @param waitedNanos {@link #waitNanos} when it was sent
   */
  public void recordGivenUp(int calls, long sentAt, long waitedNanos) {
    boolean anyAnswered = answers > 0 && answeredAt - sentAt > 0;
    if (!anyAnswered && waitedNanos >= waitNanos(calls)) {
      doublings = Math.min(MAX_DOUBLINGS, doublings + 1);
    }
  }

  /** Returns how long the answer to a request with so many calls is waited for. */
  public long waitNanos(int calls) {
    double usual = slowestNanos * Math.max(1, calls / largest);
    double shortest =
        Math.max(
            timeoutNanos / (2 + answers / 2.0),
            Math.max(SHORTEST_NANOS, SHORTEST_IN_TIMEOUTS * timeoutNanos));
    double wait = Math.max(shortest, FAR_LONGER * usual) * (1L << doublings);
    return (long) Math.min((double) timeoutNanos, wait);
  }
}
