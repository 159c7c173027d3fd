package network.rei.dau.chain.jsonrpc;

import java.util.List;
import org.web3j.protocol.Web3jService;
import org.web3j.protocol.core.Request;

/** One JSON-RPC request of the few that we make; its id is web3j's. */
public final class RpcCall extends Request<Object, RpcResult> {

  /** What stands in {@code result}. */
  public enum Expected {
    QUANTITY,
    BLOCK,
    HEADER
  }

  private final Expected expected;
  private final long block;

  private RpcCall(
      String method, List<Object> params, Web3jService service, Expected expected, long block) {
    super(method, params, service, RpcResult.class);
    this.expected = expected;
    this.block = block;
  }

  public static RpcCall chainId(Web3jService service) {
    return new RpcCall("eth_chainId", List.of(), service, Expected.QUANTITY, -1);
  }

  public static RpcCall newestBlock(Web3jService service) {
    return new RpcCall("eth_blockNumber", List.of(), service, Expected.QUANTITY, -1);
  }

  /** A block with its transactions in full. */
  public static RpcCall block(Web3jService service, long number) {
    return byNumber(service, number, Expected.BLOCK);
  }

  /** A block of which only the header is wanted; its transactions come as hashes. */
  public static RpcCall header(Web3jService service, long number) {
    return byNumber(service, number, Expected.HEADER);
  }

  private static RpcCall byNumber(Web3jService service, long number, Expected expected) {
    List<Object> params = List.of("0x" + Long.toHexString(number), expected == Expected.BLOCK);
    return new RpcCall("eth_getBlockByNumber", params, service, expected, number);
  }

  public Expected expected() {
    return expected;
  }

  /** The number asked for; only for a block or header. */
  public long block() {
    return block;
  }
}
