package network.rei.dau.ingest;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.ChainException;
import network.rei.dau.chain.ChainIdentity;
import network.rei.dau.ingest.history.BlockByTimestampSearch;
import network.rei.dau.ingest.history.HistoryPlanner;
import network.rei.dau.ingest.history.HistoryRetention;
import network.rei.dau.ingest.reorg.ForkCheck;
import network.rei.dau.ingest.reorg.ReorgRepair;

/**
 * What comes before and after the fetching of a run: asking the chain and the store where they
 * stand, and pruning. Stages complete with what the supervisor is to hear, and do not fail: a step
 * that does ends in {@link RunMessage.Broke}.
 */
final class RunPlanner {

  private final IngestSettings settings;
  private final ChainClient chain;
  private final StoreClient store;
  private final ForkCheck forks;
  private final HistoryPlanner history;
  private final ReorgRepair repair;

  RunPlanner(IngestSettings settings, ChainClient chain, StoreClient store) {
    this.settings = settings;
    this.chain = chain;
    this.store = store;
    this.forks = new ForkCheck(chain, store, settings.chunkSize());
    this.history = new HistoryPlanner(chain, settings.chunkSize());
    this.repair =
        new ReorgRepair(
            chain, store, settings.confirmations(), pause(settings), RunPlanner::delayed);
  }

  /** Between two readings of the head: as often as it is followed, within reason. */
  private static Duration pause(IngestSettings settings) {
    long millis = settings.followInterval().toMillis();
    return Duration.ofMillis(millis == 0 ? 1000 : Math.max(100, Math.min(1000, millis)));
  }

  private static CompletionStage<Void> delayed(Duration pause) {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS));
  }

  /**
   * Plans a run that fetches everything that is missing.
   *
   * @param held the epoch to commit under; if there is none, the store is taken over
   * @param wholeRetention whether an empty store is filled as far back as the retention, and not
   *     only as far as the first window
   */
  CompletionStage<RunMessage> planRun(long run, OptionalLong held, boolean wholeRetention) {
    CompletionStage<Long> head = head();
    return epoch(held)
        .thenCompose(
            epoch ->
                store.ledger().thenCompose(ledger -> planRun(epoch, ledger, head, wholeRetention)))
        .handle(message(run, plan -> new RunMessage.Planned(run, plan)));
  }

  /**
   * Plans to fetch a day before the retention, beside all that is missing in it.
   *
   * @param epoch to commit under
   */
  CompletionStage<RunMessage> planDay(long run, long epoch, LocalDate day) {
    CompletionStage<Long> head = head();
    return store
        .ledger()
        .thenCompose(
            ledger ->
                planRun(epoch, ledger, head, true)
                    .thenCompose(plan -> planDay(plan, ledger, day))
                    .thenApply(
                        plan ->
                            plan.<RunMessage>map(known -> new RunMessage.Planned(run, known))
                                .orElseGet(() -> new RunMessage.Unserved(run, ledger))))
        .handle(message(run, planned -> planned));
  }

  private CompletionStage<Optional<RunPlan>> planDay(RunPlan plan, Ledger ledger, LocalDate day) {
    return plan.fork().isPresent()
        ? CompletableFuture.completedFuture(Optional.of(plan))
        : newestServed(plan.head())
            .thenCompose(newest -> history.plan(ledger, day, newest))
            .thenApply(found -> found.map(plan::with));
  }

  /**
   * Plans to fetch what is newer than the last processed block; on an empty store, the head's
   * chunk.
   */
  CompletionStage<RunMessage> planFollow(long run, long epoch) {
    return head()
        .thenCombine(store.ledger(), (newest, ledger) -> planFollow(epoch, ledger, newest))
        .thenCompose(plan -> plan)
        .handle(message(run, plan -> new RunMessage.Planned(run, plan)));
  }

  /** Asks the chain for its head, for a run that is under way. */
  CompletionStage<RunMessage> lookForHead(long run) {
    return head()
        .handle(
            (head, failure) ->
                failure == null
                    ? new RunMessage.HeadSeen(run, head)
                    : new RunMessage.HeadUnseen(run, failure));
  }

  /**
   * Deletes what neither the retention nor the history needs any more.
   *
   * @param backfill how far back the history is being filled by hand
   */
  CompletionStage<RunMessage> prune(long run, long epoch, Optional<LocalDate> backfill) {
    return store
        .ledger()
        .thenCompose(ledger -> pruned(ledger, epoch, backfill))
        .handle(message(run, ledger -> new RunMessage.Pruned(run, ledger)));
  }

  /** What a step led to, or that it broke the run. */
  private static <T> BiFunction<T, Throwable, RunMessage> message(
      long run, Function<T, RunMessage> done) {
    return (result, failure) ->
        failure == null
            ? done.apply(result)
            : new RunMessage.Broke(run, Failures.described(failure));
  }

  /** The newest block that we take; below 0 if the chain is not that long yet. */
  private CompletionStage<Long> head() {
    return chain.newestBlock().thenApply(newest -> newest - settings.confirmations());
  }

  /** Makes sure that the endpoints serve the chain that the store holds, and takes it over. */
  private CompletionStage<Long> epoch(OptionalLong held) {
    return held.isPresent()
        ? CompletableFuture.completedFuture(held.getAsLong())
        : chain.identity().thenApply(ChainIdentity::genesisHash).thenCompose(store::takeOver);
  }

  private CompletionStage<RunPlan> planRun(
      long epoch, Ledger ledger, CompletionStage<Long> head, boolean wholeRetention) {
    boolean whole =
        wholeRetention
            || !ledger.isEmpty()
            || settings.firstWindow().compareTo(settings.retention()) >= 0;
    Duration reach = whole ? settings.retention() : settings.firstWindow();
    return head.thenCompose(
        newest ->
            firstBlock(ledger, newest, reach)
                .thenCombine(
                    forks.fork(ledger, newest),
                    (first, fork) ->
                        new RunPlan(
                            epoch,
                            first,
                            newest,
                            whole,
                            Optional.empty(),
                            ledger.records(),
                            fork)));
  }

  private CompletionStage<RunPlan> planFollow(long epoch, Ledger ledger, long head) {
    long first = firstUnfinished(ledger).orElse(Math.max(0, head));
    return forks
        .fork(ledger, head)
        .thenApply(
            fork ->
                new RunPlan(epoch, first, head, true, Optional.empty(), ledger.records(), fork));
  }

  /** The block after the lowest record that is open: the last one, if all is well. */
  private static Optional<Long> firstUnfinished(Ledger ledger) {
    return ledger.records().stream()
        .filter(record -> !record.sealed())
        .findFirst()
        .or(ledger::last)
        .map(record -> record.lastBlock() + 1);
  }

  /** Makes the store follow a chain that was reorganised. */
  CompletionStage<RunMessage> repair(long run) {
    return epoch(OptionalLong.empty())
        .thenCompose(
            epoch ->
                repair
                    .repair(epoch)
                    .<RunMessage>thenApply(done -> new RunMessage.Repaired(run, epoch, done)))
        .handle(message(run, repaired -> repaired));
  }

  private CompletionStage<Ledger> pruned(Ledger ledger, long epoch, Optional<LocalDate> backfill) {
    LedgerChange.Leaving leaving = HistoryRetention.leaving(ledger, settings, backfill);
    return leaving.equals(LedgerChange.Leaving.NOTHING)
        ? CompletableFuture.completedFuture(ledger)
        : store.commit(epoch, List.of(), leaving).thenCompose(version -> store.ledger());
  }

  private CompletionStage<Long> firstBlock(Ledger ledger, long head, Duration reach) {
    if (head < 0) {
      return CompletableFuture.completedFuture(0L);
    }
    return newestServed(head)
        .thenCompose(
            newest -> {
              // A head that went backwards must not ask for what was pruned.
              long last = ledger.last().map(LedgerRecord::lastTimestamp).orElse(Long.MIN_VALUE);
              long cutoff = Math.max(last, newest.timestamp()) - reach.toSeconds();
              return BlockByTimestampSearch.among(ledger.records(), cutoff)
                  .map(CompletableFuture::completedStage)
                  .orElseGet(
                      () ->
                          new BlockByTimestampSearch(
                                  chain::headersIfServed, cutoff, settings.chunkSize())
                              .below(newest));
            });
  }

  /** The head's header, or one a little below, where the node does not serve the head's. */
  private CompletionStage<BlockHeader> newestServed(long head) {
    List<Long> near =
        LongStream.of(0, 1, 2, 4, 8, 64)
            .map(distance -> Math.max(0, head - distance))
            .distinct()
            .boxed()
            .toList();
    return chain
        .headersIfServed(near)
        .thenApply(
            headers ->
                headers.stream()
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow(
                        () ->
                            IngestFailure.transientOf(
                                ChainException.Kind.MISSING_BLOCK.label(),
                                "the chain says that its head is block "
                                    + head
                                    + ", but serves neither that nor those below")));
  }
}
