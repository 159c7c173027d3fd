package network.rei.dau.http.v1;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Threads for answers that must be computed, so that actors and the hot routes never wait for them.
 * Bounded: what does not fit is refused at once, and the client told to come again.
 */
public final class ComputePool {

  private static final int THREADS = 2;
  private static final int WAITING = 256;

  private final ThreadPoolExecutor threads;

  public ComputePool() {
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "http-compute");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Fails with a {@link RejectedExecutionException} if too much waits already. */
  public <T> CompletionStage<T> compute(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Takes no more work. */
  public void stop() {
    threads.shutdown();
  }
}
