package network.rei.dau.chain;

import org.web3j.protocol.core.Response;

/**
 * What came of one request: a result ({@code Long}, {@code BlockActivity} or {@code BlockHeader})
 * or a fault, never both.
 */
final class RpcResponse extends Response<Object> {

  private final Fault fault;

  private RpcResponse(long id, Object result, Fault fault) {
    setId(id);
    setJsonrpc("2.0");
    setResult(result);
    this.fault = fault;
  }

  static RpcResponse of(long id, Object result) {
    return new RpcResponse(id, result, null);
  }

  static RpcResponse failed(long id, Fault fault) {
    return new RpcResponse(id, null, fault);
  }

  /** Null if there is a result. */
  Fault fault() {
    return fault;
  }
}
