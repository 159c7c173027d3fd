package network.rei.dau.chain.endpoint;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockColumns;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.BlockSequence;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainException.Kind;
import network.rei.dau.chain.MemoryBudget;
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
  private final MemoryBudget memory;
  private final BlockColumns.Builder columns = new BlockColumns.Builder();

  /** The blocks after a gap; null where there is none, and in the place of those in columns. */
  private final BlockActivity[] blocks;

  private final short[] servedBy;
  private int end;
  private ChainException failure;
  private int missing;
  private long waitingBytes;
  private long countedBytes;
  private boolean answered;

  /**
   * Creates a request.
   *
   * @param memory counts the memory of the blocks
   */
  BlocksRequest(Web3j web3j, BlockRange range, MemoryBudget memory) {
    super(
        batch(web3j, LongStream.rangeClosed(range.first(), range.last()), true),
        RpcResult.Block.class);
    this.range = range;
    this.memory = memory;
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
    if (index < columns.size()) {
      return List.of(); // answered before, and linked to its neighbours
    }
    missing -= blocks[index] == null ? 1 : 0;
    put(index, block.activity());
    servedBy[index] = (short) endpoint;
    List<FailedCall> failed = unlinked(index);
    while (columns.size() < end && blocks[columns.size()] != null) {
      BlockActivity next = blocks[columns.size()];
      put(columns.size(), null);
      columns.add(next);
    }
    count();
    return failed;
  }

  private List<FailedCall> unlinked(int index) {
    BlockHeader header = blocks[index].header();
    RpcFailure unlinked = index == 0 ? null : linkFailure(header(index - 1), header);
    if (unlinked != null) {
      return discard(index - 1, unlinked);
    }
    unlinked = index + 1 == end ? null : linkFailure(header, header(index + 1));
    return unlinked == null ? List.of() : discard(index, unlinked);
  }

  /** Returns null if the block is missing. */
  private BlockHeader header(int index) {
    if (index == columns.size() - 1) {
      return columns.last();
    }
    return blocks[index] == null ? null : blocks[index].header();
  }

  /** Discards a block and its successor. */
  private List<FailedCall> discard(int index, RpcFailure unlinked) {
    if (index == columns.size() - 1) {
      columns.removeLast();
    }
    put(index, null);
    put(index + 1, null);
    missing += 2;
    return List.of(
        new FailedCall(this, index, servedBy[index], unlinked),
        new FailedCall(this, index + 1, servedBy[index + 1], unlinked));
  }

  private void put(int index, BlockActivity block) {
    waitingBytes -= blocks[index] == null ? 0 : blocks[index].memoryBytes();
    waitingBytes += block == null ? 0 : block.memoryBytes();
    blocks[index] = block;
  }

  private void count() {
    count(columns.memoryBytes() + waitingBytes);
  }

  private void count(long bytes) {
    memory.add(MemoryBudget.Kind.BLOCKS, bytes - countedBytes);
    countedBytes = bytes;
  }

  private static RpcFailure linkFailure(BlockHeader parent, BlockHeader block) {
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
    if (columns.size() == 0 || reason.kind() == Kind.WRONG_CHAIN) {
      return fail(reason);
    }
    endBefore(columns.size(), reason);
    return complete();
  }

  /** Drops a block, which is missing, and all after it; the blocks before it are still read. */
  private void endBefore(int index, ChainException reason) {
    for (int i = index; i < end; i++) {
      put(i, null);
    }
    end = Math.min(end, index);
    failure = reason;
    missing =
        (int) IntStream.range(columns.size(), end).filter(place -> blocks[place] == null).count();
    retries().removeIf(call -> !needs(call.index()));
    count();
  }

  @Override
  boolean isComplete() {
    return missing == 0;
  }

  /** Returns the blocks; their memory is counted until the caller has released them. */
  @Override
  BlockSequence result() {
    count();
    answered = true;
    return BlockSequence.counted(
        columns.build(), Optional.ofNullable(failure), memory, countedBytes);
  }

  @Override
  void removed() {
    if (!answered) {
      count(0);
    }
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
