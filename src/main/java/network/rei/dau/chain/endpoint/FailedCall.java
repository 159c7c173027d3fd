package network.rei.dau.chain.endpoint;

import network.rei.dau.chain.jsonrpc.RpcFailure;

/**
 * A call that was answered badly or not at all, or whose accepted result turned out to be wrong.
 *
 * @param index its position in the request
 * @param endpoint the index of the endpoint that the failure or result came from
 */
record FailedCall(PendingRequest<?, ?> request, int index, int endpoint, RpcFailure failure) {}
