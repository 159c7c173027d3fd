package network.rei.dau.ingest.reorg;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.ingest.StoreClient;
import network.rei.dau.ingest.StoredBlock;

/**
 * Finds the stored records that are not on the chain (any more). Records that link to each other
 * make a segment: all blocks of it below one that is on the chain are on the chain too, and none
 * above one that is not. A gap, an open record or a broken link starts another segment, which is
 * searched for itself: an old segment may be off the chain below newer records that are on it.
 *
 * <p>Blocks that no endpoint serves cannot be compared. A record of them is off the chain only if
 * the next record is on the chain and does not link to it.
 */
final class ForkedRecords {

  /**
   * The records of one segment that are off the chain.
   *
   * @param records the records to be replaced, at least one, oldest first
   * @param lastShared its newest block that is on the chain; -1 if none is known
   * @param unknownBelow the records of the segment below them that could not be compared, oldest
   *     first
   */
  record Fork(List<LedgerRecord> records, long lastShared, List<LedgerRecord> unknownBelow) {

    /** Returns the first of the records. */
    LedgerRecord first() {
      return records.get(0);
    }
  }

  /**
   * The result of the search.
   *
   * @param anyShared whether any stored block is on the chain
   * @param unknown the indexes of the records that could not be compared
   */
  record Found(List<Fork> forks, boolean anyShared, Set<Long> unknown) {}

  /**
   * A segment whose records were compared with the chain by their last blocks.
   *
   * @param reached the number of records that are not wholly above the head, or of all if the
   *     segment is detached
   * @param shared the place of the newest record whose end is on the chain; -1 if none is known
   * @param forked the place of the oldest record whose end is not; {@code reached} if none is known
   */
  private record Compared(List<LedgerRecord> segment, int reached, int shared, int forked) {

    private LedgerRecord firstRecord() {
      return segment.get(0);
    }

    private LedgerRecord lastRecord() {
      return segment.get(segment.size() - 1);
    }

    private boolean isFirstKnown() {
      return shared >= 0 || forked == 0;
    }

    private boolean isLastUnknown() {
      return reached == segment.size() && shared < reached - 1 && forked == reached;
    }

    private List<LedgerRecord> unknown() {
      return segment.subList(shared + 1, forked);
    }

    private Compared withForked(int place) {
      return new Compared(segment, reached, shared, place);
    }
  }

  private final StoreClient store;
  private final ForkSearch search;

  ForkedRecords(ChainClient chain, StoreClient store) {
    this.store = store;
    this.search = new ForkSearch(chain::headersIfServed);
  }

  /**
   * Searches all records. A record wholly above the head shares the result of the record below it.
   *
   * @param records oldest first
   * @param detached the segments above the head that are off the chain, by the last blocks of their
   *     first records
   */
  CompletionStage<Found> find(List<LedgerRecord> records, long head, Set<StoredBlock> detached) {
    CompletionStage<List<Compared>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (List<LedgerRecord> segment : Segments.of(records)) {
      all =
          all.thenCompose(
              before ->
                  compare(segment, head, detached).thenApply(compared -> with(before, compared)));
    }
    return all.thenCompose(compared -> found(withContradicted(compared), head));
  }

  private CompletionStage<Compared> compare(
      List<LedgerRecord> segment, long head, Set<StoredBlock> detached) {
    List<LedgerRecord> reached =
        segment.stream().filter(record -> record.firstBlock() <= head).toList();
    if (reached.isEmpty()) {
      boolean off = detached.contains(StoredBlock.lastOf(segment.get(0)));
      return CompletableFuture.completedFuture(
          new Compared(segment, off ? segment.size() : 0, -1, 0));
    }
    return endOf(reached.get(reached.size() - 1), head)
        .thenCompose(
            last -> {
              List<StoredBlock> ends = new ArrayList<>();
              reached.subList(0, reached.size() - 1).stream()
                  .map(StoredBlock::lastOf)
                  .forEach(ends::add);
              ends.add(last);
              return search.compare(ends);
            })
        .thenApply(
            result -> new Compared(segment, reached.size(), result.shared(), result.forked()));
  }

  /** Returns the newest block of a record that is not above the head. */
  private CompletionStage<StoredBlock> endOf(LedgerRecord record, long head) {
    return record.lastBlock() <= head
        ? CompletableFuture.completedFuture(StoredBlock.lastOf(record))
        : store.stored(record.index()).thenApply(stored -> StoredBlock.of(stored, head));
  }

  /**
   * Takes records as off the chain that could not be compared and contradict those that could: two
   * neighbouring records of different segments do not link. Of two that could not be compared, the
   * older is taken, so that the ledger does not keep a broken link permanently.
   */
  private static List<Compared> withContradicted(List<Compared> all) {
    List<Compared> result = new ArrayList<>(all);
    for (int i = 1; i < result.size(); i++) {
      Compared before = result.get(i - 1);
      Compared after = result.get(i);
      LedgerRecord last = before.lastRecord();
      if (!last.sealed() || last.index() + 1 != after.firstRecord().index()) {
        continue;
      }
      if (before.isLastUnknown()) {
        result.set(i - 1, before.withForked(before.reached() - 1));
      } else if (before.shared() == before.segment().size() - 1 && !after.isFirstKnown()) {
        result.set(i, after.withForked(0));
      }
    }
    return result;
  }

  private CompletionStage<Found> found(List<Compared> all, long head) {
    Set<Long> unknown = new HashSet<>();
    CompletionStage<List<Fork>> forks = CompletableFuture.completedFuture(new ArrayList<>());
    for (Compared compared : all) {
      compared.unknown().forEach(record -> unknown.add(record.index()));
      if (compared.forked() < compared.reached()) {
        forks =
            forks.thenCompose(before -> fork(compared, head).thenApply(fork -> with(before, fork)));
      }
    }
    return forks.thenApply(
        found ->
            new Found(
                found,
                all.stream().anyMatch(compared -> compared.shared() >= 0)
                    || found.stream().anyMatch(fork -> fork.lastShared() >= 0),
                unknown));
  }

  private CompletionStage<Fork> fork(Compared compared, long head) {
    List<LedgerRecord> forked =
        compared.segment().subList(compared.forked(), compared.segment().size());
    return store
        .stored(forked.get(0).index())
        .thenCompose(
            first -> {
              List<StoredBlock> blocks =
                  LongStream.rangeClosed(first.blocks().first(), Math.min(first.lastBlock(), head))
                      .mapToObj(number -> StoredBlock.of(first, number))
                      .toList();
              return search
                  .compare(blocks)
                  .thenApply(
                      result -> new Fork(forked, lastShared(blocks, result), compared.unknown()));
            });
  }

  /** The parent of the oldest block of the chain that differs is on the chain, served or not. */
  private static long lastShared(List<StoredBlock> blocks, ForkSearch.Result result) {
    int before = result.forked() - 1;
    boolean linked =
        before >= 0
            && result
                .onChain()
                .filter(block -> block.parentHash().equals(blocks.get(before).hash()))
                .isPresent();
    int shared = linked ? before : result.shared();
    return shared < 0 ? -1 : blocks.get(shared).number();
  }

  private static <T> List<T> with(List<T> list, T more) {
    list.add(more);
    return list;
  }
}
