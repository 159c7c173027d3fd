package network.rei.dau.http;

import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.mapResponse;

import akka.http.javadsl.server.Route;
import java.util.function.Supplier;

/** Counts requests by route and status, and measures how long their responses take. */
record RequestCounting(RouteNames names, RequestMetrics metrics) {

  /** Counts the requests to a route, which must answer all of them. */
  Route count(Supplier<Route> inner) {
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
