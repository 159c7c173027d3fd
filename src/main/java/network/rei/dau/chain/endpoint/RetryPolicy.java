package network.rei.dau.chain.endpoint;

import java.time.Duration;
import java.util.random.RandomGenerator;
import network.rei.dau.chain.jsonrpc.RpcFailure;

/**
 * Defines what a failed try costs a call, and how long the call waits for the next one.
 *
 * <p>Each call has {@code attempts} tries. A bad answer to the call itself, or no answer in time,
 * costs a whole one. A failure of the server as a whole costs a third, so that an endpoint that
 * fails one request in ten does not fail a range. A rate limit and the halving of a batch cost
 * little, because the circuit breaker and the batch size bound them.
 */
final class RetryPolicy {

  private static final int ONE_ATTEMPT = 12;
  private static final int MAX_DOUBLINGS = 6;

  private final int budget;
  private final long firstNanos;
  private final long backoffNanos;
  private final long deadlineNanos;
  private final RandomGenerator random;

  RetryPolicy(
      int attempts, Duration timeout, Duration backoff, Duration first, RandomGenerator random) {
    this.budget = attempts * ONE_ATTEMPT;
    this.firstNanos = first.toNanos();
    this.backoffNanos = backoff.toNanos();
    this.deadlineNanos =
        attempts * timeout.toNanos()
            + backoffNanos * ((1L << Math.min(attempts - 1, MAX_DOUBLINGS)) - 1);
    this.random = random;
  }

  /**
   * Returns the cost of a failed try.
   *
   * @param batch the number of calls in its HTTP request
   */
  int cost(RpcFailure.Cause cause, int batch) {
    return switch (cause) {
      case ANSWER, TIMEOUT, DENIED -> ONE_ATTEMPT;
      case SERVER, CONNECT -> ONE_ATTEMPT / 3;
      case CUT -> batch > 1 ? ONE_ATTEMPT / 4 : ONE_ATTEMPT / 3;
      case RATE, RATE_OR_SIZE -> 1;
      case TOO_LARGE -> batch > 1 ? 1 : ONE_ATTEMPT;
    };
  }

  /** Returns whether a call whose tries have cost so much gets no further one. */
  boolean isSpent(int spent) {
    return spent >= budget;
  }

  /**
   * Returns how long a request waits while no endpoint answers anything: as long as the tries of a
   * call would take, each up to its timeout, with the backoffs between them.
   */
  long deadlineNanos() {
    return deadlineNanos;
  }

  /**
   * Returns the nanoseconds before the next try.
   *
   * @param failures tries that failed so far, at least 1
   * @param hasAlternative whether another endpoint is healthy
   * @param jitter a factor from {@link #jitter()}: the same for all calls that failed together, so
   *     that they are sent together again
   */
  long delay(RpcFailure.Cause cause, int failures, boolean hasAlternative, double jitter) {
    if (hasAlternative && failures == 1) {
      return 0;
    }
    double nanos =
        switch (cause) {
          // The pause of the endpoint decides when.
          case RATE, RATE_OR_SIZE, TOO_LARGE -> 0;
          case ANSWER, DENIED -> failures == 1 ? firstNanos : doubled(backoffNanos, failures - 2);
          case SERVER, CUT, CONNECT ->
              Math.min(doubled(firstNanos / 2, failures - 1), backoffNanos);
          case TIMEOUT -> doubled(backoffNanos, failures - 1);
        };
    return (long) (nanos * jitter);
  }

  private static long doubled(long nanos, int times) {
    return nanos << Math.min(times, MAX_DOUBLINGS);
  }

  /** Returns a random factor between a half and one and a half. */
  double jitter() {
    return 0.5 + random.nextDouble();
  }
}
