package network.rei.dau.ingest;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Map;
import network.rei.dau.observability.trace.TraceContext;

/** Records a span for each run, one at a time, as runs are. Not thread-safe. */
final class RunTrace {

  private final Tracer tracer;
  private Span span = Span.getInvalid();

  RunTrace(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * A run has started. It is planned again after a repair, under another number.
   *
   * @param name what is fetched: {@code run} for the retention, {@code day} or {@code follow}
   */
  void begin(long run, String name) {
    end();
    span = tracer.spanBuilder(name).setNoParent().setAttribute("rei_dau.run", run).startSpan();
  }

  /** The run in progress has failed. */
  void failed(String reason) {
    span.setStatus(StatusCode.ERROR, reason);
  }

  /** The run in progress, if there is one, has ended. */
  void end() {
    span.end();
    span = Span.getInvalid();
  }

  /** Returns the context of the run in progress; without a span if there is none. */
  Context context() {
    return TraceContext.of(span);
  }

  /** Returns the fields of log lines about the run in progress. */
  Map<String, String> logFields() {
    return TraceContext.logFields(span);
  }
}
