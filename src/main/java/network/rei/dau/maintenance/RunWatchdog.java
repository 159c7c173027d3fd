package network.rei.dau.maintenance;

import akka.actor.typed.ActorSystem;
import akka.pattern.Patterns;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Gives up waiting for a run of whose end nobody will tell: where the node that decided was lost,
 * its answer is too.
 */
final class RunWatchdog {

  /** Between two looks, that many of which must show no run. */
  static final Duration USUAL = Duration.ofSeconds(10);

  private static final int LOOKS = 6;

  private final ActorSystem<?> system;
  private final Duration every;
  private final Supplier<CompletionStage<Boolean>> isIdle;

  /**
   * @param isIdle whether no run is under way; fails if that cannot be known
   */
  RunWatchdog(ActorSystem<?> system, Duration every, Supplier<CompletionStage<Boolean>> isIdle) {
    this.system = system;
    this.every = every;
    this.isIdle = isIdle;
  }

  /** The same, failed with a sentence if no run is under way for a while and it was not told. */
  <T> CompletionStage<T> over(CompletionStage<T> told) {
    CompletableFuture<T> result = new CompletableFuture<>();
    told.whenComplete(
        (run, failure) -> {
          if (failure == null) {
            result.complete(run);
          } else {
            result.completeExceptionally(failure);
          }
        });
    look(result, 0);
    return result;
  }

  private void look(CompletableFuture<?> result, int idle) {
    Patterns.after(every, system, isIdle::get)
        .whenComplete(
            (now, failure) -> {
              int times = failure != null ? idle : now ? idle + 1 : 0;
              if (times == LOOKS) {
                result.completeExceptionally(
                    new IllegalStateException(
                        "no run is under way any more, and how it ended was not told: the node that"
                            + " decided was lost; ask again"));
              } else if (!result.isDone()) {
                look(result, times);
              }
            });
  }
}
