package network.rei.dau.ingest.reorg;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.ingest.StoreClient;
import network.rei.dau.ingest.reorg.ForkSearch.StoredBlock;

/**
 * Finds the stored records that are not on the chain (any more). Records that link to each other
 * make a strand: in it, below a block that is on the chain all are, above one that is not none is.
 * After a gap, an open record or a broken seam another strand begins, and nothing is known of it
 * from the one before: an old end may be off the chain below new records that are on it.
 */
final class ForkedRecords {

  /**
   * What is off the chain in one strand.
   *
   * @param records that are to be replaced, at least one, oldest first
   * @param first the first of them, as stored
   * @param lastShared its newest block that is on the chain, or -1 if none is
   */
  record Fork(List<LedgerRecord> records, ChunkRecord first, long lastShared) {}

  /**
   * What was found.
   *
   * @param anyShared whether anything that is stored is on the chain
   */
  record Found(List<Fork> forks, boolean anyShared) {}

  private final StoreClient store;
  private final ForkSearch search;

  ForkedRecords(ChainClient chain, StoreClient store) {
    this.store = store;
    this.search = new ForkSearch(chain::headers);
  }

  /**
   * Looks at all records; what lies wholly above the head is only judged by what it links to.
   *
   * @param records oldest first
   */
  CompletionStage<Found> find(List<LedgerRecord> records, long head) {
    return find(strands(records), 0, head, new Found(List.of(), false));
  }

  private CompletionStage<Found> find(
      List<List<LedgerRecord>> strands, int place, long head, Found sofar) {
    if (place == strands.size()) {
      return CompletableFuture.completedFuture(sofar);
    }
    return inStrand(strands.get(place), head)
        .thenCompose(
            found -> {
              List<Fork> forks = new ArrayList<>(sofar.forks());
              forks.addAll(found.forks());
              return find(
                  strands,
                  place + 1,
                  head,
                  new Found(forks, sofar.anyShared() || found.anyShared()));
            });
  }

  private CompletionStage<Found> inStrand(List<LedgerRecord> strand, long head) {
    List<LedgerRecord> reached =
        strand.stream().filter(record -> record.firstBlock() <= head).toList();
    if (reached.isEmpty()) {
      return CompletableFuture.completedFuture(new Found(List.of(), false));
    }
    return endOf(reached.get(reached.size() - 1), head)
        .thenCompose(
            last -> {
              List<StoredBlock> ends = new ArrayList<>();
              reached.subList(0, reached.size() - 1).stream()
                  .map(record -> new StoredBlock(record.lastBlock(), record.lastHash()))
                  .forEach(ends::add);
              ends.add(last);
              return search.newestShared(ends);
            })
        .thenCompose(
            shared ->
                shared + 1 == reached.size()
                    ? CompletableFuture.completedFuture(new Found(List.of(), true))
                    : fork(strand.subList(shared + 1, strand.size()), shared >= 0, head));
  }

  /** A record's newest block that the chain has reached. */
  private CompletionStage<StoredBlock> endOf(LedgerRecord record, long head) {
    return record.lastBlock() <= head
        ? CompletableFuture.completedFuture(new StoredBlock(record.lastBlock(), record.lastHash()))
        : store
            .stored(record.index())
            .thenApply(stored -> new StoredBlock(head, stored.hashOf(head)));
  }

  private CompletionStage<Found> fork(List<LedgerRecord> forked, boolean sharedBefore, long head) {
    return store
        .stored(forked.get(0).index())
        .thenCompose(
            first -> {
              List<StoredBlock> blocks =
                  LongStream.rangeClosed(first.blocks().first(), Math.min(first.lastBlock(), head))
                      .mapToObj(number -> new StoredBlock(number, first.hashOf(number)))
                      .toList();
              return search
                  .newestShared(blocks)
                  .thenApply(
                      place ->
                          new Found(
                              List.of(
                                  new Fork(
                                      forked, first, place < 0 ? -1 : blocks.get(place).number())),
                              sharedBefore || place >= 0));
            });
  }

  private static List<List<LedgerRecord>> strands(List<LedgerRecord> records) {
    List<List<LedgerRecord>> strands = new ArrayList<>();
    LedgerRecord previous = null;
    for (LedgerRecord record : records) {
      boolean linked =
          previous != null
              && previous.sealed()
              && previous.index() + 1 == record.index()
              && previous.lastHash().equals(record.parentHash());
      if (!linked) {
        strands.add(new ArrayList<>());
      }
      strands.get(strands.size() - 1).add(record);
      previous = record;
    }
    return strands;
  }
}
