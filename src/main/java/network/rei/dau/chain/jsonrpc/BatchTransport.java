package network.rei.dau.chain.jsonrpc;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Sends batches of calls to one endpoint. */
public interface BatchTransport extends AutoCloseable {

  /**
   * Sends the calls in one request.
   *
   * @param timeout from the connection to the end of the response
   * @return the results; failures of the endpoint are values in it, the stage does not fail for
   *     them. Senders are still to be recovered if {@link BatchResult#needsSenders}
   */
  CompletionStage<BatchResult> send(List<RpcCall> calls, Duration timeout);

  /** Cancels the requests in flight. */
  @Override
  void close();
}
