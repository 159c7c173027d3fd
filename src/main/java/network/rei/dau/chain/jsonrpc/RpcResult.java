package network.rei.dau.chain.jsonrpc;

import org.web3j.protocol.core.Response;

/**
 * What came of one request: a result ({@code Long}, {@code BlockActivity} or {@code BlockHeader})
 * or a fault, never both.
 */
public final class RpcResult extends Response<Object> {

  private final RpcFailure fault;

  private RpcResult(long id, Object result, RpcFailure fault) {
    setId(id);
    setJsonrpc("2.0");
    setResult(result);
    this.fault = fault;
  }

  public static RpcResult of(long id, Object result) {
    return new RpcResult(id, result, null);
  }

  public static RpcResult failed(long id, RpcFailure fault) {
    return new RpcResult(id, null, fault);
  }

  /** Null if there is a result. */
  public RpcFailure fault() {
    return fault;
  }
}
