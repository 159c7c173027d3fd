package network.rei.dau.http.v1.response;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import network.rei.dau.concurrent.CountedRejections;
import network.rei.dau.concurrent.DaemonThreads;

/**
 * The threads that compute responses, so that actors and prepared answers never wait for them. Both
 * the threads and the queue are bounded: work that does not fit is refused at once, and the client
 * receives 503.
 */
public final class ComputePool {

  private static final int THREADS = 2;
  private static final int MAX_QUEUED = 256;

  private final ThreadPoolExecutor executor;

  public ComputePool() {
    executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_QUEUED),
            DaemonThreads.named("http-compute"),
            new CountedRejections());
    executor.allowCoreThreadTimeOut(true);
  }

  /** Returns the threads, for their metrics. */
  public ThreadPoolExecutor executor() {
    return executor;
  }

  /** The work ended with an {@link Error}, as of a Java that lacks the libraries of pictures. */
  private static final class WorkFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WorkFailedException(Error cause) {
      super(cause);
    }
  }

  /**
   * Returns the result of the work; fails with {@link RejectedExecutionException} if the queue is
   * full. An {@link Error} of the work becomes an exception, because Akka answers nothing to a
   * request that fails with one.
   */
  public <T> CompletionStage<T> submit(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(() -> result(work), executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <T> T result(Supplier<T> work) {
    try {
      return work.get();
    } catch (Error e) {
      throw new WorkFailedException(e);
    }
  }

  /** Refuses further work; queued work is still done. */
  public void stop() {
    executor.shutdown();
  }
}
