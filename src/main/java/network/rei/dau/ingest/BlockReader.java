package network.rei.dau.ingest;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

    /** Returns the blocks before the first one that is unusable. */
    private static Read of(
        BlockSequence sequence, BlockRange range, long latest, Optional<String> firstDefect) {
      List<BlockActivity> answered = sequence.blocks();
      for (int i = 0; i < answered.size(); i++) {
        BlockActivity block = answered.get(i);
        Optional<String> own = defect(block, range.first() + i, latest);
        Optional<String> defect = i == 0 ? own.or(() -> firstDefect) : own;
        if (defect.isPresent() || block.number() > range.last()) {
          return new Read(
              answered.subList(0, i),
              Optional.of(malformed(defect.orElse("more blocks were answered than requested"))),
              sequence.release());
        }
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

    private static Optional<String> defect(BlockActivity block, long expected, long latest) {
      if (block.number() != expected) {
        return Optional.of("block %d was answered as block %d".formatted(block.number(), expected));
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
   * if not even the first block is served. Where the first block is older than its stored parent,
   * both are read a second time, as the chain client does within a range: some chains have such
   * blocks, but a wrong response is more likely.
   *
   * @param before the stored block before the range; empty if it is not of the same record
   */
  public CompletionStage<Read> read(BlockRange range, Optional<StoredBlock> before) {
    return chain
        .blocks(range)
        .thenCompose(
            sequence ->
                defectOfFirst(sequence.blocks(), before)
                    .thenApply(
                        defect ->
                            Read.of(
                                sequence,
                                range,
                                settings.clockBound().latestTimestamp(clock.instant()),
                                defect)));
  }

  /** Returns why the first block cannot follow its stored parent, which has a later timestamp. */
  private CompletionStage<Optional<String>> defectOfFirst(
      List<BlockActivity> blocks, Optional<StoredBlock> before) {
    Optional<BlockActivity> first = blocks.stream().limit(1).findFirst();
    Optional<StoredBlock> later =
        before.filter(
            parent ->
                first
                    .filter(block -> block.parentHash().equals(parent.hash()))
                    .filter(block -> block.timestamp() < parent.timestamp())
                    .isPresent());
    if (later.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    StoredBlock parent = later.get();
    BlockHeader block = first.orElseThrow().header();
    return chain
        .headersIfServed(List.of(parent.number(), block.number()))
        .exceptionally(unknown -> List.of())
        .thenApply(
            again ->
                isAmong(again, parent)
                        && isAmong(
                            again, new StoredBlock(block.number(), block.hash(), block.timestamp()))
                    ? Optional.empty()
                    : Optional.of(
                        ("block %d has the timestamp %d, before that of its parent, %d, and a"
                                + " second reading did not confirm this")
                            .formatted(block.number(), block.timestamp(), parent.timestamp())));
  }

  private static boolean isAmong(List<Optional<BlockHeader>> headers, StoredBlock block) {
    return headers.stream().flatMap(Optional::stream).anyMatch(block::isOnChain);
  }
}
