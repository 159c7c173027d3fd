package network.rei.dau.http.metrics;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.Set;
import network.rei.dau.observability.trace.TraceContext;

/**
 * Records a span for each request, with the attributes that OpenTelemetry specifies for HTTP
 * servers. It belongs to the trace of the client if the client sends one.
 */
record RequestSpans(Tracer tracer) {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH");

  private static final int FIRST_SERVER_ERROR = 500;

  /** Starts the span of a request to a route. */
  Span start(HttpRequest request, String route) {
    String sent = request.method().name();
    String method = METHODS.contains(sent) ? sent : "_OTHER";
    SpanBuilder span =
        tracer
            .spanBuilder(method + " " + route)
            .setSpanKind(SpanKind.SERVER)
            .setParent(
                TraceContext.read(
                    request.getHeader(TraceContext.TRACE_PARENT).map(HttpHeader::value)))
            .setAttribute("http.request.method", method)
            .setAttribute("url.scheme", request.getUri().scheme())
            .setAttribute("url.path", request.getUri().path());
    if (!route.equals(RouteNames.OTHER)) {
      span.setAttribute("http.route", route);
    }
    return span.startSpan();
  }

  /** Ends a span, whose response has a status. */
  static void end(Span span, int status) {
    span.setAttribute("http.response.status_code", status);
    if (status >= FIRST_SERVER_ERROR) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }
}
