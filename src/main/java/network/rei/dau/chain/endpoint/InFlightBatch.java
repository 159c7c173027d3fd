package network.rei.dau.chain.endpoint;

import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import network.rei.dau.chain.endpoint.limit.AdaptiveLimits;
import network.rei.dau.chain.endpoint.limit.CircuitBreaker;
import network.rei.dau.chain.jsonrpc.RpcCall;
import network.rei.dau.chain.jsonrpc.RpcCall.Expected;
import network.rei.dau.observability.trace.TraceContext;

/**
 * The calls of one HTTP request that was sent.
 *
 * @param queued the calls of pending requests; empty if only the chain id is asked for
 * @param withChainId whether the first call asks for the chain id
 * @param timeoutNanos after which it is given up
 * @param early whether that is before the timeout of the settings
 * @param load the calls of pending requests that were in flight at the endpoint when it was sent,
 *     its own included
 * @param halvings the {@link AdaptiveLimits#halvings()} of the endpoint when it was sent
 * @param transitions the {@link CircuitBreaker#transitions()} of the endpoint when it was sent
 */
record InFlightBatch(
    Endpoint endpoint,
    List<QueuedCall> queued,
    boolean withChainId,
    long sentAt,
    long timeoutNanos,
    boolean early,
    int load,
    int halvings,
    int transitions) {

  /** Returns the calls to send. */
  List<RpcCall> calls() {
    List<RpcCall> calls = new ArrayList<>(size());
    if (withChainId) {
      calls.add(RpcCall.CHAIN_ID);
    }
    queued.forEach(call -> calls.add(call.call()));
    return calls;
  }

  /** Returns the pending requests that have calls in it. */
  Set<PendingRequest<?, ?>> requests() {
    Set<PendingRequest<?, ?>> requests = new LinkedHashSet<>();
    queued.forEach(call -> requests.add(call.request()));
    return requests;
  }

  /** Returns the context of the span of the first of these requests; without one if it has none. */
  Context span() {
    return queued.isEmpty() ? TraceContext.none() : queued.get(0).request().span();
  }

  int size() {
    return queued.size() + (withChainId ? 1 : 0);
  }

  /**
   * Returns its size as {@link AdaptiveLimits} count it: without the chain id. But a single call
   * with the chain id is a batch too: if it is refused, the endpoint supports no batches.
   */
  int batchSize() {
    return Math.max(queued.size(), Math.min(size(), 2));
  }

  /** Returns how many whole blocks it asks for. */
  int blocks() {
    boolean blocks = !queued.isEmpty() && queued.get(0).call().expected() == Expected.BLOCK;
    return blocks ? queued.size() : 0;
  }

  boolean isOnlyChainId() {
    return queued.isEmpty();
  }
}
