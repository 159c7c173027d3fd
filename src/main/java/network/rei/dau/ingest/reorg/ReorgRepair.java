package network.rei.dau.ingest.reorg;

import akka.actor.ClassicActorSystemProvider;
import akka.pattern.Patterns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.BrokenLinkException;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.BlockSequence;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.ingest.IngestException;
import network.rei.dau.ingest.IngestFailureType;
import network.rei.dau.ingest.StoreClient;
import network.rei.dau.ingest.reorg.ForkedRecords.Fork;

/**
 * Makes the store follow a chain that was reorganised: waits until two readings of the head, a
 * block or more apart, agree on the new branch; finds the fork; fetches the blocks from there on
 * again, and replaces every record that contains one of them in a single commit.
 */
public final class ReorgRepair {

  /** How long the chain may take to settle on a branch. */
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final ChainClient chain;
  private final StoreClient store;
  private final int confirmations;
  private final Duration headInterval;
  private final ClassicActorSystemProvider system;

  /**
   * @param confirmations how far below the chain's newest block the head is
   * @param headInterval the time between two readings of the head
   * @param system its scheduler times the readings
   */
  public ReorgRepair(
      ChainClient chain,
      StoreClient store,
      int confirmations,
      Duration headInterval,
      ClassicActorSystemProvider system) {
    this.chain = chain;
    this.store = store;
    this.confirmations = confirmations;
    this.headInterval = headInterval;
    this.system = system;
  }

  /**
   * Replaces the records that are off the chain.
   *
   * @param epoch the epoch to commit under
   * @return the number of records that were replaced or deleted, 0 if all of them are on the chain;
   *     fails with {@link IngestFailureType#CHAIN_RESET} if none is, with {@link
   *     IngestFailureType#REORGANISED} if the chain does not settle
   */
  public CompletionStage<Integer> repair(long epoch) {
    long readings = Math.max(2, TIMEOUT.toMillis() / Math.max(1, headInterval.toMillis()));
    return head()
        .thenCompose(this::header)
        .thenCompose(first -> settled(first, readings))
        .thenCompose(head -> store.ledger().thenCompose(ledger -> repair(epoch, ledger, head)));
  }

  /** Returns the head, once a later reading has the block that was the head before. */
  private CompletionStage<Long> settled(BlockHeader earlier, long readingsLeft) {
    if (readingsLeft == 0) {
      throw new IngestException(
          IngestFailureType.REORGANISED,
          "the chain was reorganised, and no further block has settled it since block "
              + earlier.number());
    }
    return Patterns.after(headInterval, system, this::head)
        .thenCompose(
            later -> {
              if (later < earlier.number()) {
                return header(later).thenCompose(first -> settled(first, readingsLeft - 1));
              }
              if (later == earlier.number()) {
                return settled(earlier, readingsLeft - 1);
              }
              return header(earlier.number())
                  .thenCompose(
                      again ->
                          again.hash().equals(earlier.hash())
                              ? CompletableFuture.completedFuture(later)
                              : header(later)
                                  .thenCompose(first -> settled(first, readingsLeft - 1)));
            });
  }

  private CompletionStage<Integer> repair(long epoch, Ledger ledger, long head) {
    List<LedgerRecord> records = ledger.records();
    return new ForkedRecords(chain, store)
        .find(records, head)
        .thenCompose(
            found -> {
              if (!found.anyShared() && !records.isEmpty()) {
                throw chainReset(records.get(0).firstBlock());
              }
              return replace(epoch, found.forks(), head);
            });
  }

  private CompletionStage<Integer> replace(long epoch, List<Fork> forks, long head) {
    if (forks.isEmpty()) {
      return CompletableFuture.completedFuture(0);
    }
    List<LedgerRecord> forked = forks.stream().flatMap(fork -> fork.records().stream()).toList();
    List<Long> deleted =
        forked.stream()
            .filter(record -> record.firstBlock() > head)
            .map(LedgerRecord::index)
            .toList();
    CompletionStage<List<ChunkRecord>> replacements =
        CompletableFuture.completedFuture(new ArrayList<>());
    for (Fork fork : forks) {
      for (LedgerRecord record : fork.records()) {
        if (record.firstBlock() <= head) {
          replacements =
              replacements.thenCompose(
                  before -> addReplacement(before, record, fork.lastShared(), head));
        }
      }
    }
    return replacements
        .thenCompose(
            records -> store.commit(epoch, records, LedgerChange.Removal.ofOrphaned(deleted)))
        .thenApply(version -> forked.size());
  }

  private CompletionStage<List<ChunkRecord>> addReplacement(
      List<ChunkRecord> replacements, LedgerRecord record, long lastShared, long head) {
    return store
        .stored(record.index())
        .thenCompose(stored -> replacement(stored, lastShared, head))
        .thenApply(
            replacement -> {
              replacements.add(replacement);
              return replacements;
            });
  }

  private CompletionStage<ChunkRecord> replacement(ChunkRecord record, long lastShared, long head) {
    long from = Math.max(record.blocks().first(), lastShared + 1);
    long to = Math.min(record.chunk().lastBlock(), head);
    CompletionStage<List<BlockActivity>> blocks =
        from > to
            ? CompletableFuture.completedFuture(List.of())
            : chain.blocks(new BlockRange(from, to)).thenApply(BlockSequence::orThrow);
    return blocks.thenApply(
        fetched -> {
          try {
            return record.forkedAfter(lastShared, fetched);
          } catch (BrokenLinkException e) {
            throw new IngestException(IngestFailureType.REORGANISED, e.getMessage());
          }
        });
  }

  private static IngestException chainReset(long firstStored) {
    return new IngestException(
        IngestFailureType.CHAIN_RESET,
        "the chain has none of the stored blocks from "
            + firstStored
            + " on: it was reset, or it is another one. Stop the service, move the cache folder"
            + " (CACHE_DIR) away, and start again");
  }

  private CompletionStage<Long> head() {
    return chain.head().thenApply(head -> Math.max(0, head.number() - confirmations));
  }

  private CompletionStage<BlockHeader> header(long number) {
    return chain.headers(List.of(number)).thenApply(headers -> headers.get(0));
  }
}
