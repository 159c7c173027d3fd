package network.rei.dau.ingest.history;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.WindowActivity;
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
        .thenCompose(
            first ->
                chain
                    .headersIfServed(List.of(first))
                    .thenCombine(
                        end(ledger, date, newest),
                        (header, last) ->
                            header
                                .get(0)
                                .filter(found -> isBefore(found, date))
                                .map(found -> new BlockRange(first, Math.max(first, last)))));
  }

  private static boolean isBefore(BlockHeader header, LocalDate date) {
    return header.number() == 0 || header.timestamp() < startOf(date);
  }

  /** Returns a block of the chunk that holds the last block before a day. */
  private CompletionStage<Long> lastBefore(LocalDate date, BlockHeader newest) {
    return new BlockByTimestampSearch(chain::headersIfServed, startOf(date) - 1, chunkSize)
        .below(newest);
  }

  /** Returns a block that is not before the first block of the next day. */
  private CompletionStage<Long> end(Ledger ledger, LocalDate date, BlockHeader newest) {
    LocalDate next = date.plusDays(1);
    Optional<Long> stored =
        ledger
            .history()
            .wholeDay(next)
            .map(PeriodActivity::activity)
            .flatMap(WindowActivity::span)
            .map(span -> span.blocks().first());
    return stored
        .map(CompletableFuture::completedStage)
        .orElseGet(
            () ->
                lastBefore(next, newest)
                    .thenApply(
                        last ->
                            Math.min(
                                newest.number(), Chunk.ofBlock(last, chunkSize).lastBlock() + 1)));
  }

  /** Returns the first second of a day, since 1970. */
  private static long startOf(LocalDate date) {
    return date.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }
}
