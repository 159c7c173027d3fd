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
 * make a segment: all blocks of it below one that is on the chain are on the chain too, and none
 * above one that is not. A gap, an open record or a broken link starts another segment, which is
 * searched for itself: an old segment may be off the chain below newer records that are on it.
 */
final class ForkedRecords {

  /**
   * The records of one segment that are off the chain.
   *
   * @param records the records to be replaced, at least one, oldest first
   * @param first the first of them, as stored
   * @param lastShared its newest block that is on the chain; -1 if none is
   */
  record Fork(List<LedgerRecord> records, ChunkRecord first, long lastShared) {}

  /**
   * The result of the search.
   *
   * @param anyShared whether any stored block is on the chain
   */
  record Found(List<Fork> forks, boolean anyShared) {}

  private final StoreClient store;
  private final ForkSearch search;

  ForkedRecords(ChainClient chain, StoreClient store) {
    this.store = store;
    this.search = new ForkSearch(chain::headers);
  }

  /**
   * Searches all records. A record wholly above the head shares the result of the record below it.
   *
   * @param records oldest first
   */
  CompletionStage<Found> find(List<LedgerRecord> records, long head) {
    return find(segments(records), 0, head, new Found(List.of(), false));
  }

  private CompletionStage<Found> find(
      List<List<LedgerRecord>> segments, int index, long head, Found found) {
    if (index == segments.size()) {
      return CompletableFuture.completedFuture(found);
    }
    return inSegment(segments.get(index), head)
        .thenCompose(
            more -> {
              List<Fork> forks = new ArrayList<>(found.forks());
              forks.addAll(more.forks());
              return find(
                  segments,
                  index + 1,
                  head,
                  new Found(forks, found.anyShared() || more.anyShared()));
            });
  }

  private CompletionStage<Found> inSegment(List<LedgerRecord> segment, long head) {
    List<LedgerRecord> reached =
        segment.stream().filter(record -> record.firstBlock() <= head).toList();
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
                    : fork(segment.subList(shared + 1, segment.size()), shared >= 0, head));
  }

  /** Returns the newest block of a record that is not above the head. */
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
                      shared ->
                          new Found(
                              List.of(
                                  new Fork(
                                      forked,
                                      first,
                                      shared < 0 ? -1 : blocks.get(shared).number())),
                              sharedBefore || shared >= 0));
            });
  }

  private static List<List<LedgerRecord>> segments(List<LedgerRecord> records) {
    List<List<LedgerRecord>> segments = new ArrayList<>();
    LedgerRecord previous = null;
    for (LedgerRecord record : records) {
      boolean linked =
          previous != null
              && previous.sealed()
              && previous.index() + 1 == record.index()
              && previous.lastHash().equals(record.parentHash());
      if (!linked) {
        segments.add(new ArrayList<>());
      }
      segments.get(segments.size() - 1).add(record);
      previous = record;
    }
    return segments;
  }
}
