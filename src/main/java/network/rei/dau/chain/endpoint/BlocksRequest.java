package network.rei.dau.chain.endpoint;

import java.util.Arrays;
import java.util.List;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.jsonrpc.RpcCall;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import org.web3j.protocol.Web3jService;

/**
 * A range of blocks. Neighbours are compared as soon as both are there: where a block does not link
 * to the one before, or is older, either may be the wrong one, and both are asked for again.
 */
final class BlocksRequest extends PendingRequest<List<BlockActivity>> {

  private final BlockRange range;
  private final BlockActivity[] blocks;
  private final short[] servedBy;
  private int missing;

  BlocksRequest(BlockRange range) {
    super(Math.toIntExact(range.size()));
    this.range = range;
    this.blocks = new BlockActivity[size()];
    this.servedBy = new short[size()];
    this.missing = size();
  }

  @Override
  RpcCall request(int index, Web3jService service) {
    return RpcCall.block(service, range.first() + index);
  }

  @Override
  List<Misfit> accept(int index, Object result, int endpoint) {
    if (blocks[index] == null) {
      missing--;
    }
    blocks[index] = (BlockActivity) result;
    servedBy[index] = (short) endpoint;
    RpcFailure fault = index == 0 ? null : fault(blocks[index - 1], blocks[index]);
    if (fault != null) {
      return takeBack(index - 1, fault);
    }
    fault = index + 1 == size() ? null : fault(blocks[index], blocks[index + 1]);
    return fault == null ? List.of() : takeBack(index, fault);
  }

  private List<Misfit> takeBack(int index, RpcFailure fault) {
    blocks[index] = null;
    blocks[index + 1] = null;
    missing += 2;
    return List.of(
        new Misfit(index, servedBy[index], fault),
        new Misfit(index + 1, servedBy[index + 1], fault));
  }

  private static RpcFailure fault(BlockActivity parent, BlockActivity block) {
    if (parent == null || block == null) {
      return null;
    }
    if (!block.parentHash().equals(parent.hash())) {
      return RpcFailure.answer(
          Kind.UNLINKED_BLOCK, "the parent hash of one is not the hash of the other");
    }
    if (block.timestamp() < parent.timestamp()) {
      return RpcFailure.malformed("the later one has the earlier timestamp");
    }
    return null;
  }

  @Override
  boolean isComplete() {
    return missing == 0;
  }

  @Override
  List<BlockActivity> result() {
    return List.of(blocks);
  }

  @Override
  String describe(int[] indexes) {
    return BlockNumberText.of(Arrays.stream(indexes).mapToLong(i -> range.first() + i).toArray());
  }

  @Override
  boolean isBulk() {
    return true;
  }
}
