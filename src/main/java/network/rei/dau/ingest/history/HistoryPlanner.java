package network.rei.dau.ingest.history;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.chain.ChainClient;

/** Finds the blocks of a day before the retention. */
public final class HistoryPlanner {

  private final ChainClient chain;
  private final int chunkSize;

  public HistoryPlanner(ChainClient chain, int chunkSize) {
    this.chain = chain;
    this.chunkSize = chunkSize;
  }

  /**
   * Returns the blocks to fetch for a day: its own, and on either side enough to prove that none of
   * them is missing. The result is empty if no endpoint serves all of them.
   *
   * @param newest a header of a later day
   */
  public CompletionStage<Optional<BlockRange>> plan(
      Ledger ledger, LocalDate date, BlockHeader newest) {
    return lastBefore(date, newest)
        .thenCombine(
            end(ledger, date, newest),
            (first, last) ->
                first.flatMap(from -> last.map(to -> new BlockRange(from, Math.max(from, to)))));
  }

  /**
   * Returns a block of the chunk that holds the last block before a day; empty if that is not
   * served.
   */
  private CompletionStage<Optional<Long>> lastBefore(LocalDate date, BlockHeader newest) {
    return new BlockByTimestampSearch(chain::headersIfServed, startOf(date) - 1, chunkSize)
        .start(newest)
        .thenApply(
            start ->
                start.servedFrom().isPresent() ? Optional.empty() : Optional.of(start.block()));
  }

  /** Returns a block that is not before the first block of the next day; empty as above. */
  private CompletionStage<Optional<Long>> end(Ledger ledger, LocalDate date, BlockHeader newest) {
    LocalDate next = date.plusDays(1);
    Optional<Long> stored =
        ledger
            .history()
            .wholeDay(next)
            .map(PeriodActivity::activity)
            .flatMap(WindowActivity::span)
            .map(span -> span.blocks().first());
    return stored.isPresent()
        ? CompletableFuture.completedFuture(stored)
        : lastBefore(next, newest)
            .thenApply(
                last ->
                    last.map(
                        block ->
                            Math.min(
                                newest.number(), Chunk.ofBlock(block, chunkSize).lastBlock() + 1)));
  }

  /** Returns the first second of a day, since 1970. */
  private static long startOf(LocalDate date) {
    return date.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }
}
