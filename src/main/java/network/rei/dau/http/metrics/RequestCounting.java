package network.rei.dau.http.metrics;

import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.mapResponse;

import akka.http.javadsl.server.Route;
import io.opentelemetry.api.trace.Span;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import network.rei.dau.observability.trace.Tracing;

/**
 * Counts requests by route and status, measures how long their responses take, and records a span
 * for each of them if tracing is on.
 */
public final class RequestCounting {

  private final RouteNames names;
  private final RequestMetrics metrics;
  private final Optional<RequestSpans> spans;

  /**
   * @param paths of all routes, as the OpenAPI description writes them
   */
  public RequestCounting(Collection<String> paths, RequestMetrics metrics, Tracing tracing) {
    this.names = new RouteNames(paths);
    this.metrics = metrics;
    this.spans =
        tracing.isOn() ? Optional.of(new RequestSpans(tracing.tracer())) : Optional.empty();
  }

  /** Counts the requests to a route, which must answer all of them. */
  public Route count(Supplier<Route> inner) {
    Route route = inner.get();
    return extractRequest(
        request -> {
          long start = System.nanoTime();
          String name = names.of(request.getUri().path());
          RequestMetrics.OfRoute counters = metrics.of(name);
          Span span = spans.isPresent() ? spans.get().start(request, name) : Span.getInvalid();
          return mapResponse(
              response -> {
                int status = response.status().intValue();
                counters.answered(status, System.nanoTime() - start, span);
                RequestSpans.end(span, status);
                return response;
              },
              () -> route);
        });
  }
}
