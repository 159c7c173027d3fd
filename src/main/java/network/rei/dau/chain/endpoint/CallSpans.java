package network.rei.dau.chain.endpoint;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import network.rei.dau.chain.jsonrpc.BatchResult;
import network.rei.dau.chain.jsonrpc.RpcCall;
import network.rei.dau.concurrent.Failures;

/**
 * Records a span for each call to an endpoint, which is one HTTP request with a batch of calls. Its
 * parent is the span of the first request that has calls in it; the others are linked.
 */
record CallSpans(Tracer tracer) {

  /** Sends a batch within a span, which ends when the response is read. */
  CompletionStage<BatchResult> send(
      InFlightBatch batch, Supplier<CompletionStage<BatchResult>> send) {
    Span span = start(batch);
    return send.get()
        .whenComplete(
            (result, failure) -> {
              if (failure != null) {
                span.setStatus(StatusCode.ERROR, Failures.message(failure));
              } else if (result.failure() != null) {
                span.setStatus(StatusCode.ERROR, result.failure().message());
                span.setAttribute("error.type", result.failure().kind().label());
              }
              span.end();
            });
  }

  private Span start(InFlightBatch batch) {
    RpcCall last = batch.calls().get(batch.size() - 1);
    SpanBuilder span =
        tracer
            .spanBuilder(last.request().getMethod())
            .setParent(batch.span())
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("rpc.system.name", "jsonrpc")
            .setAttribute("rpc.method", last.request().getMethod())
            .setAttribute("rei_dau.endpoint", batch.endpoint().name().toString())
            .setAttribute("rei_dau.calls", batch.size())
            .setAttribute("rei_dau.blocks", batch.blocks());
    if (last.block() >= 0) {
      span.setAttribute("rei_dau.last_block", last.block());
    }
    batch.requests().stream()
        .skip(1)
        .map(other -> Span.fromContext(other.span()).getSpanContext())
        .forEach(span::addLink);
    return span.startSpan();
  }
}
