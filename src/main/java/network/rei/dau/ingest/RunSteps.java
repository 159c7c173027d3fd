package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.AskPattern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.BlockHeader;
import network.rei.dau.activity.Hash;
import network.rei.dau.activity.Ledger;
import network.rei.dau.activity.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.ChainIdentity;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;

/**
 * What comes before and after the fetching of a run: asking the chain and the store where they
 * stand, and pruning. Stages fail where either does not answer.
 */
final class RunSteps {

  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(30);

  private final IngestSettings settings;
  private final ChainClient chain;
  private final ActorRef<StatsStore.Command> store;
  private final Scheduler scheduler;

  RunSteps(
      IngestSettings settings,
      ChainClient chain,
      ActorRef<StatsStore.Command> store,
      Scheduler scheduler) {
    this.settings = settings;
    this.chain = chain;
    this.store = store;
    this.scheduler = scheduler;
  }

  /** The newest block that we take; below 0 if the chain is not that long yet. */
  CompletionStage<Long> head() {
    return chain.newestBlock().thenApply(newest -> newest - settings.confirmations());
  }

  /**
   * Makes sure that the endpoints serve the chain that the store holds, and takes the store over.
   *
   * @return the epoch to commit under
   */
  CompletionStage<Long> takeOver() {
    return chain
        .identity()
        .thenApply(ChainIdentity::genesisHash)
        .thenCompose(
            (Optional<Hash> genesis) ->
                AskPattern.<StatsStore.Command, StatsStore.Leadership>ask(
                    store,
                    replyTo -> new StatsStore.TakeOver(genesis, replyTo),
                    STORE_TIMEOUT,
                    scheduler))
        .thenApply(
            leadership -> {
              if (leadership instanceof StatsStore.Leadership.Leading leading) {
                return leading.epoch();
              }
              throw new IllegalStateException(((StatsStore.Leadership.Failed) leadership).reason());
            });
  }

  /**
   * Plans a run that fetches everything that is missing.
   *
   * @param leading the epoch to commit under, from {@link #takeOver}
   * @param wholeRetention whether an empty store is filled as far back as the retention, and not
   *     only as far as the first window
   */
  CompletionStage<RunPlan> planRun(CompletionStage<Long> leading, boolean wholeRetention) {
    CompletionStage<Long> head = head();
    return leading.thenCompose(
        held ->
            snapshot()
                .thenCompose(
                    snapshot -> {
                      Ledger ledger = snapshot.ledger();
                      boolean whole =
                          wholeRetention
                              || !ledger.isEmpty()
                              || settings.firstWindow().compareTo(settings.retention()) >= 0;
                      Duration reach = whole ? settings.retention() : settings.firstWindow();
                      return head.thenCompose(
                          newest ->
                              firstBlock(ledger, newest, reach)
                                  .thenApply(
                                      first ->
                                          new RunPlan(
                                              held, first, newest, whole, ledger.records())));
                    }));
  }

  /** Plans to fetch what is newer than the last processed block; empty on an empty store. */
  CompletionStage<Optional<RunPlan>> planFollow(long epoch) {
    return head()
        .thenCombine(
            snapshot(),
            (newest, snapshot) ->
                snapshot
                    .ledger()
                    .last()
                    .map(
                        last ->
                            new RunPlan(
                                epoch,
                                last.lastBlock() + 1,
                                newest,
                                true,
                                snapshot.ledger().records())));
  }

  /** Deletes what the retention no longer needs. */
  CompletionStage<Ledger> prune(long epoch) {
    return snapshot()
        .thenCompose(
            snapshot -> {
              List<Long> old = snapshot.ledger().olderThan(settings.retention());
              return old.isEmpty()
                  ? CompletableFuture.completedFuture(snapshot.ledger())
                  : AskPattern.<StatsStore.Command, StatsStore.CommitReply>ask(
                          store,
                          replyTo -> new StatsStore.Commit(epoch, List.of(), old, replyTo),
                          STORE_TIMEOUT,
                          scheduler)
                      .thenCompose(reply -> snapshot())
                      .thenApply(Snapshot::ledger);
            });
  }

  private CompletionStage<Long> firstBlock(Ledger ledger, long head, Duration reach) {
    if (head < 0) {
      return CompletableFuture.completedFuture(0L);
    }
    return chain
        .headers(List.of(head))
        .thenCompose(
            headers -> {
              BlockHeader newest = headers.get(0);
              long cutoff = newest.timestamp() - reach.toSeconds();
              return ledger.records().stream()
                  .filter(record -> record.firstTimestamp() <= cutoff)
                  .reduce((earlier, later) -> later)
                  .map(LedgerRecord::firstBlock)
                  .map(CompletableFuture::completedStage)
                  .orElseGet(
                      () ->
                          new WindowStart(chain::headers, cutoff, settings.chunkSize())
                              .below(newest));
            });
  }

  private CompletionStage<Snapshot> snapshot() {
    return AskPattern.ask(store, StatsStore.GetSnapshot::new, STORE_TIMEOUT, scheduler);
  }
}
