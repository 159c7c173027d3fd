package network.rei.dau.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides when an event that was not sent is sent again. */
final class Backoff {

  /** An event that is older is given up. */
  static final Duration MAX_AGE = Duration.ofDays(2);

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MAX_DOUBLINGS = 20;
  private static final double JITTER = 0.2;

  private final RandomGenerator random;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Returns when the next attempt is due; empty if the event is too old by then.
   *
   * @param attempts how often it was tried
   * @param asked how long the receiver asked to wait; more than an hour counts as an hour
   */
  Optional<Instant> next(Instant createdAt, int attempts, Optional<Duration> asked, Instant now) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(Math.max(attempts, 1) - 1, MAX_DOUBLINGS));
    double spread = 1 + JITTER * (2 * random.nextDouble() - 1);
    Duration wait = Duration.ofMillis(Math.round(shorter(doubled, LONGEST).toMillis() * spread));
    Duration needed = shorter(asked.orElse(Duration.ZERO), LONGEST);
    Instant due = now.plus(wait.compareTo(needed) >= 0 ? wait : needed);
    return Optional.of(due).filter(next -> !isTooOld(createdAt, next));
  }

  static boolean isTooOld(Instant createdAt, Instant at) {
    return createdAt.plus(MAX_AGE).isBefore(at);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
