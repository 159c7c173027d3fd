package network.rei.dau.http.directive;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.respondWithDefaultHeaders;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import java.util.List;
import java.util.function.Supplier;

/** Lets scripts of any origin read every response, errors included. */
public final class Cors {

  /** The methods that the public routes allow. */
  public static final String METHODS = "GET, HEAD, OPTIONS";

  static final HttpHeader ANY_ORIGIN = RawHeader.create("Access-Control-Allow-Origin", "*");

  private static final HttpResponse PREFLIGHT =
      HttpResponse.create()
          .withStatus(StatusCodes.NO_CONTENT)
          .addHeaders(
              List.of(
                  RawHeader.create("Allow", METHODS),
                  RawHeader.create("Access-Control-Allow-Methods", METHODS),
                  RawHeader.create("Access-Control-Max-Age", "86400"),
                  RawHeader.create("Vary", "Access-Control-Request-Headers")));

  private static final HttpHeader EXPOSED =
      RawHeader.create(
          "Access-Control-Expose-Headers",
          "ETag, Link, Content-Disposition, Retry-After, Data-Version, Data-Lag-Seconds,"
              + " Data-Stale, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset,"
              + " RateLimit-Policy");

  private Cors() {}

  /** Lets scripts of other origins read all headers of the responses of a route. */
  public static Route withExposedHeaders(Supplier<Route> inner) {
    Route route = inner.get();
    return respondWithDefaultHeaders(List.of(EXPOSED), () -> route);
  }

  /** Returns the response with all its headers readable by scripts of other origins. */
  public static HttpResponse exposed(HttpResponse response) {
    return response.getHeader(EXPOSED.name()).isPresent() ? response : response.addHeader(EXPOSED);
  }

  /**
   * Answers preflight requests: every OPTIONS request. The directive {@code options} would add a
   * rejection to each request of another method that no route matches, which then became 405.
   */
  public static Route withPreflights(Supplier<Route> inner) {
    Route route = inner.get();
    return extractRequest(
        request ->
            request.method().equals(HttpMethods.OPTIONS) ? complete(preflight(request)) : route);
  }

  private static HttpResponse preflight(HttpRequest request) {
    return request
        .getHeader("Access-Control-Request-Headers")
        .map(asked -> RawHeader.create("Access-Control-Allow-Headers", asked.value()))
        .map(PREFLIGHT::addHeader)
        .orElse(PREFLIGHT);
  }
}
