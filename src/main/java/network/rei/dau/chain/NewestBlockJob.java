package network.rei.dau.chain;

import java.util.List;
import org.web3j.protocol.Web3jService;

/** The number of the newest block. */
final class NewestBlockJob extends Job<Long> {

  private Long newest;

  NewestBlockJob() {
    super(1);
  }

  @Override
  RpcRequest request(int index, Web3jService service) {
    return RpcRequest.newestBlock(service);
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
