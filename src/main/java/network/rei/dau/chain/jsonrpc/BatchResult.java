package network.rei.dau.chain.jsonrpc;

import java.util.Collections;
import java.util.List;

/**
 * The outcome of one HTTP request.
 *
 * @param results the results of its calls, in their order
 * @param failure why the response as a whole failed or broke off, which is then also the result of
 *     each call that was not answered; null if the response was read to its end
 */
public record BatchResult(List<RpcResult> results, RpcFailure failure) {

  public BatchResult {
    results = List.copyOf(results);
  }

  /** Returns the outcome of a request none of whose calls was answered. */
  public static BatchResult failed(int calls, RpcFailure failure) {
    return new BatchResult(Collections.nCopies(calls, failure), failure);
  }
}
