package network.rei.dau.chain.jsonrpc;

import java.util.ArrayList;
import java.util.List;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.BatchResponse;

/**
 * What came of a batch: for each request, in the order asked, its result or fault. A fault of the
 * whole stands apart as well, and is then also the fault of every request that it left unanswered.
 */
public final class BatchResult extends BatchResponse {

  private final List<RpcResult> answers;
  private final RpcFailure fault;

  public BatchResult(BatchRequest batch, List<RpcResult> answers, RpcFailure fault) {
    super(batch.getRequests(), answers);
    this.answers = List.copyOf(answers);
    this.fault = fault;
  }

  /** Nothing was answered. */
  public static BatchResult failed(BatchRequest batch, RpcFailure fault) {
    List<RpcResult> answers = new ArrayList<>();
    batch.getRequests().forEach(request -> answers.add(RpcResult.failed(request.getId(), fault)));
    return new BatchResult(batch, answers, fault);
  }

  public List<RpcResult> answers() {
    return answers;
  }

  /** Why the answer as a whole failed or broke off; null if it did not. */
  public RpcFailure fault() {
    return fault;
  }
}
