package network.rei.dau.chain.jsonrpc;

import java.util.Collections;
import java.util.List;

/**
 * The outcome of one HTTP request.
 *
 * @param results the results of its calls, in their order
 * @param failure why the response as a whole failed or broke off, which is then also the result of
 *     each call that was not answered; null if the response was read to its end
 * @param signatureBytes memory that the signatures of its blocks took until the senders were
 *     recovered
 * @param recoveryNanos how long that took after the response was read, in nanoseconds
 */
public record BatchResult(
    List<RpcResult> results, RpcFailure failure, long signatureBytes, long recoveryNanos) {

  public BatchResult {
    results = List.copyOf(results);
  }

  /** Creates the outcome of a request for whose blocks no senders were recovered. */
  public BatchResult(List<RpcResult> results, RpcFailure failure) {
    this(results, failure, 0, 0);
  }

  /** Returns the outcome of a request none of whose calls was answered. */
  public static BatchResult failed(int calls, RpcFailure failure) {
    return new BatchResult(Collections.nCopies(calls, failure), failure);
  }
}
