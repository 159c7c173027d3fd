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
   * The blocks to fetch for a day.
   *
   * @param newest a header of a later day
   * @return empty if the chain does not serve all of them
   */
  public CompletionStage<Optional<HistoryDay>> plan(
      Ledger ledger, LocalDate date, BlockHeader newest) {
    return startOf(date, newest)
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
                                .map(found -> day(date, first, last))));
  }

  private static HistoryDay day(LocalDate date, long first, long last) {
    return new HistoryDay(date, new BlockRange(first, Math.max(first, last)));
  }

  private static boolean isBefore(BlockHeader header, LocalDate date) {
    return header.number() == 0 || header.timestamp() < second(date);
  }

  /** A block of the chunk that holds the last block before a day. */
  private CompletionStage<Long> startOf(LocalDate date, BlockHeader newest) {
    return new BlockByTimestampSearch(chain::headersIfServed, second(date) - 1, chunkSize)
        .below(newest);
  }

  /** A block that is not before the first of the next day. */
  private CompletionStage<Long> end(Ledger ledger, LocalDate date, BlockHeader newest) {
    LocalDate next = date.plusDays(1);
    Optional<Long> known =
        ledger
            .history()
            .wholeDay(next)
            .map(PeriodActivity::activity)
            .flatMap(WindowActivity::span)
            .map(span -> span.blocks().first());
    return known
        .map(CompletableFuture::completedStage)
        .orElseGet(
            () ->
                startOf(next, newest)
                    .thenApply(
                        last ->
                            Math.min(
                                newest.number(), Chunk.ofBlock(last, chunkSize).lastBlock() + 1)));
  }

  private static long second(LocalDate date) {
    return date.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }
}
