package network.rei.dau.chain.endpoint;

import java.time.Duration;
import java.util.random.RandomGenerator;
import network.rei.dau.chain.jsonrpc.RpcFailure;

/**
 * What a failed try costs a block, and how long it waits for the next one.
 *
 * <p>Each block has {@code attempts} tries. A bad answer to itself, or no answer in time, costs one
 * whole. A server that fails as a whole says little of the block and costs a third of one, so that
 * an endpoint which fails one request in ten does not fail a range; being told to slow down costs
 * little, and halving a batch next to nothing: those have bounds of their own.
 */
final class RetryPolicy {

  private static final int ONE_ATTEMPT = 12;
  private static final int LONGEST_DOUBLING = 6;

  private final int budget;
  private final long firstNanos;
  private final long backoffNanos;
  private final long patienceNanos;
  private final RandomGenerator random;

  RetryPolicy(
      int attempts, Duration timeout, Duration backoff, Duration first, RandomGenerator random) {
    this.budget = attempts * ONE_ATTEMPT;
    this.firstNanos = first.toNanos();
    this.backoffNanos = backoff.toNanos();
    this.patienceNanos =
        attempts * timeout.toNanos()
            + backoffNanos * ((1L << Math.min(attempts - 1, LONGEST_DOUBLING)) - 1);
    this.random = random;
  }

  /** What a try that ended so costs. */
  int cost(RpcFailure.Cause cause, int batch) {
    return switch (cause) {
      case ANSWER, TIMEOUT, DENIED -> ONE_ATTEMPT;
      case SERVER, CONNECT -> ONE_ATTEMPT / 3;
      case CUT -> batch > 1 ? ONE_ATTEMPT / 4 : ONE_ATTEMPT / 3;
      case RATE, RATE_OR_SIZE -> ONE_ATTEMPT / 6;
      case TOO_LARGE -> batch > 1 ? 1 : ONE_ATTEMPT;
    };
  }

  /** Whether a block that has spent so much gets no further try. */
  boolean isSpent(int spent) {
    return spent >= budget;
  }

  /**
   * How long no endpoint may have answered anything before a call gives up: as long as its attempts
   * would take, each to its timeout, with the backoffs between them.
   */
  long patienceNanos() {
    return patienceNanos;
  }

  /**
   * Nanoseconds before the next try.
   *
   * @param fails tries that failed so far, at least 1
   * @param elsewhere whether another endpoint can be asked
   * @param jitter a factor from {@link #jitter()}: one for all blocks that failed together, so that
   *     they go out together again
   */
  long delay(RpcFailure.Cause cause, int fails, boolean elsewhere, double jitter) {
    if (elsewhere && fails == 1) {
      return 0;
    }
    double nanos =
        switch (cause) {
          // the endpoint's own pause says when
          case RATE, RATE_OR_SIZE, TOO_LARGE -> 0;
          case ANSWER, DENIED -> fails == 1 ? firstNanos : doubled(backoffNanos, fails - 2);
          case SERVER, CUT, CONNECT -> Math.min(doubled(firstNanos / 2, fails - 1), backoffNanos);
          case TIMEOUT -> doubled(backoffNanos, fails - 1);
        };
    return (long) (nanos * jitter);
  }

  private static long doubled(long nanos, int times) {
    return nanos << Math.min(times, LONGEST_DOUBLING);
  }

  /** Between a half and one and a half. */
  double jitter() {
    return 0.5 + random.nextDouble();
  }
}
