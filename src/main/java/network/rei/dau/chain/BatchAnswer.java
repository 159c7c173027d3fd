package network.rei.dau.chain;

import java.util.ArrayList;
import java.util.List;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.BatchResponse;

/**
 * What came of a batch: for each request, in the order asked, its result or fault. A fault of the
 * whole stands apart as well, and is then also the fault of every request that it left unanswered.
 */
final class BatchAnswer extends BatchResponse {

  private final List<RpcResponse> answers;
  private final Fault fault;

  BatchAnswer(BatchRequest batch, List<RpcResponse> answers, Fault fault) {
    super(batch.getRequests(), answers);
    this.answers = List.copyOf(answers);
    this.fault = fault;
  }

  /** Nothing was answered. */
  static BatchAnswer failed(BatchRequest batch, Fault fault) {
    List<RpcResponse> answers = new ArrayList<>();
    batch.getRequests().forEach(request -> answers.add(RpcResponse.failed(request.getId(), fault)));
    return new BatchAnswer(batch, answers, fault);
  }

  List<RpcResponse> answers() {
    return answers;
  }

  /** Why the answer as a whole failed or broke off; null if it did not. */
  Fault fault() {
    return fault;
  }
}
