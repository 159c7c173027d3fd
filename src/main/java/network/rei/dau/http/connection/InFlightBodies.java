package network.rei.dau.http.connection;

import akka.Done;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Counts the response bodies that are being streamed, so that the service can stop once they are
 * sent. The termination of Akka HTTP's server binding would cut them off.
 */
public final class InFlightBodies {

  private final CompletableFuture<Done> allSent = new CompletableFuture<>();
  private int inFlight;
  private boolean stopping;

  /**
   * Returns the body, which counts from its first demand until it completes, fails or is cancelled.
   */
  public Source<ByteString, ?> track(Source<ByteString, ?> body) {
    return body.watchTermination(
        (value, ended) -> {
          started();
          ended.whenCompleteAsync((done, failure) -> ended(), Runnable::run);
          return value;
        });
  }

  /** Completes when no body is in flight, or after the timeout; the service must be stopping. */
  public CompletionStage<Done> allSent(Duration timeout) {
    stopping();
    return allSent.completeOnTimeout(Done.done(), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void started() {
    inFlight++;
  }

  private synchronized void ended() {
    inFlight--;
    completeIfAllSent();
  }

  private synchronized void stopping() {
    stopping = true;
    completeIfAllSent();
  }

  private void completeIfAllSent() {
    if (stopping && inFlight == 0) {
      allSent.complete(Done.done());
    }
  }
}
