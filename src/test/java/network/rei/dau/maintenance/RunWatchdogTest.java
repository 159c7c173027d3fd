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

  private final AtomicInteger looks = new AtomicInteger();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void aRunThatIsToldIsThatRun() {
    CompletableFuture<String> told = new CompletableFuture<>();
    CompletionStage<String> watched =
        watch(() -> CompletableFuture.completedFuture(false)).over(told);
    Awaitility.await().until(() -> looks.get() > 10);

    told.complete("it ended");

    assertThat(watched.toCompletableFuture().join()).isEqualTo("it ended");
  }

  @Test
  void aRunThatIsOverUntoldIsGivenUp() {
    CompletionStage<String> watched =
        watch(() -> CompletableFuture.completedFuture(true)).over(new CompletableFuture<>());

    assertThatThrownBy(() -> watched.toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("the node that decided was lost; ask again");
    assertThat(looks).hasValue(6);
  }

  @Test
  void aPauseBetweenRunsAndALookThatFailsEndNothing() {
    CompletionStage<String> watched =
        watch(
                () ->
                    looks.get() % 3 == 0
                        ? CompletableFuture.completedFuture(false)
                        : looks.get() % 3 == 1
                            ? CompletableFuture.completedFuture(true)
                            : CompletableFuture.failedFuture(new IllegalStateException("silent")))
            .over(new CompletableFuture<>());

    Awaitility.await().until(() -> looks.get() > 30);

    assertThat(watched.toCompletableFuture()).isNotDone();
  }

  @Test
  void aRunThatFailsFailsAsItDid() {
    CompletableFuture<String> told = CompletableFuture.failedFuture(new IllegalStateException("x"));

    assertThatThrownBy(
            () ->
                watch(() -> CompletableFuture.completedFuture(true))
                    .over(told)
                    .toCompletableFuture()
                    .join())
        .hasMessageContaining("x");
  }

  private RunWatchdog watch(Supplier<CompletionStage<Boolean>> isIdle) {
    return new RunWatchdog(
        KIT.system(),
        Duration.ofMillis(5),
        () -> {
          looks.incrementAndGet();
          return isIdle.get();
        });
  }
}
