package network.rei.dau.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.LongStream;
import network.rei.dau.activity.BlockActivity;
import network.rei.dau.activity.BlockHeader;
import network.rei.dau.activity.BlockRange;
import network.rei.dau.activity.BrokenLinkException;
import network.rei.dau.activity.ChunkRecord;
import network.rei.dau.activity.Ledger;
import network.rei.dau.activity.LedgerRecord;
import network.rei.dau.chain.ChainClient;

/**
 * Makes the store follow a chain that was reorganised: waits until two readings of the head, a
 * block or more apart, agree on the newer branch; finds the fork; fetches again from there on, and
 * replaces every record that it touches in one commit.
 */
final class ReorgRepair {

  /**
   * What was replaced.
   *
   * @param lastShared the newest stored block that stayed
   * @param records how many records were replaced or deleted; 0 if the chain and the store agree
   */
  record Repaired(long lastShared, int records) {}

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
  ReorgRepair(
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
  CompletionStage<Repaired> repair(long epoch) {
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
    List<ForkSearch.StoredBlock> ends =
        records.stream()
            .filter(record -> record.lastBlock() <= head)
            .map(record -> new ForkSearch.StoredBlock(record.lastBlock(), record.lastHash()))
            .toList();
    return new ForkSearch(chain::headers)
        .newestShared(ends)
        .thenCompose(
            shared -> {
              List<LedgerRecord> forked = records.subList(shared + 1, records.size());
              long lastShared = shared < 0 ? -1 : ends.get(shared).number();
              return forked.isEmpty()
                  ? CompletableFuture.completedFuture(new Repaired(lastShared, 0))
                  : replace(epoch, forked, lastShared, head);
            });
  }

  /** Replaces the records that the chain has left, the first of them only from the fork on. */
  private CompletionStage<Repaired> replace(
      long epoch, List<LedgerRecord> forked, long sharedBefore, long head) {
    List<LedgerRecord> rebuilt =
        forked.stream().filter(record -> record.firstBlock() <= head).toList();
    List<Long> removed =
        forked.stream()
            .filter(record -> record.firstBlock() > head)
            .map(LedgerRecord::index)
            .toList();
    if (rebuilt.isEmpty() && sharedBefore < 0) {
      throw reset(forked.get(0).firstBlock());
    }
    if (rebuilt.isEmpty()) {
      return commit(epoch, List.of(), removed, sharedBefore, forked.size());
    }
    return stored(rebuilt.get(0).index())
        .thenCompose(first -> lastShared(first, sharedBefore, head))
        .thenCompose(
            lastShared ->
                fetched(rebuilt, 0, lastShared, head, new ArrayList<>())
                    .thenCompose(made -> commit(epoch, made, removed, lastShared, forked.size())));
  }

  /** The fork, to the block: within the first record that the chain has left, or before it. */
  private CompletionStage<Long> lastShared(ChunkRecord first, long sharedBefore, long head) {
    List<ForkSearch.StoredBlock> blocks =
        LongStream.rangeClosed(first.blocks().first(), Math.min(first.lastBlock(), head))
            .mapToObj(number -> new ForkSearch.StoredBlock(number, first.hashOf(number)))
            .toList();
    return new ForkSearch(chain::headers)
        .newestShared(blocks)
        .thenApply(
            place -> {
              if (place < 0 && sharedBefore < 0) {
                throw reset(first.blocks().first());
              }
              return place < 0 ? sharedBefore : blocks.get(place).number();
            });
  }

  private CompletionStage<List<ChunkRecord>> fetched(
      List<LedgerRecord> records, int place, long lastShared, long head, List<ChunkRecord> made) {
    if (place == records.size()) {
      return CompletableFuture.completedFuture(made);
    }
    return stored(records.get(place).index())
        .thenCompose(record -> replaced(record, lastShared, head))
        .thenCompose(
            record -> {
              made.add(record);
              return fetched(records, place + 1, lastShared, head, made);
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

  private CompletionStage<Repaired> commit(
      long epoch, List<ChunkRecord> records, List<Long> removed, long lastShared, int touched) {
    return store
        .commit(epoch, records, removed)
        .thenApply(done -> new Repaired(lastShared, touched));
  }

  private CompletionStage<ChunkRecord> stored(long index) {
    return store
        .record(index)
        .thenApply(
            (Optional<ChunkRecord> record) ->
                record.orElseThrow(
                    () ->
                        IngestFailure.transientOf(
                            Failures.STORE, "record " + index + " is gone from the store")));
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
