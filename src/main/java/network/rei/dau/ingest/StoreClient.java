package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Scheduler;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.AskPattern;
import akka.dispatch.ExecutionContexts;
import akka.japi.function.Function;
import akka.pattern.Patterns;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.StoreUnavailableException;

/**
 * Sends requests to the {@link StatsStore}. Stages fail with an {@link IngestFailure}: {@link
 * Failures#STORE} if the store does not reply or cannot do what was requested, {@link
 * Failures#STALE_EPOCH} if another writer has taken it over, {@link Failures#REORGANISED} if
 * records do not link to the stored ones. While the server of the store cannot be reached, reads
 * and commits are repeated, so that the fetched blocks are not lost.
 */
public final class StoreClient {

  /** Timeout of a request. A commit may succeed after it: repeating a commit is harmless. */
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** How long requests are repeated while the server of the store cannot be reached. */
  private static final Duration UNAVAILABLE_TIMEOUT = Duration.ofMinutes(10);

  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

  private final ActorRef<StatsStore.Command> store;
  private final Scheduler scheduler;

  public StoreClient(ActorRef<StatsStore.Command> store, Scheduler scheduler) {
    this.store = store;
    this.scheduler = scheduler;
  }

  /** Returns the ledger, with everything that any node has committed before this call. */
  public CompletionStage<Ledger> ledger() {
    return retrying(StatsStore.GetNewest::new);
  }

  /** Reads one record; empty if the store has no such record. */
  CompletionStage<Optional<ChunkRecord>> record(long index) {
    return retrying(replyTo -> new StatsStore.GetRecord(index, replyTo));
  }

  /** Reads one record, and fails if the store has no such record. */
  public CompletionStage<ChunkRecord> stored(long index) {
    return record(index)
        .thenApply(
            record ->
                record.orElseThrow(
                    () -> storeFailure("record " + index + " is gone from the store")));
  }

  /**
   * Makes this node the only writer of the store.
   *
   * @return the epoch to commit under
   */
  CompletionStage<Long> takeOver(Optional<Hash> genesis) {
    return once(replyTo -> new StatsStore.TakeOver(genesis, replyTo));
  }

  /** Returns the epoch under which the store accepts commits. */
  public CompletionStage<Long> epoch() {
    return once(StatsStore.GetEpoch::new);
  }

  /**
   * Completes once the whole commit is durable.
   *
   * @return the version of the store after the commit
   */
  public CompletionStage<Long> commit(
      long epoch, List<ChunkRecord> records, LedgerChange.Leaving leaving) {
    return this.<CommitResult>retrying(
            replyTo -> new StatsStore.Commit(epoch, records, leaving, replyTo))
        .thenApply(result -> version(epoch, result));
  }

  private static long version(long epoch, CommitResult result) {
    if (result instanceof CommitResult.Committed committed) {
      return committed.version();
    }
    if (result instanceof CommitResult.StaleEpoch stale) {
      throw IngestFailure.permanentOf(
          Failures.STALE_EPOCH,
          "another process has taken over the store (epoch "
              + stale.currentEpoch()
              + ", ours is "
              + epoch
              + ")");
    }
    throw IngestFailure.permanentOf(
        Failures.REORGANISED, ((CommitResult.Conflict) result).reason());
  }

  private <R> CompletionStage<R> once(
      Function<ActorRef<StatusReply<R>>, StatsStore.Command> message) {
    return this.<R>ask(message)
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(storeFailure(reason(failure))));
  }

  private <R> CompletionStage<R> retrying(
      Function<ActorRef<StatusReply<R>>, StatsStore.Command> message) {
    return retrying(message, System.nanoTime());
  }

  private <R> CompletionStage<R> retrying(
      Function<ActorRef<StatusReply<R>>, StatsStore.Command> message, long since) {
    return this.<R>ask(message)
        .exceptionallyCompose(
            failure ->
                Failures.unwrapped(failure) instanceof StoreUnavailableException
                        && System.nanoTime() - since <= UNAVAILABLE_TIMEOUT.toNanos()
                    ? Patterns.after(
                        RETRY_INTERVAL,
                        Adapter.toClassic(scheduler),
                        ExecutionContexts.fromExecutor(Runnable::run),
                        () -> retrying(message, since))
                    : CompletableFuture.failedFuture(storeFailure(reason(failure))));
  }

  private <R> CompletionStage<R> ask(
      Function<ActorRef<StatusReply<R>>, StatsStore.Command> message) {
    return AskPattern.askWithStatus(store, message, TIMEOUT, scheduler);
  }

  private static String reason(Throwable failure) {
    return Failures.unwrapped(failure) instanceof TimeoutException
        ? "the store did not answer within " + TIMEOUT.toSeconds() + " s"
        : Failures.reason(failure);
  }

  private static IngestFailure storeFailure(String reason) {
    return IngestFailure.transientOf(Failures.STORE, reason);
  }
}
