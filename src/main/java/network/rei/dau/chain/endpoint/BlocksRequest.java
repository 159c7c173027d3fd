package network.rei.dau.chain.endpoint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * than it, either may be the wrong one, and both are requested again. Some chains have blocks that
 * are older than their parents: if the second reading is the same, it is right. Numbers without a
 * block are represented as {@link NullRounds} does; those between two blocks are as wrong as the
 * blocks are.
 */
final class BlocksRequest extends PendingRequest<RpcResult, BlockSequence> {

  private final BlockRange range;
  private final MemoryBudget memory;
  private final BlockColumns.Builder columns = new BlockColumns.Builder();

  /** The blocks after a gap; null where there is none, and in the place of those in columns. */
  private final BlockActivity[] blocks;

  private final short[] servedBy;

  /** The places of blocks whose list of transactions could not be verified. */
  private final BitSet unverified = new BitSet();

  /** The places after those in columns that have no block. */
  private final BitSet nullRounds = new BitSet();

  /** Blocks that are older than their parents, and these parents. */
  private final Set<BlockHeader> readOnce = new HashSet<>();

  private final Web3j web3j;
  private int end;
  private ChainException failure;
  private boolean beforeAsked;

  /** The header before the range; null unless the range begins with null rounds. */
  private BlockHeader before;

  /** The endpoint that served the last header before the range; -1 if none was read. */
  private int beforeServedBy = -1;

  private long waitingBytes;
  private long countedBytes;
  private boolean answered;

  /**
   * Creates a request.
   *
   * @param memory counts the memory of the blocks
   */
  BlocksRequest(Web3j web3j, BlockRange range, MemoryBudget memory) {
    super(batch(web3j, LongStream.rangeClosed(range.first(), range.last()), true), RpcResult.class);
    this.web3j = web3j;
    this.range = range;
    this.memory = memory;
    this.blocks = new BlockActivity[size()];
    this.servedBy = new short[size()];
    this.end = size();
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
  List<FailedCall> accept(int index, RpcResult result, int endpoint) {
    if (index >= blocks.length) {
      return acceptBefore(index, result, endpoint);
    }
    if (index < columns.size()) {
      return List.of(); // answered before, and linked to its neighbours
    }
    servedBy[index] = (short) endpoint;
    List<FailedCall> failed = new ArrayList<>();
    if (result instanceof RpcResult.Block block) {
      nullRounds.clear(index);
      put(index, block.activity());
      unverified.set(index, !block.verified());
      failed.addAll(unlinked(index));
    } else {
      nullRounds.set(index);
      unverified.clear(index);
      put(index, null);
    }
    failed.addAll(moveToColumns());
    count();
    return failed;
  }

  /** Takes what lies before the range, which begins with null rounds. */
  private List<FailedCall> acceptBefore(int index, RpcResult result, int endpoint) {
    long number = calls().get(index).block();
    if (result instanceof RpcResult.Header found) {
      before = NullRounds.headerAt(range.first() - 1, found.header());
      beforeServedBy = endpoint;
      List<FailedCall> failed = moveToColumns();
      count();
      return failed;
    }
    if (range.first() - number >= NullRounds.MAX_IN_A_ROW) {
      return List.of(new FailedCall(this, index, endpoint, NullRounds.TOO_MANY));
    }
    askForHeader(number - 1);
    return List.of();
  }

  private void askForHeaderBefore() {
    if (!beforeAsked) {
      beforeAsked = true;
      askForHeader(range.first() - 1);
    }
  }

  private void askForHeader(long number) {
    QueuedCall call = new QueuedCall(this, addCall(NullRounds.header(web3j, number)));
    retries().add(call.avoiding(beforeServedBy));
  }

  /** Moves the next blocks to the columns; returns those that do not link behind null rounds. */
  private List<FailedCall> moveToColumns() {
    for (int next = columns.size(); next < end; next = columns.size()) {
      if (nullRounds.get(next)) {
        BlockHeader last = next == 0 ? before : columns.last();
        if (last == null) {
          askForHeaderBefore();
          return List.of();
        }
        nullRounds.clear(next);
        columns.add(NullRounds.after(last));
      } else if (blocks[next] == null) {
        return List.of();
      } else {
        BlockActivity block = blocks[next];
        RpcFailure unlinked = next == 0 ? null : linkFailure(columns.last(), block.header());
        if (unlinked != null) {
          return discard(next, unlinked);
        }
        put(next, null);
        columns.add(block);
      }
    }
    return List.of();
  }

  private List<FailedCall> unlinked(int index) {
    BlockHeader header = blocks[index].header();
    RpcFailure unlinked = index == 0 ? null : linkFailure(header(index - 1), header);
    if (unlinked != null) {
      return discard(index, unlinked);
    }
    unlinked = index + 1 == end ? null : linkFailure(header, header(index + 1));
    return unlinked == null ? List.of() : discard(index + 1, unlinked);
  }

  /** Returns null if the block is missing. */
  private BlockHeader header(int index) {
    if (index == columns.size() - 1) {
      return columns.last();
    }
    return blocks[index] == null ? null : blocks[index].header();
  }

  /** Discards a block, the null rounds before it, and the block before these. */
  private List<FailedCall> discard(int index, RpcFailure unlinked) {
    List<FailedCall> failed = new ArrayList<>();
    failed.add(discarded(index, unlinked));
    if (index > columns.size()) {
      failed.add(discarded(index - 1, unlinked));
      return failed;
    }
    boolean nullRound = true;
    while (nullRound && columns.size() > 0) {
      nullRound = NullRounds.isRepresentedBy(columns.last());
      columns.removeLast();
      failed.add(discarded(columns.size(), unlinked));
    }
    if (nullRound) {
      before = null;
      beforeAsked = false;
    }
    return failed;
  }

  private FailedCall discarded(int index, RpcFailure unlinked) {
    put(index, null);
    return new FailedCall(this, index, servedBy[index], unlinked);
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

  /** Returns why one of two neighbours may be wrong; null if they link or one is missing. */
  private RpcFailure linkFailure(BlockHeader parent, BlockHeader block) {
    if (parent == null || block == null) {
      return null;
    }
    if (!block.parentHash().equals(parent.hash())) {
      return RpcFailure.answer(
          Kind.UNLINKED_BLOCK, "the parent hash of one is not the hash of the other");
    }
    if (block.timestamp() < parent.timestamp()) {
      boolean parentConfirmed = !readOnce.add(parent);
      boolean blockConfirmed = !readOnce.add(block);
      return parentConfirmed && blockConfirmed
          ? null
          : RpcFailure.malformed("the later one has the earlier timestamp");
    }
    return null;
  }

  @Override
  boolean needs(int index) {
    return index < end || (index >= blocks.length && before == null && nullRounds.get(0));
  }

  @Override
  Optional<Outcome<BlockSequence>> giveUp(int[] indexes, ChainException reason) {
    // Without the block before the range, null rounds at its start cannot be represented.
    endBefore(
        Arrays.stream(indexes).map(i -> i < blocks.length ? i : 0).min().orElseThrow(), reason);
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
    nullRounds.clear(end, blocks.length);
    retries().removeIf(call -> !needs(call.index()));
    count();
  }

  @Override
  boolean isComplete() {
    return columns.size() == end;
  }

  /** Returns the blocks; their memory is counted until the caller has released them. */
  @Override
  BlockSequence result() {
    count();
    answered = true;
    return BlockSequence.counted(
        columns.build(),
        Optional.ofNullable(failure),
        unverified.get(0, end).cardinality(),
        memory,
        countedBytes);
  }

  @Override
  void removed() {
    if (!answered) {
      count(0);
    }
  }

  @Override
  String describe(int[] indexes) {
    return BlockNumberText.of(
        Arrays.stream(indexes).mapToLong(index -> calls().get(index).block()).toArray());
  }

  @Override
  boolean isBulk() {
    return true;
  }
}
