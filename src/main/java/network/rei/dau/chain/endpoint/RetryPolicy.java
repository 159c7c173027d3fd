package network.rei.dau.chain.endpoint;

import java.time.Duration;
import java.util.random.RandomGenerator;
import network.rei.dau.chain.jsonrpc.RpcFailure;

/**
 * Defines what a failed try costs a call, and how long the call waits for the next one.
 *
 * <p>Each call has {@code attempts} tries. A bad answer to the call itself, or no answer in time,
 * costs a whole one. A failure of the server as a whole costs a third, so that an endpoint that
 * fails one request in ten does not fail a range, and so does a request that was given up early. A
 * rate limit and the halving of a batch cost little, because the circuit breaker and the batch size
 * bound them. Where more requests fail than occasionally, a failure tells less of the call, and
 * costs less: each call fails as rarely as with one failure in ten.
 */
final class RetryPolicy {

  private static final int ONE_ATTEMPT = 120;
  private static final int EARLY = ONE_ATTEMPT / 3;

  /** The share of failed requests up to which a failure costs all that it can. */
  private static final double OCCASIONAL = 0.1;

  private static final double SMALLEST_WEIGHT = 0.2;
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
   * A try that failed.
   *
   * @param batch the number of calls in its HTTP request
   * @param early whether it was given up before the timeout of the settings
   * @param usualFailures the share of the requests to its endpoint that usually fail
   */
  record FailedTry(RpcFailure.Cause cause, int batch, boolean early, double usualFailures) {}

  /** Returns the cost of a failed try. */
  int cost(FailedTry failed) {
    boolean alone = failed.batch() == 1;
    double weight = weight(failed.usualFailures());
    return switch (failed.cause()) {
      case ANSWER -> ONE_ATTEMPT;
      case RATE, RATE_OR_SIZE -> ONE_ATTEMPT / 12;
      case DENIED -> (int) (weight * ONE_ATTEMPT);
      case TIMEOUT -> failed.early() ? (int) (weight * EARLY) : ONE_ATTEMPT;
      case SERVER, CONNECT -> (int) (weight * ONE_ATTEMPT / 3);
      case CUT -> (int) (weight * ONE_ATTEMPT / (alone ? 3 : 4));
      case TOO_LARGE -> (int) (weight * ONE_ATTEMPT / (alone ? 1 : 12));
    };
  }

  /** Returns how much a failure tells of the call, from 1 down, if this share usually fails. */
  private static double weight(double usualFailures) {
    return usualFailures <= OCCASIONAL
        ? 1
        : Math.max(SMALLEST_WEIGHT, Math.log(usualFailures) / Math.log(OCCASIONAL));
  }

  /** Returns whether a call whose tries have cost so much has a whole try after an early end. */
  boolean mayBeGivenUpEarly(int spent) {
    return spent + EARLY + ONE_ATTEMPT <= budget;
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
   * @param spent what they have cost
   * @param hasAlternative whether another endpoint is healthy
   * @param jitter a factor from {@link #jitter()}: the same for all calls that failed together, so
   *     that they are sent together again
   */
  long delay(FailedTry failed, int failures, int spent, boolean hasAlternative, double jitter) {
    if (hasAlternative && failures == 1) {
      return 0;
    }
    int attempts = spent / ONE_ATTEMPT;
    double nanos =
        switch (failed.cause()) {
          // The pause of the endpoint decides when.
          case RATE, RATE_OR_SIZE, TOO_LARGE -> 0;
          case ANSWER, DENIED -> failures == 1 ? firstNanos : doubled(backoffNanos, attempts - 2);
          case SERVER, CUT, CONNECT -> delayOfOccasional(failures);
          case TIMEOUT ->
              failed.early() ? delayOfOccasional(failures) : doubled(backoffNanos, attempts - 1);
        };
    return (long) (nanos * jitter);
  }

  private long delayOfOccasional(int failures) {
    return Math.min(doubled(firstNanos / 2, failures - 1), backoffNanos);
  }

  private static long doubled(long nanos, int times) {
    return nanos << Math.min(Math.max(0, times), MAX_DOUBLINGS);
  }

  /** Returns a random factor between a half and one and a half. */
  double jitter() {
    return 0.5 + random.nextDouble();
  }
}
