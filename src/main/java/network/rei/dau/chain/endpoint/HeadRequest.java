package network.rei.dau.chain.endpoint;

import java.util.List;
import network.rei.dau.chain.jsonrpc.RpcCall;
import org.web3j.protocol.Web3jService;

/** The number of the newest block. */
final class HeadRequest extends PendingRequest<Long> {

  private Long newest;

  HeadRequest() {
    super(1);
  }

  @Override
  RpcCall request(int index, Web3jService service) {
    return RpcCall.newestBlock(service);
  }

  @Override
  List<Misfit> accept(int index, Object result, int endpoint) {
    newest = (Long) result;
    return List.of();
  }

  @Override
  boolean isComplete() {
    return newest != null;
  }

  @Override
  Long result() {
    return newest;
  }

  @Override
  String describe(int[] indexes) {
    return "eth_blockNumber";
  }

  @Override
  boolean isBulk() {
    return false;
  }
}
