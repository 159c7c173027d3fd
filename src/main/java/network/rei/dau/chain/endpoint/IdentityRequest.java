package network.rei.dau.chain.endpoint;

import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.chain.ChainIdentity;
import network.rei.dau.chain.jsonrpc.RpcCall;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.web3j.protocol.Web3jService;

/**
 * Which chain it is: its id, and block 0's hash where the endpoint serves block 0. Not all do: then
 * the identity is the id alone.
 */
final class IdentityRequest extends PendingRequest<ChainIdentity> {

  private static final int CHAIN_ID = 0;
  private static final int GENESIS = 1;

  private Long chainId;
  private Optional<Hash> genesis;

  IdentityRequest() {
    super(2);
  }

  @Override
  RpcCall request(int index, Web3jService service) {
    return index == CHAIN_ID ? RpcCall.chainId(service) : RpcCall.header(service, 0);
  }

  @Override
  List<Misfit> accept(int index, Object result, int endpoint) {
    if (index == CHAIN_ID) {
      chainId = (Long) result;
    } else {
      genesis = Optional.of(((BlockHeader) result).hash());
    }
    return List.of();
  }

  @Override
  boolean absorbs(int index, RpcFailure fault) {
    boolean notServed = index == GENESIS && fault.cause() == RpcFailure.Cause.ANSWER;
    if (notServed) {
      genesis = Optional.empty();
    }
    return notServed;
  }

  @Override
  boolean isComplete() {
    return chainId != null && genesis != null;
  }

  @Override
  ChainIdentity result() {
    return new ChainIdentity(chainId, genesis);
  }

  @Override
  String describe(int[] indexes) {
    return indexes.length == 1 && indexes[0] == GENESIS ? "block 0" : "eth_chainId";
  }

  @Override
  boolean isBulk() {
    return false;
  }
}
