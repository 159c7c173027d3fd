package network.rei.dau.chain.jsonrpc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The outcome of one HTTP request. Immutable. */
public final class BatchResult {

  private final List<RpcResult> results;
  private final RpcFailure failure;
  private final Map<Integer, SignedBlock> signed;
  private final long signatureBytes;

  private BatchResult(
      List<RpcResult> results,
      RpcFailure failure,
      Map<Integer, SignedBlock> signed,
      long signatureBytes) {
    this.results = List.copyOf(results);
    this.failure = failure;
    this.signed = Map.copyOf(signed);
    this.signatureBytes = signatureBytes;
  }

  /**
   * Creates an outcome.
   *
   * @param results see {@link #results}
   * @param failure see {@link #failure}
   * @param signed the blocks whose senders are still to be recovered, by the places of their calls
   */
  BatchResult(List<RpcResult> results, RpcFailure failure, Map<Integer, SignedBlock> signed) {
    this(
        results,
        failure,
        signed,
        signed.values().stream().mapToLong(block -> block.signatures().memoryBytes()).sum());
  }

  /**
   * Creates the outcome of a request after the senders of its blocks were recovered.
   *
   * @param signatureBytes see {@link #signatureBytes}
   */
  public BatchResult(List<RpcResult> results, RpcFailure failure, long signatureBytes) {
    this(results, failure, Map.of(), signatureBytes);
  }

  /** Creates the outcome of a request for whose blocks no senders are recovered. */
  public BatchResult(List<RpcResult> results, RpcFailure failure) {
    this(results, failure, Map.of());
  }

  /** Returns the outcome of a request none of whose calls was answered. */
  public static BatchResult failed(int calls, RpcFailure failure) {
    return new BatchResult(Collections.nCopies(calls, failure), failure);
  }

  /** Returns the results of the calls, in their order. */
  public List<RpcResult> results() {
    return results;
  }

  /**
   * Returns why the response as a whole failed or broke off, which is then also the result of each
   * call that was not answered; null if the response was read to its end.
   */
  public RpcFailure failure() {
    return failure;
  }

  /** Returns the memory that the signatures of its blocks take, or took, in bytes. */
  public long signatureBytes() {
    return signatureBytes;
  }

  /** Returns whether blocks are among the results whose senders are still to be recovered. */
  public boolean needsSenders() {
    return !signed.isEmpty();
  }

  /**
   * Returns the outcome after the senders were recovered, which takes long: a block that another
   * account signed has become a failure.
   */
  public BatchResult withSenders() {
    List<RpcResult> checked = new ArrayList<>(results);
    signed.forEach((place, block) -> checked.set(place, block.check()));
    return new BatchResult(checked, failure, signatureBytes);
  }
}
