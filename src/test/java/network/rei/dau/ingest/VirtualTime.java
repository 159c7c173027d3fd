package network.rei.dau.ingest;

import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ManualTime;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Advances the manual time of an actor system until something can be observed. */
final class VirtualTime {

  /** Each step costs real time too: {@code timePasses} waits 100 ms for the actors. */
  private static final Duration STEP = Duration.ofMillis(500);

  private VirtualTime() {}

  /**
   * Advances time step by step until {@code observed}.
   *
   * @return the time that has passed; more than needed if an actor started its timer late
   */
  static Duration passUntil(ManualTime time, BooleanSupplier observed) {
    return passUntil(time, STEP, observed);
  }

  /**
   * Does the same as {@link #passUntil(ManualTime, BooleanSupplier)} in steps of another length.
   */
  static Duration passUntil(ManualTime time, Duration step, BooleanSupplier observed) {
    long[] steps = {0};
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              if (observed.getAsBoolean()) {
                return true;
              }
              time.timePasses(step);
              steps[0]++;
              return false;
            });
    return step.multipliedBy(steps[0]);
  }
}
