package network.rei.dau.http.directive;

import static akka.http.javadsl.server.Directives.respondWithDefaultHeaders;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Adds the headers that every response has, errors included: scripts of any origin may read it, and
 * browsers neither guess its type nor load anything because of it. A header that a response already
 * has stays as it is; pages set a content security policy of their own.
 */
public final class CommonHeaders {

  /** Keeps caches from storing a response. */
  public static final HttpHeader NO_STORE = RawHeader.create("Cache-Control", "no-store");

  private static final List<HttpHeader> SECURITY =
      List.of(
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("Referrer-Policy", "no-referrer"),
          RawHeader.create(
              "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));

  private static final List<HttpHeader> PUBLIC =
      Stream.concat(SECURITY.stream(), Stream.of(Cors.ANY_ORIGIN)).toList();

  private CommonHeaders() {}

  /** Adds all common headers to the responses of a route. */
  public static Route withCommonHeaders(Supplier<Route> inner) {
    Route route = inner.get();
    return respondWithDefaultHeaders(PUBLIC, () -> route);
  }

  /** Adds the common headers to the responses of a route that other origins may not read. */
  public static Route withSecurityHeaders(Supplier<Route> inner) {
    Route route = inner.get();
    return respondWithDefaultHeaders(SECURITY, () -> route);
  }

  /** Returns a response with all common headers, for responses that no route produces. */
  public static HttpResponse addTo(HttpResponse response) {
    return response.addHeaders(PUBLIC);
  }
}
