package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.stats.StatsStore;

/**
 * Asks the {@link StatsStore}. Stages fail with an {@link IngestFailure}: {@link Failures#STORE} if
 * it does not answer or cannot do what was asked, {@link Failures#STALE_EPOCH} if another writer
 * has taken it over. While the store's server is away, records are asked for and commits are made
 * again and again, so that what was fetched waits for its return.
 */
public final class StoreClient {

  /** How long the store may take. A commit that is late may still be made: repeating it is fine. */
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** How long a server that is away is waited for, and how often it is tried. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration TRY_EVERY = Duration.ofSeconds(1);

  private final ActorRef<StatsStore.Command> store;
  private final Scheduler scheduler;

  public StoreClient(ActorRef<StatsStore.Command> store, Scheduler scheduler) {
    this.store = store;
    this.scheduler = scheduler;
  }

  /** The data as it stands, with what other nodes have just committed. */
  public CompletionStage<Ledger> ledger() {
    return whileAway(this::readLedger);
  }

  private CompletionStage<Ledger> readLedger() {
    return ask(StatsStore.GetNewest::new)
        .thenApply(
            reply -> {
              if (reply instanceof StatsStore.NewestReply.Newest newest) {
                return newest.ledger();
              }
              if (reply instanceof StatsStore.NewestReply.Away away) {
                throw new AwayException(away.reason());
              }
              throw failed(((StatsStore.NewestReply.Failed) reply).reason());
            });
  }

  /** One record, as it is stored. */
  CompletionStage<Optional<ChunkRecord>> record(long index) {
    return whileAway(() -> readRecord(index));
  }

  private CompletionStage<Optional<ChunkRecord>> readRecord(long index) {
    return ask((ActorRef<StatsStore.RecordReply> replyTo) ->
            new StatsStore.GetRecord(index, replyTo))
        .thenApply(
            reply -> {
              if (reply instanceof StatsStore.RecordReply.Found found) {
                return found.record();
              }
              if (reply instanceof StatsStore.RecordReply.Away away) {
                throw new AwayException(away.reason());
              }
              throw failed(((StatsStore.RecordReply.Failed) reply).reason());
            });
  }

  /** One record that is known to be there. */
  public CompletionStage<ChunkRecord> stored(long index) {
    return record(index)
        .thenApply(
            record ->
                record.orElseThrow(() -> failed("record " + index + " is gone from the store")));
  }

  /**
   * Makes us the only writer of the store.
   *
   * @return the epoch to commit under
   */
  CompletionStage<Long> takeOver(Optional<Hash> genesis) {
    return epoch(replyTo -> new StatsStore.TakeOver(genesis, replyTo));
  }

  /** The epoch under which the only writer of the store commits at present. */
  public CompletionStage<Long> epoch() {
    return epoch(StatsStore.GetEpoch::new);
  }

  private CompletionStage<Long> epoch(
      Function<ActorRef<StatsStore.Leadership>, StatsStore.Command> message) {
    return ask(message)
        .thenApply(
            leadership -> {
              if (leadership instanceof StatsStore.Leadership.Leading leading) {
                return leading.epoch();
              }
              throw failed(((StatsStore.Leadership.Failed) leadership).reason());
            });
  }

  /**
   * Completes once all of it is durable.
   *
   * @return the version of the store then
   */
  public CompletionStage<Long> commit(
      long epoch, List<ChunkRecord> records, LedgerChange.Leaving leaving) {
    return whileAway(() -> commitOnce(epoch, records, leaving));
  }

  private CompletionStage<Long> commitOnce(
      long epoch, List<ChunkRecord> records, LedgerChange.Leaving leaving) {
    return ask((ActorRef<StatsStore.CommitReply> replyTo) ->
            new StatsStore.Commit(epoch, records, leaving, replyTo))
        .thenApply(
            reply -> {
              if (reply instanceof StatsStore.CommitReply.Committed committed) {
                return committed.version();
              }
              if (reply instanceof StatsStore.CommitReply.Contradicts contradicts) {
                throw IngestFailure.permanentOf(Failures.REORGANISED, contradicts.reason());
              }
              if (reply instanceof StatsStore.CommitReply.Stale stale) {
                throw stale(epoch, stale.currentEpoch());
              }
              if (reply instanceof StatsStore.CommitReply.Away away) {
                throw new AwayException(away.reason());
              }
              throw failed(((StatsStore.CommitReply.Failed) reply).reason());
            });
  }

  private static <R> CompletionStage<R> whileAway(Supplier<CompletionStage<R>> step) {
    return whileAway(step, System.nanoTime());
  }

  private static <R> CompletionStage<R> whileAway(Supplier<CompletionStage<R>> step, long since) {
    return step.get()
        .exceptionallyCompose(
            failure -> {
              if (!(Failures.unwrapped(failure) instanceof AwayException away)) {
                return CompletableFuture.failedFuture(failure);
              }
              if (System.nanoTime() - since > PATIENCE.toNanos()) {
                return CompletableFuture.failedFuture(failed(away.getMessage()));
              }
              return CompletableFuture.supplyAsync(
                      () -> whileAway(step, since),
                      CompletableFuture.delayedExecutor(
                          TRY_EVERY.toMillis(), TimeUnit.MILLISECONDS))
                  .thenCompose(again -> again);
            });
  }

  /** The store's server cannot be reached. */
  private static final class AwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AwayException(String reason) {
      super(reason);
    }
  }

  private <R> CompletionStage<R> ask(Function<ActorRef<R>, StatsStore.Command> message) {
    return AskPattern.<StatsStore.Command, R>ask(store, message, TIMEOUT, scheduler)
        .exceptionally(
            failure -> {
              throw failure instanceof TimeoutException
                  ? failed("the store did not answer within " + TIMEOUT.toSeconds() + " s")
                  : failed(Failures.reason(failure));
            });
  }

  private static IngestFailure failed(String reason) {
    return IngestFailure.transientOf(Failures.STORE, reason);
  }

  private static IngestFailure stale(long ours, long current) {
    return IngestFailure.permanentOf(
        Failures.STALE_EPOCH,
        "another process has taken over the store (epoch " + current + ", ours is " + ours + ")");
  }
}
