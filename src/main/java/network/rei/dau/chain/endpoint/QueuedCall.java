package network.rei.dau.chain.endpoint;

import network.rei.dau.chain.jsonrpc.RpcCall;

/**
 * One call of a request that waits to be sent.
 *
 * @param index its position in the request
 * @param retry whether it was sent before
 * @param notBefore the earliest time to send a retry, in nanoseconds of a steady clock
 * @param avoid the index of the endpoint that failed it last, or -1
 * @param maxBatch how many calls its batch may hold, the one for the chain id included: small while
 *     a batch that is too large is bisected
 */
record QueuedCall(
    PendingRequest<?, ?> request,
    int index,
    boolean retry,
    long notBefore,
    int avoid,
    int maxBatch) {

  /** Creates a call that was not sent yet. */
  QueuedCall(PendingRequest<?, ?> request, int index) {
    this(request, index, false, 0, -1, Integer.MAX_VALUE);
  }

  RpcCall call() {
    return request.calls().get(index);
  }

  /** Returns how many queued calls its batch may hold, itself included. */
  int maxQueuedCalls(boolean withChainId) {
    return withChainId ? Math.max(1, maxBatch - 1) : maxBatch;
  }

  /** Returns whether not even the call for the chain id may share its HTTP request. */
  boolean mustBeAlone() {
    return maxBatch == 1;
  }

  boolean isDue(long now) {
    return !retry || now - notBefore >= 0;
  }

  /** Returns this call, to be sent to another endpoint than this one if there is one. */
  QueuedCall avoiding(int endpoint) {
    return new QueuedCall(request, index, retry, notBefore, endpoint, maxBatch);
  }

  /** Returns the index of the endpoint that alone can answer it; -1 if any can. */
  int onlyEndpoint() {
    return request.onlyEndpoint(index);
  }

  /** Returns the retry of this call. */
  QueuedCall again(long earliest, int avoided, int batch) {
    return new QueuedCall(request, index, true, earliest, avoided, batch);
  }
}
