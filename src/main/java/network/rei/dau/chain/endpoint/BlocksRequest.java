package network.rei.dau.chain.endpoint;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.BlockSequence;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.jsonrpc.RpcFailure;
import network.rei.dau.chain.jsonrpc.RpcResult;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.DefaultBlockParameter;

/**
 * A range of blocks, which ends before the first block that cannot be read. Two neighbours are
 * compared as soon as both have arrived: where a block does not link to its parent, or is older
 * than it, either may be the wrong one, and both are requested again.
 */
final class BlocksRequest extends PendingRequest<RpcResult.Block, BlockSequence> {

  private final BlockRange range;
  private final BlockActivity[] blocks;
  private final short[] servedBy;
  private int end;
  private ChainException failure;
  private int missing;

  BlocksRequest(Web3j web3j, BlockRange range) {
    super(
        batch(web3j, LongStream.rangeClosed(range.first(), range.last()), true),
        RpcResult.Block.class);
    this.range = range;
    this.blocks = new BlockActivity[size()];
    this.servedBy = new short[size()];
    this.end = size();
    this.missing = size();
  }

  /**
   * Returns the requests for the numbered blocks.
   *
   * @param full whether the transactions are included
   */
  static BatchRequest batch(Web3j web3j, LongStream numbers, boolean full) {
    BatchRequest batch = web3j.newBatch();
    numbers
        .mapToObj(number -> DefaultBlockParameter.valueOf(BigInteger.valueOf(number)))
        .forEach(number -> batch.add(web3j.ethGetBlockByNumber(number, full)));
    return batch;
  }

  @Override
  List<FailedCall> accept(int index, RpcResult.Block block, int endpoint) {
    if (blocks[index] == null) {
      missing--;
    }
    blocks[index] = block.activity();
    servedBy[index] = (short) endpoint;
    RpcFailure unlinked = index == 0 ? null : linkFailure(blocks[index - 1], blocks[index]);
    if (unlinked != null) {
      return discard(index - 1, unlinked);
    }
    unlinked = index + 1 == end ? null : linkFailure(blocks[index], blocks[index + 1]);
    return unlinked == null ? List.of() : discard(index, unlinked);
  }

  /** Discards a block and its successor. */
  private List<FailedCall> discard(int index, RpcFailure unlinked) {
    blocks[index] = null;
    blocks[index + 1] = null;
    missing += 2;
    return List.of(
        new FailedCall(this, index, servedBy[index], unlinked),
        new FailedCall(this, index + 1, servedBy[index + 1], unlinked));
  }

  private static RpcFailure linkFailure(BlockActivity parent, BlockActivity block) {
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
  boolean needs(int index) {
    return index < end;
  }

  @Override
  Optional<Outcome<BlockSequence>> giveUp(int[] indexes, ChainException reason) {
    endBefore(Arrays.stream(indexes).min().orElseThrow(), reason);
    return end == 0 ? Optional.of(fail(reason)) : Optional.empty();
  }

  @Override
  Outcome<BlockSequence> giveUp(ChainException reason) {
    int read = 0;
    while (read < end && blocks[read] != null) {
      read++;
    }
    if (read == 0 || reason.kind() == Kind.WRONG_CHAIN) {
      return fail(reason);
    }
    endBefore(read, reason);
    return complete();
  }

  /** Drops a block and all after it; the blocks before it are still read. */
  private void endBefore(int index, ChainException reason) {
    end = Math.min(end, index);
    failure = reason;
    missing = (int) Arrays.stream(blocks, 0, end).filter(Objects::isNull).count();
    retries().removeIf(call -> !needs(call.index()));
  }

  @Override
  boolean isComplete() {
    return missing == 0;
  }

  @Override
  BlockSequence result() {
    return new BlockSequence(Arrays.asList(blocks).subList(0, end), Optional.ofNullable(failure));
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
