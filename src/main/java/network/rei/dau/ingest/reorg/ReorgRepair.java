package network.rei.dau.ingest.reorg;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.BrokenLinkException;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.ingest.Failures;
import network.rei.dau.ingest.IngestFailure;
import network.rei.dau.ingest.StoreClient;
import network.rei.dau.ingest.reorg.ForkedRecords.Fork;

/**
 * Makes the store follow a chain that was reorganised: waits until two readings of the head, a
 * block or more apart, agree on the newer branch; finds the fork; fetches again from there on, and
 * replaces every record that it touches in one commit.
 */
public final class ReorgRepair {

  /**
   * What was done.
   *
   * @param records how many records were replaced or deleted; 0 if the chain and the store agree
   */
  public record Repaired(int records) {}

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final ChainClient chain;
  private final StoreClient store;
  private final int confirmations;
  private final Duration pause;
  private final Function<Duration, CompletionStage<Void>> delay;

  /**
   * Nothing is asked yet.
   *
   * @param confirmations below the chain's newest block
   * @param pause between two readings of the head
   * @param delay completes after a while
   */
  public ReorgRepair(
      ChainClient chain,
      StoreClient store,
      int confirmations,
      Duration pause,
      Function<Duration, CompletionStage<Void>> delay) {
    this.chain = chain;
    this.store = store;
    this.confirmations = confirmations;
    this.pause = pause;
    this.delay = delay;
  }

  /**
   * Repairs the store, if it needs it.
   *
   * @param epoch to commit under
   * @return fails with {@link Failures#CHAIN_RESET} if the chain has nothing of what is stored,
   *     with {@link Failures#REORGANISED} if the chain does not settle
   */
  public CompletionStage<Repaired> repair(long epoch) {
    long readings = Math.max(2, PATIENCE.toMillis() / Math.max(1, pause.toMillis()));
    return head()
        .thenCompose(this::header)
        .thenCompose(first -> settled(first, readings))
        .thenCompose(head -> store.ledger().thenCompose(ledger -> repair(epoch, ledger, head)));
  }

  /** The head, once a later reading still has the block that an earlier one took for the head. */
  private CompletionStage<Long> settled(BlockHeader earlier, long readingsLeft) {
    if (readingsLeft == 0) {
      throw IngestFailure.transientOf(
          Failures.REORGANISED,
          "the chain was reorganised, and no further block has settled it since block "
              + earlier.number());
    }
    return delay
        .apply(pause)
        .thenCompose(waited -> head())
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

  private CompletionStage<Repaired> repair(long epoch, Ledger ledger, long head) {
    List<LedgerRecord> records = ledger.records();
    return new ForkedRecords(chain, store)
        .find(records, head)
        .thenCompose(
            found -> {
              if (!found.anyShared() && !records.isEmpty()) {
                throw reset(records.get(0).firstBlock());
              }
              return replace(epoch, found.forks(), head);
            });
  }

  private CompletionStage<Repaired> replace(long epoch, List<Fork> forks, long head) {
    if (forks.isEmpty()) {
      return CompletableFuture.completedFuture(new Repaired(0));
    }
    List<LedgerRecord> touched = forks.stream().flatMap(fork -> fork.records().stream()).toList();
    List<Long> removed =
        touched.stream()
            .filter(record -> record.firstBlock() > head)
            .map(LedgerRecord::index)
            .toList();
    CompletionStage<List<ChunkRecord>> made = CompletableFuture.completedFuture(new ArrayList<>());
    for (Fork fork : forks) {
      for (LedgerRecord record : fork.records()) {
        if (record.firstBlock() <= head) {
          made = made.thenCompose(sofar -> add(sofar, record, fork.lastShared(), head));
        }
      }
    }
    return made.thenCompose(
            records -> store.commit(epoch, records, LedgerChange.Leaving.ofChain(removed)))
        .thenApply(done -> new Repaired(touched.size()));
  }

  private CompletionStage<List<ChunkRecord>> add(
      List<ChunkRecord> made, LedgerRecord record, long lastShared, long head) {
    return store
        .stored(record.index())
        .thenCompose(stored -> replaced(stored, lastShared, head))
        .thenApply(
            replaced -> {
              made.add(replaced);
              return made;
            });
  }

  private CompletionStage<ChunkRecord> replaced(ChunkRecord record, long lastShared, long head) {
    long from = Math.max(record.blocks().first(), lastShared + 1);
    long to = Math.min(record.chunk().lastBlock(), head);
    CompletionStage<List<BlockActivity>> blocks =
        from > to
            ? CompletableFuture.completedFuture(List.of())
            : chain.blocks(new BlockRange(from, to));
    return blocks.thenApply(
        fetched -> {
          try {
            return record.forkedAfter(lastShared, fetched);
          } catch (BrokenLinkException e) {
            throw IngestFailure.transientOf(Failures.REORGANISED, e.getMessage());
          }
        });
  }

  private static IngestFailure reset(long firstStored) {
    return IngestFailure.permanentOf(
        Failures.CHAIN_RESET,
        "the chain has none of the stored blocks from "
            + firstStored
            + " on: it was reset, or it is another one. Stop the service, move the cache folder"
            + " (CACHE_DIR) away, and start again");
  }

  private CompletionStage<Long> head() {
    return chain.newestBlock().thenApply(newest -> Math.max(0, newest - confirmations));
  }

  private CompletionStage<BlockHeader> header(long number) {
    return chain.headers(List.of(number)).thenApply(headers -> headers.get(0));
  }
}
