package network.rei.dau.observability.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.observability.instrument.Histogram;

/** Writes the context of a span as text, and reads it. */
public final class TraceContext {

  /** The field of log lines with the number of the trace, as OpenTelemetry names it. */
  public static final String TRACE_ID = "trace_id";

  /** The field of log lines with the number of the span, as OpenTelemetry names it. */
  public static final String SPAN_ID = "span_id";

  /** The header of HTTP, and the field of messages, as W3C names it. */
  public static final String TRACE_PARENT = "traceparent";

  private static final TextMapGetter<String> GETTER =
      new TextMapGetter<>() {
        @Override
        @SuppressWarnings("deprecation") // it is abstract
        public Iterable<String> keys(String traceparent) {
          return List.of(TRACE_PARENT);
        }

        @Override
        public String get(String traceparent, String key) {
          return key.equals(TRACE_PARENT) ? traceparent : null;
        }
      };

  private TraceContext() {}

  /** Returns a context without a span. */
  public static Context none() {
    return Context.root();
  }

  /** Returns the context of a span. */
  public static Context of(Span span) {
    return Context.root().with(span);
  }

  /** Returns the text of W3C's header {@code traceparent}; empty if nothing is recorded. */
  public static Optional<String> write(Context context) {
    Map<String, String> headers = new HashMap<>();
    W3CTraceContextPropagator.getInstance().inject(context, headers, Map::put);
    return Optional.ofNullable(headers.get(TRACE_PARENT));
  }

  /** Returns the context that {@link #write} has written, or none if the text is no such one. */
  public static Context read(Optional<String> traceparent) {
    return traceparent
        .map(text -> W3CTraceContextPropagator.getInstance().extract(none(), text, GETTER))
        .orElse(none());
  }

  /** Adds a value to a histogram, with its span as the exemplar if the span is recorded. */
  public static void record(Histogram histogram, long value, Span span) {
    SpanContext context = span.getSpanContext();
    if (context.isSampled()) {
      histogram.record(
          value, context.getTraceId(), context.getSpanId(), System.currentTimeMillis());
    } else {
      histogram.record(value);
    }
  }

  /**
   * Returns the fields of log lines that belong to a span: {@code trace_id} and {@code span_id};
   * none if it is not recorded.
   */
  public static Map<String, String> logFields(Span span) {
    SpanContext context = span.getSpanContext();
    return context.isSampled()
        ? Map.of(TRACE_ID, context.getTraceId(), SPAN_ID, context.getSpanId())
        : Map.of();
  }
}
