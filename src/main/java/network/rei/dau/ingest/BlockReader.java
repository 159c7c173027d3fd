package network.rei.dau.ingest;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.chain.BlockSequence;
import network.rei.dau.chain.ChainClient;

/** Reads the blocks that can be added to a record, as far as the endpoints serve them. */
public final class BlockReader {

  /**
   * The blocks from the start of a range on that can be added to a record.
   *
   * @param failure why the next block of the range cannot; empty if all blocks of the range can
   * @param release to be run when the blocks are stored or not needed any more
   */
  public record Read(
      List<BlockActivity> blocks, Optional<RuntimeException> failure, Runnable release) {

    /** Returns no blocks. */
    public static Read none() {
      return new Read(List.of(), Optional.empty(), () -> {});
    }

    /**
     * Returns the blocks before the first one that is unusable.
     *
     * @param previous the timestamp of the block before the range, as far as it is known
     * @param latest the highest timestamp that a block can have
     * @param confirmed the blocks of which a second reading has shown that their timestamp is
     *     before that of their parent
     */
    private static Read of(
        BlockSequence sequence, BlockRange range, long previous, long latest, Set<Long> confirmed) {
      List<BlockActivity> answered = sequence.blocks();
      long parent = previous;
      for (int i = 0; i < answered.size(); i++) {
        BlockActivity block = answered.get(i);
        Optional<String> defect = defect(block, range.first() + i, parent, latest, confirmed);
        if (defect.isPresent() || block.number() > range.last()) {
          return new Read(
              answered.subList(0, i),
              Optional.of(malformed(defect.orElse("more blocks were answered than requested"))),
              sequence.release());
        }
        parent = block.timestamp();
      }
      if (answered.size() == range.size()) {
        return new Read(answered, Optional.empty(), sequence.release());
      }
      return new Read(
          answered,
          Optional.of(
              sequence
                  .failure()
                  .<RuntimeException>map(failure -> failure)
                  .orElseGet(
                      () ->
                          malformed(
                              "the chain answered blocks up to %d, not up to the requested %d"
                                  .formatted(range.first() + answered.size() - 1, range.last())))),
          sequence.release());
    }

    private static Optional<String> defect(
        BlockActivity block, long expected, long parent, long latest, Set<Long> confirmed) {
      if (block.number() != expected) {
        return Optional.of("block %d was answered as block %d".formatted(block.number(), expected));
      }
      if (block.timestamp() < parent && !confirmed.contains(expected)) {
        return Optional.of(
            "block %d has the timestamp %d, before that of its parent, %d, and a second reading did"
                    .formatted(expected, block.timestamp(), parent)
                + " not confirm this");
      }
      return block.timestamp() > latest
          ? Optional.of(
              "block %d has the timestamp %d, which is too far in the future"
                  .formatted(expected, block.timestamp()))
          : Optional.empty();
    }

    private static IngestException malformed(String reason) {
      return new IngestException(IngestFailureType.MALFORMED, reason);
    }
  }

  private final ChainClient chain;
  private final IngestSettings settings;
  private final Clock clock;

  public BlockReader(ChainClient chain, IngestSettings settings, Clock clock) {
    this.chain = chain;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Reads the blocks of a range, as far as they can follow each other in a record. The stage fails
   * if not even the first block is served. A timestamp before that of the parent is read a second
   * time, because some chains have such blocks, but a wrong response is more likely.
   *
   * @param before the stored block before the range; empty if it is not of the same record
   */
  public CompletionStage<Read> read(BlockRange range, Optional<StoredBlock> before) {
    return chain
        .blocks(range)
        .thenCompose(sequence -> read(sequence, range, parentOf(sequence, before)));
  }

  private CompletionStage<Read> read(
      BlockSequence sequence, BlockRange range, Optional<StoredBlock> parent) {
    long latest = settings.clockBound().latestTimestamp(clock.instant());
    long previous = parent.map(StoredBlock::timestamp).orElse(Long.MIN_VALUE);
    return confirmed(earlierThanParent(sequence.blocks(), parent))
        .thenApply(confirmed -> Read.of(sequence, range, previous, latest, confirmed));
  }

  /** Returns the block before the range if it is the parent of the first block. */
  private static Optional<StoredBlock> parentOf(
      BlockSequence sequence, Optional<StoredBlock> before) {
    return before.filter(
        block ->
            sequence.blocks().stream()
                .limit(1)
                .anyMatch(first -> first.parentHash().equals(block.hash())));
  }

  /** A block and its parent, which has a later timestamp. */
  private record Setback(StoredBlock parent, StoredBlock block) {}

  private static List<Setback> earlierThanParent(
      List<BlockActivity> blocks, Optional<StoredBlock> parent) {
    List<Setback> setbacks = new ArrayList<>();
    StoredBlock before = parent.orElse(null);
    for (BlockActivity next : blocks) {
      StoredBlock block = new StoredBlock(next.number(), next.hash(), next.timestamp());
      if (before != null && block.timestamp() < before.timestamp()) {
        setbacks.add(new Setback(before, block));
      }
      before = block;
    }
    return setbacks;
  }

  /** Returns the numbers of the blocks whose timestamps, and their parents', are read again. */
  private CompletionStage<Set<Long>> confirmed(List<Setback> setbacks) {
    if (setbacks.isEmpty()) {
      return CompletableFuture.completedFuture(Set.of());
    }
    List<Long> numbers =
        setbacks.stream()
            .flatMap(setback -> Stream.of(setback.parent().number(), setback.block().number()))
            .distinct()
            .toList();
    return chain
        .headersIfServed(numbers)
        .thenApply(
            headers -> {
              Map<Long, BlockHeader> again = new HashMap<>();
              headers.forEach(read -> read.ifPresent(header -> again.put(header.number(), header)));
              return setbacks.stream()
                  .filter(setback -> isAmong(again, setback.parent()))
                  .filter(setback -> isAmong(again, setback.block()))
                  .map(setback -> setback.block().number())
                  .collect(Collectors.toSet());
            })
        .exceptionally(unknown -> Set.of());
  }

  private static boolean isAmong(Map<Long, BlockHeader> headers, StoredBlock block) {
    return Optional.ofNullable(headers.get(block.number())).filter(block::isOnChain).isPresent();
  }
}
