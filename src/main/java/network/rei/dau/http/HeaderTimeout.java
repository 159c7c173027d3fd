package network.rei.dau.http;

import akka.NotUsed;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * Has connections closed on which no first request comes whole in time, however often a byte of it
 * does: the idle timeout begins anew with each byte, so that headers sent very slowly would keep a
 * connection for ever.
 */
final class HeaderTimeout {

  private HeaderTimeout() {}

  /**
   * What a connection does.
   *
   * @param handler answers a request
   * @param headerTimeout how long after its opening its first request must have come
   */
  static Flow<HttpRequest, HttpResponse, NotUsed> closed(
      Function<HttpRequest, CompletionStage<HttpResponse>> handler, Duration headerTimeout) {
    return Flow.of(HttpRequest.class)
        .initialTimeout(headerTimeout)
        .mapAsync(1, handler)
        .recoverWithRetries(1, TimeoutException.class, Source::empty);
  }
}
