package network.rei.dau.http.connection;

import akka.NotUsed;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Source;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Closes a connection whose first request is not complete in time. Akka HTTP's idle timeout starts
 * again with each byte, so that a client that sends headers very slowly would keep a connection
 * open.
 */
final class HeaderTimeout {

  private HeaderTimeout() {}

  /**
   * Returns the flow of a connection.
   *
   * @param routes answers the requests
   * @param timeout from the opening of the connection to the end of the first request's headers
   */
  static Flow<HttpRequest, HttpResponse, NotUsed> limit(
      Flow<HttpRequest, HttpResponse, NotUsed> routes, Duration timeout) {
    return Flow.of(HttpRequest.class)
        .initialTimeout(timeout)
        .via(routes)
        .recoverWithRetries(1, TimeoutException.class, Source::empty);
  }
}
