package network.rei.dau.ingest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.chain.BlockSequence;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainIdentity;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.chain.MemoryBudget;
import network.rei.dau.chain.proof.ProofLevel;
import network.rei.dau.stats.TestBlocks;

/**
 * A chain of blocks 3 s apart, some of them older than their parents, that is reorganised, of which
 * an endpoint serves only the newest blocks and block 0, and refuses single blocks.
 */
final class BranchingChain implements ChainClient {

  private final List<BlockActivity> blocks = new ArrayList<>();
  private final Set<Long> refused = new HashSet<>();
  private long servedFrom;
  private long branch;
  private long blocksServed;
  private MemoryBudget memory = MemoryBudget.unlimited();

  BranchingChain(int length) {
    advance(length);
  }

  synchronized void advance(int count) {
    for (int i = 0; i < count; i++) {
      long number = blocks.size();
      Hash parent = blocks.isEmpty() ? Hash.ZERO : blocks.get(blocks.size() - 1).hash();
      Hash hash = number == 0 ? TestBlocks.hash(0) : new Hash(branch, 0, 0, number + 1);
      blocks.add(
          new BlockActivity.Builder()
              .add(address(number), address(branch), number % 7 == 0)
              .build(new BlockHeader(number, hash, parent, timestamp(number))));
    }
  }

  private static long timestamp(long number) {
    return TestBlocks.START + 3 * number - (number % 13 == 5 ? 4 * (number % 50) : 0);
  }

  /** Returns the time at which the newest block counts. */
  synchronized long timeOfHead() {
    return blocks.stream().mapToLong(BlockActivity::timestamp).max().orElseThrow();
  }

  /** Returns how many blocks count at a time in a window: none before an earlier block. */
  synchronized long blocksIn(TimeWindow window) {
    long count = 0;
    long latest = Long.MIN_VALUE;
    for (BlockActivity block : blocks) {
      latest = Math.max(latest, block.timestamp());
      count += window.contains(latest) ? 1 : 0;
    }
    return count;
  }

  private static Address address(long number) {
    return Address.parse("0x%040x".formatted(number % 50));
  }

  /** Replaces the newest blocks by others; block 0 stays. */
  synchronized void reorganise(int depth, int newBlocks) {
    branch++;
    int kept = Math.max(1, blocks.size() - depth);
    blocks.subList(kept, blocks.size()).clear();
    advance(newBlocks);
  }

  synchronized void refuse(long number) {
    refused.add(number);
  }

  /** Blocks that are not stored yet may take this memory from now on. */
  synchronized void limitMemory(long bytes) {
    memory = new MemoryBudget(bytes);
  }

  @Override
  public synchronized MemoryBudget memory() {
    return memory;
  }

  synchronized void serveFrom(long number) {
    servedFrom = number;
  }

  synchronized void serveEverything() {
    refused.clear();
    servedFrom = 0;
  }

  synchronized long servedFrom() {
    return servedFrom;
  }

  synchronized long newest() {
    return blocks.size() - 1L;
  }

  synchronized BlockActivity block(long number) {
    return blocks.get((int) number);
  }

  synchronized boolean serves(long number) {
    return (number == 0 || number >= servedFrom) && number <= newest() && !refused.contains(number);
  }

  /** Returns the number of blocks that were answered so far. */
  synchronized long blocksServed() {
    return blocksServed;
  }

  /** Returns the record of a chunk up to a block. */
  synchronized ChunkRecord record(Chunk chunk, long last) {
    return ChunkRecord.of(chunk, 0, blocks.subList((int) chunk.firstBlock(), (int) last + 1));
  }

  @Override
  public synchronized CompletionStage<BlockHeader> head() {
    return CompletableFuture.completedFuture(block(newest()).header());
  }

  @Override
  public synchronized CompletionStage<BlockSequence> blocks(BlockRange range, ProofLevel atLeast) {
    List<BlockActivity> served = new ArrayList<>();
    for (long number = range.first(); number <= range.last(); number++) {
      if (!serves(number)) {
        ChainException failure =
            new ChainException(ChainException.Kind.REFUSED, "block " + number + " is refused");
        blocksServed += served.size();
        return served.isEmpty()
            ? CompletableFuture.failedFuture(failure)
            : CompletableFuture.completedFuture(new BlockSequence(served, Optional.of(failure)));
      }
      served.add(block(number));
    }
    blocksServed += served.size();
    return CompletableFuture.completedFuture(new BlockSequence(served, Optional.empty()));
  }

  @Override
  public CompletionStage<List<BlockHeader>> headers(List<Long> numbers) {
    return headersIfServed(numbers)
        .thenApply(
            headers ->
                headers.stream()
                    .map(
                        header ->
                            header.orElseThrow(
                                () ->
                                    new ChainException(
                                        ChainException.Kind.MISSING_BLOCK, "a block is null")))
                    .toList());
  }

  @Override
  public synchronized CompletionStage<List<Optional<BlockHeader>>> headersIfServed(
      List<Long> numbers) {
    return CompletableFuture.completedFuture(
        numbers.stream()
            .map(
                number ->
                    serves(number)
                        ? Optional.of(block(number).header())
                        : Optional.<BlockHeader>empty())
            .toList());
  }

  @Override
  public synchronized CompletionStage<ChainIdentity> identity() {
    return CompletableFuture.completedFuture(
        new ChainIdentity(47_805, Optional.of(block(0).hash())));
  }

  @Override
  public List<EndpointStatus> endpoints() {
    return List.of();
  }

  @Override
  public void close() {}
}
