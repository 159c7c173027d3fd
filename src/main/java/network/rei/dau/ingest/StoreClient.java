package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
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
import network.rei.dau.concurrent.Failures;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.StoreUnavailableException;
import network.rei.dau.storage.WrongStoreException;

/**
 * Sends requests to the {@link StatsStore}. Stages fail with an {@link IngestException}: {@link
 * IngestFailureType#STORE} if the store does not reply or cannot do what was requested, {@link
 * IngestFailureType#STALE_EPOCH} if another writer has taken it over, {@link
 * IngestFailureType#REORGANISED} if records do not link to the stored ones. While the store is
 * unavailable or does not reply, reads and commits are repeated, so that the fetched blocks are not
 * lost.
 */
public final class StoreClient {

  /** Timeout of a request. A commit may succeed after it: repeating a commit is harmless. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** How long requests are repeated while the store is unavailable. */
  private static final Duration UNAVAILABLE_TIMEOUT = Duration.ofMinutes(10);

  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

  private final ActorRef<StatsStore.Command> store;
  private final ActorSystem<?> system;

  public StoreClient(ActorRef<StatsStore.Command> store, ActorSystem<?> system) {
    this.store = store;
    this.system = system;
  }

  /** Returns the ledger, with everything that any node has committed before this call. */
  public CompletionStage<Ledger> ledger() {
    return askWithRetry(StatsStore.GetNewest::new);
  }

  /** Reads one record; empty if the store has no such record. */
  CompletionStage<Optional<ChunkRecord>> record(long index) {
    return askWithRetry(replyTo -> new StatsStore.GetRecord(index, replyTo));
  }

  /** Reads one record, and fails if the store has no such record. */
  public CompletionStage<ChunkRecord> stored(long index) {
    return record(index)
        .thenApply(
            record ->
                record.orElseThrow(
                    () ->
                        new IngestException(
                            IngestFailureType.STORE,
                            "record " + index + " is gone from the store")));
  }

  /**
   * Makes this node the only writer of the store.
   *
   * @param genesis the hash of the chain's block 0; empty if no endpoint serves it
   * @param sameChain whether the stored records are known to be on the chain; {@code genesis}
   *     replaces the stored hash then
   * @return the epoch to commit under; fails with {@link IngestFailureType#WRONG_CHAIN} if the
   *     store holds a chain with another block 0
   */
  public CompletionStage<Long> takeOver(Optional<Hash> genesis, boolean sameChain) {
    return failingAsIngest(ask(replyTo -> new StatsStore.TakeOver(genesis, sameChain, replyTo)));
  }

  /** Returns the epoch under which the store accepts commits. */
  public CompletionStage<Long> epoch() {
    return failingAsIngest(ask(StatsStore.GetEpoch::new));
  }

  /**
   * Completes once the whole commit is durable.
   *
   * @return the version of the store after the commit
   */
  public CompletionStage<Long> commit(
      long epoch, List<ChunkRecord> records, LedgerChange.Removal removal) {
    return this.<CommitResult>askWithRetry(
            replyTo -> new StatsStore.Commit(epoch, records, removal, replyTo))
        .thenApply(result -> version(epoch, result));
  }

  private static long version(long epoch, CommitResult result) {
    if (result instanceof CommitResult.Committed committed) {
      return committed.version();
    }
    if (result instanceof CommitResult.StaleEpoch stale) {
      throw new IngestException(
          IngestFailureType.STALE_EPOCH,
          "another process has taken over the store under epoch %d; this commit is of epoch %d"
              .formatted(stale.currentEpoch(), epoch));
    }
    throw new IngestException(
        IngestFailureType.REORGANISED, ((CommitResult.Conflict) result).reason());
  }

  private <R> CompletionStage<R> askWithRetry(
      Function<ActorRef<StatusReply<R>>, StatsStore.Command> message) {
    long deadline = System.nanoTime() + UNAVAILABLE_TIMEOUT.toNanos();
    return failingAsIngest(
        Patterns.retry(
            () -> ask(message),
            Integer.MAX_VALUE,
            RETRY_INTERVAL,
            RETRY_INTERVAL,
            0,
            failure -> mayPass(Failures.cause(failure)) && System.nanoTime() - deadline < 0,
            system));
  }

  private static boolean mayPass(Throwable cause) {
    return cause instanceof StoreUnavailableException || cause instanceof TimeoutException;
  }

  private <R> CompletionStage<R> ask(
      Function<ActorRef<StatusReply<R>>, StatsStore.Command> message) {
    return AskPattern.askWithStatus(store, message, TIMEOUT, system.scheduler());
  }

  private static <R> CompletionStage<R> failingAsIngest(CompletionStage<R> reply) {
    return reply.exceptionallyCompose(
        failure ->
            CompletableFuture.failedFuture(
                new IngestException(
                    Failures.cause(failure) instanceof WrongStoreException
                        ? IngestFailureType.WRONG_CHAIN
                        : IngestFailureType.STORE,
                    reason(failure))));
  }

  private static String reason(Throwable failure) {
    return Failures.cause(failure) instanceof TimeoutException
        ? "the store did not answer within " + TIMEOUT.toSeconds() + " s"
        : Failures.message(failure);
  }
}
