package network.rei.dau.ingest.run;

import java.time.Duration;

/**
 * When a run is repeated that endpoints or the store have left incomplete: after twice as much time
 * with each failure, and at the next interval at the latest.
 */
final class RepeatBackoff {

  static final Duration FIRST = Duration.ofSeconds(15);

  private static final int MAX_DOUBLINGS = 20;

  private final Duration longest;
  private int failures;
  private boolean pending;

  RepeatBackoff(Duration interval) {
    this.longest = interval;
  }

  /** A run was left incomplete. Returns the time until it is to be repeated. */
  Duration runIncomplete() {
    Duration delay = FIRST.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    failures++;
    pending = true;
    return delay.compareTo(longest) < 0 ? delay : longest;
  }

  /** A run got everything that it could. */
  void runComplete() {
    failures = 0;
    pending = false;
  }

  /** Returns whether a run is to be repeated. */
  boolean isPending() {
    return pending;
  }

  /** The run is being repeated. */
  void repeated() {
    pending = false;
  }
}
