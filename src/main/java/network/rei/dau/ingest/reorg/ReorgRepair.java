package network.rei.dau.ingest.reorg;

import akka.actor.ClassicActorSystemProvider;
import akka.pattern.Patterns;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.MemoryBudget;
import network.rei.dau.ingest.BlockReader;
import network.rei.dau.ingest.HeadReader;
import network.rei.dau.ingest.IngestException;
import network.rei.dau.ingest.IngestFailureType;
import network.rei.dau.ingest.StoreClient;
import network.rei.dau.ingest.StoredBlock;
import network.rei.dau.ingest.reorg.ForkedRecords.Fork;
import network.rei.dau.ingest.reorg.ForkedRecords.Found;

/**
 * Makes the store follow a chain that was reorganised: waits until two readings of the head, a
 * block or more apart, agree on the new branch; finds the fork; fetches the blocks from there on
 * again, and replaces every record that contains one of them in a single commit. What cannot be
 * fetched, or does not fit into the repair's share of the memory for blocks, is deleted and left to
 * the next run as any missing block.
 */
public final class ReorgRepair {

  /**
   * What a repair did.
   *
   * @param records the number of records that were replaced or deleted; 0 if all of them are on the
   *     chain
   * @param blocksFetched the number of blocks that were fetched for that
   * @param unverifiedTo the newest block below the fork that could not be compared with the chain,
   *     since no endpoint serves it; empty if there is none
   */
  public record Done(int records, long blocksFetched, OptionalLong unverifiedTo) {}

  /** How long the chain may take to settle on a branch. */
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  /** The part of the memory for blocks that the replacing records may take. */
  private static final int MEMORY_PARTS = 4;

  private final ChainClient chain;
  private final StoreClient store;
  private final HeadReader heads;
  private final BlockReader blocks;
  private final DetachedRecords detached;
  private final Duration headInterval;
  private final ClassicActorSystemProvider system;

  /**
   * @param headInterval the time between two readings of the head
   * @param system its scheduler times the readings
   */
  public ReorgRepair(
      ChainClient chain,
      StoreClient store,
      HeadReader heads,
      BlockReader blocks,
      DetachedRecords detached,
      Duration headInterval,
      ClassicActorSystemProvider system) {
    this.chain = chain;
    this.store = store;
    this.heads = heads;
    this.blocks = blocks;
    this.detached = detached;
    this.headInterval = headInterval;
    this.system = system;
  }

  /**
   * Replaces the records that are off the chain.
   *
   * @param epoch the epoch to commit under
   * @param sameGenesis whether the chain is known to have the same block 0 as the store
   * @param off the segments of detached records to be deleted, if they still are detached
   * @return what was done; fails with {@link IngestFailureType#CHAIN_RESET} if no stored block is
   *     on the chain, with {@link IngestFailureType#REORGANISED} if the chain does not settle
   */
  public CompletionStage<Done> repair(long epoch, boolean sameGenesis, Set<StoredBlock> off) {
    long readings = Math.max(2, TIMEOUT.toMillis() / Math.max(1, headInterval.toMillis()));
    return heads
        .header()
        .thenCompose(first -> settled(first, readings, true))
        .thenCompose(
            head ->
                store
                    .ledger()
                    .thenCompose(
                        ledger ->
                            stillDetached(off, ledger, head)
                                .thenCompose(
                                    still ->
                                        repair(epoch, sameGenesis, ledger, head.number(), still))));
  }

  /**
   * Returns the head, once a later reading has the block that was the head before. A chain that
   * stands still all the time is taken as it is.
   *
   * @param unchanged whether all readings so far were of the same block
   */
  private CompletionStage<BlockHeader> settled(
      BlockHeader earlier, long readingsLeft, boolean unchanged) {
    if (readingsLeft == 0) {
      if (unchanged) {
        return CompletableFuture.completedFuture(earlier);
      }
      throw new IngestException(
          IngestFailureType.REORGANISED,
          "the chain was reorganised, and no further block has settled it since block "
              + earlier.number());
    }
    return Patterns.after(headInterval, system, heads::header)
        .thenCompose(
            later -> {
              if (later.hash().equals(earlier.hash())) {
                return settled(earlier, readingsLeft - 1, unchanged);
              }
              return later.number() > earlier.number()
                  ? isOnChain(earlier)
                      .thenCompose(
                          is ->
                              is
                                  ? CompletableFuture.completedFuture(later)
                                  : settled(later, readingsLeft - 1, false))
                  : settled(later, readingsLeft - 1, false);
            });
  }

  private CompletionStage<Boolean> isOnChain(BlockHeader header) {
    return chain
        .headers(List.of(header.number()))
        .thenApply(again -> again.get(0).hash().equals(header.hash()));
  }

  private CompletionStage<Set<StoredBlock>> stillDetached(
      Set<StoredBlock> off, Ledger ledger, BlockHeader head) {
    return off.isEmpty()
        ? CompletableFuture.completedFuture(off)
        : detached
            .find(ledger.records(), head)
            .thenApply(
                again ->
                    again.stream().filter(off::contains).collect(Collectors.toUnmodifiableSet()));
  }

  private CompletionStage<Done> repair(
      long epoch, boolean sameGenesis, Ledger ledger, long head, Set<StoredBlock> off) {
    List<LedgerRecord> records = ledger.records();
    if (!records.isEmpty() && head < records.get(0).firstBlock()) {
      throw reset(
          "the head is block "
              + head
              + ", below all stored blocks, which begin with "
              + records.get(0).firstBlock()
              + ": the endpoints lag behind, or the chain was reset, or it is another one. If they"
              + " do not catch up, stop");
    }
    return new ForkedRecords(chain, store)
        .find(records, head, off)
        .thenCompose(
            found -> {
              boolean reset = !found.anyShared() && !(sameGenesis && !found.unknown().isEmpty());
              if (reset && !records.isEmpty()) {
                throw reset(
                    "the chain has none of the stored blocks from "
                        + records.get(0).firstBlock()
                        + " on: it was reset, or it is another one. Stop");
              }
              return replace(epoch, ledger, found, head);
            });
  }

  private static IngestException reset(String reason) {
    return new IngestException(
        IngestFailureType.CHAIN_RESET,
        reason + " the service, move the cache folder (CACHE_DIR) away, and start again");
  }

  private CompletionStage<Done> replace(long epoch, Ledger ledger, Found found, long head) {
    if (found.forks().isEmpty()) {
      return CompletableFuture.completedFuture(new Done(0, 0, OptionalLong.empty()));
    }
    Replacement replacement = new Replacement(ledger, found);
    Held held = new Held(replacement);
    CompletionStage<Void> fetched = CompletableFuture.completedFuture(null);
    for (Fork fork : found.forks()) {
      for (LedgerRecord record : fork.records()) {
        if (record.firstBlock() > head) {
          replacement.delete(record.index());
        } else {
          fetched = fetched.thenCompose(before -> held.fetch(record, fork, head));
        }
      }
    }
    return fetched
        .thenCompose(
            all -> {
              replacement.requireLinks();
              return store
                  .commit(
                      epoch,
                      replacement.records(),
                      LedgerChange.Removal.ofOrphaned(replacement.deleted()))
                  .thenApply(version -> replacement.done());
            })
        .whenComplete((done, failure) -> held.release());
  }

  /** Fetches the replacing records, and counts their memory until they are stored. */
  private final class Held {
    private final Replacement replacement;
    private long counted;

    Held(Replacement replacement) {
      this.replacement = replacement;
    }

    CompletionStage<Void> fetch(LedgerRecord record, Fork fork, long head) {
      if (replacement.bytes() >= chain.memory().limit() / MEMORY_PARTS) {
        replacement.delete(record.index());
        return CompletableFuture.completedFuture(null);
      }
      return ReorgRepair.this
          .fetch(replacement, record, fork, head)
          .thenRun(() -> count(replacement.bytes()));
    }

    void release() {
      count(0);
    }

    private void count(long bytes) {
      chain.memory().add(MemoryBudget.Kind.BLOCKS, bytes - counted);
      counted = bytes;
    }
  }

  private CompletionStage<Void> fetch(
      Replacement replacement, LedgerRecord record, Fork fork, long head) {
    return store
        .stored(record.index())
        .thenCompose(
            stored -> {
              long lastShared = fork.lastShared();
              long from = Math.max(stored.blocks().first(), lastShared + 1);
              long to = Math.min(stored.chunk().lastBlock(), head);
              Optional<StoredBlock> parent =
                  from > stored.blocks().first()
                      ? Optional.of(StoredBlock.of(stored, lastShared))
                      : Optional.empty();
              return read(from, to, parent)
                  .thenAccept(
                      read -> {
                        try {
                          replacement.add(stored, lastShared, read.blocks());
                        } finally {
                          read.release().run();
                        }
                      });
            });
  }

  private CompletionStage<BlockReader.Read> read(long from, long to, Optional<StoredBlock> parent) {
    if (from > to) {
      return CompletableFuture.completedFuture(BlockReader.Read.none());
    }
    return blocks
        .read(new BlockRange(from, to), parent)
        .exceptionallyCompose(
            failure ->
                IngestFailureType.of(failure).concernsBlock()
                    ? CompletableFuture.completedFuture(BlockReader.Read.none())
                    : CompletableFuture.failedFuture(failure));
  }
}
