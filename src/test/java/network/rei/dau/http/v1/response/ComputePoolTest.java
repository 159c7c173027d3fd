package network.rei.dau.http.v1.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import network.rei.dau.http.problem.Failure;
import org.junit.jupiter.api.Test;

class ComputePoolTest {

  private final ComputePool pool = new ComputePool();

  @Test
  void shouldRefuseWorkThatDoesNotFitAtOnceWith503() {
    CountDownLatch released = new CountDownLatch(1);
    List<CompletionStage<Boolean>> submitted = new ArrayList<>();
    CompletionStage<Boolean> last;
    do {
      last = pool.submit(() -> awaitRelease(released));
      submitted.add(last);
    } while (!last.toCompletableFuture().isCompletedExceptionally());

    assertThat(submitted).hasSizeLessThan(1000);
    assertThat(Failure.of(failureOf(last)).status().intValue()).isEqualTo(503);
    released.countDown();
    await().until(() -> submitted.get(submitted.size() - 2).toCompletableFuture().join());
  }

  @Test
  void shouldRefuseWorkOnceItIsStopped() {
    pool.stop();

    assertThat(failureOf(pool.submit(() -> true))).isInstanceOf(RejectedExecutionException.class);
  }

  private static boolean awaitRelease(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static Throwable failureOf(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().join();
      throw new AssertionError("did not fail");
    } catch (CompletionException e) {
      return e.getCause();
    }
  }
}
