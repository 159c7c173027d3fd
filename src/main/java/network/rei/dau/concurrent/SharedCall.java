package network.rei.dau.concurrent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A call of which concurrent callers share the result: while a result is expected, no other call is
 * made. Thread-safe.
 */
public final class SharedCall<R> {

  private final Supplier<? extends CompletionStage<R>> call;
  private final CompletableFuture<R> none = CompletableFuture.completedFuture(null);
  private volatile CompletableFuture<R> latest = none;

  /**
   * @param call starts the call and returns its result
   */
  public SharedCall(Supplier<? extends CompletionStage<R>> call) {
    this.call = call;
  }

  /**
   * Returns the result of the last call, if it is still expected, or makes another one. So a result
   * may describe a state from shortly before this method was called.
   */
  public CompletionStage<R> result() {
    CompletableFuture<R> expected = latest;
    return expected.isDone() ? started() : expected;
  }

  private synchronized CompletionStage<R> started() {
    CompletableFuture<R> expected = latest;
    if (expected.isDone()) {
      expected = call.get().toCompletableFuture();
      latest = expected;
      CompletionStage<R> unused = expected.whenComplete((result, failure) -> release());
    }
    return expected;
  }

  /** Drops a result that has arrived, which may be large. */
  private synchronized void release() {
    if (latest.isDone()) {
      latest = none;
    }
  }
}
