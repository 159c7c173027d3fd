package network.rei.dau.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * An ask of which concurrent requests share the reply: while a reply is expected, no further
 * message is sent. A message, a reference for the reply and a timer for each request would be a
 * third of the work of a prepared answer. Thread-safe.
 */
final class SharedAsk<R> {

  private final Supplier<CompletableFuture<R>> ask;
  private volatile CompletableFuture<R> latest = CompletableFuture.completedFuture(null);

  /**
   * @param ask sends the message and returns the reply
   */
  SharedAsk(Supplier<CompletableFuture<R>> ask) {
    this.ask = ask;
  }

  /**
   * Returns the reply to the message that was sent last, if it is still expected, or sends another
   * one. So a reply that arrives after this call may have been sent shortly before it.
   */
  CompletionStage<R> reply() {
    CompletableFuture<R> expected = latest;
    if (expected.isDone()) {
      // two threads may both ask, which is harmless
      expected = ask.get();
      latest = expected;
    }
    return expected;
  }
}
