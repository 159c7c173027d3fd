package network.rei.dau.http.metrics;

import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.mapResponse;

import akka.http.javadsl.server.Route;
import java.util.Collection;
import java.util.function.Supplier;

/** Counts requests by route and status, and measures how long their responses take. */
public final class RequestCounting {

  private final RouteNames names;
  private final RequestMetrics metrics;

  /**
   * @param paths of all routes, as the OpenAPI description writes them
   */
  public RequestCounting(Collection<String> paths, RequestMetrics metrics) {
    this.names = new RouteNames(paths);
    this.metrics = metrics;
  }

  /** Counts the requests to a route, which must answer all of them. */
  public Route count(Supplier<Route> inner) {
    Route route = inner.get();
    return extractRequest(
        request -> {
          long start = System.nanoTime();
          RequestMetrics.OfRoute counters = metrics.of(names.of(request.getUri().path()));
          return mapResponse(
              response -> {
                counters.answered(response.status().intValue(), System.nanoTime() - start);
                return response;
              },
              () -> route);
        });
  }
}
