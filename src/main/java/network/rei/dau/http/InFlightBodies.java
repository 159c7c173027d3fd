package network.rei.dau.http;

import akka.Done;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Knows the bodies that are being streamed, so that the service can stop when they are sent. Akka
 * HTTP, told to end its connections, would end them in the middle of a body.
 */
public final class InFlightBodies {

  private final CompletableFuture<Done> allSent = new CompletableFuture<>();
  private int open;
  private boolean stopping;

  /** The body, known from when it is begun to when it is sent, or nobody wants it any more. */
  public Source<ByteString, ?> watched(Source<ByteString, ?> body) {
    return body.watchTermination(
        (started, ended) -> {
          begun();
          ended.whenCompleteAsync((done, failure) -> ended(), Runnable::run);
          return started;
        });
  }

  /** Completed once no body is open, or after {@code timeout}; for when the service stops. */
  CompletionStage<Done> sent(Duration timeout) {
    stopping();
    return allSent.completeOnTimeout(Done.done(), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void begun() {
    open++;
  }

  private synchronized void ended() {
    open--;
    completeIfAllSent();
  }

  private synchronized void stopping() {
    stopping = true;
    completeIfAllSent();
  }

  private void completeIfAllSent() {
    if (stopping && open == 0) {
      allSent.complete(Done.done());
    }
  }
}
