package network.rei.dau.ingest;

import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ManualTime;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Advances the manual time of an actor system until something can be observed. */
final class VirtualTime {

  /** Each step costs real time too: {@code timePasses} waits 100 ms for the actors. */
  static final Duration STEP = Duration.ofMillis(500);

  private final ManualTime time;
  private volatile Duration passed = Duration.ZERO;

  VirtualTime(ManualTime time) {
    this.time = time;
  }

  /**
   * Returns the time that has passed. It is read by actors at most one step too early, and never
   * too late. After {@link #passUntil} it may be more than was needed, because actors may take
   * longer than a step.
   */
  Duration passed() {
    return passed;
  }

  /** Advances time step by step until {@code observed}. */
  void passUntil(BooleanSupplier observed) {
    passUntil(STEP, observed);
  }

  /** Does the same as {@link #passUntil(BooleanSupplier)} in steps of another length. */
  void passUntil(Duration step, BooleanSupplier observed) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              if (observed.getAsBoolean()) {
                return true;
              }
              time.timePasses(step);
              passed = passed.plus(step);
              return false;
            });
  }
}
