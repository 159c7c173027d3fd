package network.rei.dau.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RunWatchdogTest {

  private static final ActorTestKit KIT = ActorTestKit.create();

  private final AtomicInteger polls = new AtomicInteger();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void shouldCompleteAsTheRunDoes() {
    CompletableFuture<String> run = new CompletableFuture<>();
    CompletionStage<String> watched =
        watchdog(() -> CompletableFuture.completedFuture(false)).watch(run);
    Awaitility.await().until(() -> polls.get() > 10);

    run.complete("ended");

    assertThat(watched.toCompletableFuture().join()).isEqualTo("ended");
  }

  @Test
  void shouldFailWhenTheResultIsLost() {
    CompletionStage<String> watched =
        watchdog(() -> CompletableFuture.completedFuture(true)).watch(new CompletableFuture<>());

    assertThatThrownBy(() -> watched.toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("the node of the supervisor was lost; start the operation again");
    assertThat(polls).hasValue(6);
  }

  @Test
  void shouldContinueAfterAPauseBetweenRunsAndAfterAFailedPoll() {
    CompletionStage<String> watched =
        watchdog(
                () ->
                    polls.get() % 3 == 0
                        ? CompletableFuture.completedFuture(false)
                        : polls.get() % 3 == 1
                            ? CompletableFuture.completedFuture(true)
                            : CompletableFuture.failedFuture(new IllegalStateException("no reply")))
            .watch(new CompletableFuture<>());

    Awaitility.await().until(() -> polls.get() > 30);

    assertThat(watched.toCompletableFuture()).isNotDone();
  }

  @Test
  void shouldFailAsTheRunDoes() {
    CompletableFuture<String> run = CompletableFuture.failedFuture(new IllegalStateException("x"));

    assertThatThrownBy(
            () ->
                watchdog(() -> CompletableFuture.completedFuture(true))
                    .watch(run)
                    .toCompletableFuture()
                    .join())
        .hasMessageContaining("x");
  }

  private RunWatchdog watchdog(Supplier<CompletionStage<Boolean>> isIdle) {
    return new RunWatchdog(
        KIT.system(),
        Duration.ofMillis(5),
        () -> {
          polls.incrementAndGet();
          return isIdle.get();
        });
  }
}
