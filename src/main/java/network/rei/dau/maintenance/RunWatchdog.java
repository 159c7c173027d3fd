package network.rei.dau.maintenance;

import akka.actor.typed.ActorSystem;
import akka.pattern.Patterns;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Stops waiting for the result of a run that will never arrive: if the node with the supervisor is
 * lost, its reply is lost, too.
 */
final class RunWatchdog {

  static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);

  /** The number of consecutive polls without a run after which the result is considered lost. */
  private static final int IDLE_POLLS = 6;

  private final ActorSystem<?> system;
  private final Duration interval;
  private final Supplier<CompletionStage<Boolean>> isIdle;

  /**
   * @param isIdle returns whether no run is in progress; fails if that is unknown
   */
  RunWatchdog(ActorSystem<?> system, Duration interval, Supplier<CompletionStage<Boolean>> isIdle) {
    this.system = system;
    this.interval = interval;
    this.isIdle = isIdle;
  }

  /** Returns a stage that completes as the run does, or fails if its result is lost. */
  <T> CompletionStage<T> watch(CompletionStage<T> run) {
    CompletableFuture<T> result = run.thenApply(value -> value).toCompletableFuture();
    poll(result, 0);
    return result;
  }

  private void poll(CompletableFuture<?> result, int idlePolls) {
    Patterns.after(interval, system, isIdle::get)
        .whenComplete(
            (idle, failure) -> {
              int count = failure != null ? idlePolls : idle ? idlePolls + 1 : 0;
              if (count == IDLE_POLLS) {
                result.completeExceptionally(
                    new IllegalStateException(
                        "no run is in progress any more, and its result was not received: the node"
                            + " of the supervisor was lost; start the operation again"));
              } else if (!result.isDone()) {
                poll(result, count);
              }
            });
  }
}
