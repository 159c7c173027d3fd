package network.rei.dau.chain;

import java.util.List;
import org.web3j.protocol.Web3jService;
import org.web3j.protocol.core.Request;

/** One JSON-RPC request of the few that we make; its id is web3j's. */
final class RpcRequest extends Request<Object, RpcResponse> {

  /** What stands in {@code result}. */
  enum Expected {
    QUANTITY,
    BLOCK,
    HEADER
  }

  private final Expected expected;
  private final long block;

  private RpcRequest(
      String method, List<Object> params, Web3jService service, Expected expected, long block) {
    super(method, params, service, RpcResponse.class);
    this.expected = expected;
    this.block = block;
  }

  static RpcRequest chainId(Web3jService service) {
    return new RpcRequest("eth_chainId", List.of(), service, Expected.QUANTITY, -1);
  }

  static RpcRequest newestBlock(Web3jService service) {
    return new RpcRequest("eth_blockNumber", List.of(), service, Expected.QUANTITY, -1);
  }

  /** A block with its transactions in full. */
  static RpcRequest block(Web3jService service, long number) {
    return byNumber(service, number, Expected.BLOCK);
  }

  /** A block of which only the header is wanted; its transactions come as hashes. */
  static RpcRequest header(Web3jService service, long number) {
    return byNumber(service, number, Expected.HEADER);
  }

  private static RpcRequest byNumber(Web3jService service, long number, Expected expected) {
    List<Object> params = List.of("0x" + Long.toHexString(number), expected == Expected.BLOCK);
    return new RpcRequest("eth_getBlockByNumber", params, service, expected, number);
  }

  Expected expected() {
    return expected;
  }

  /** The number asked for; only for a block or header. */
  long block() {
    return block;
  }
}
