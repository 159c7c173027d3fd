package network.rei.dau.stats;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.stats.StatsStore.CommitReply;
import network.rei.dau.stats.StatsStore.Leadership;
import network.rei.dau.stats.StatsStore.RecordReply;
import network.rei.dau.stats.StatsStore.RestoreReply;
import network.rei.dau.stats.answer.PreparedAnswers;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoredRecord;

/**
 * The slow things that {@link StatsStore} has done elsewhere: reading and writing the store on a
 * dispatcher for blocking work, preparing answers on one for computing. Stages fail with what the
 * store threw ({@link StoreFailure}), unless they complete with a reply that tells of it.
 */
public final class StoreAccess {

  /** Writes the published files of a ledger. */
  @FunctionalInterface
  public interface Publisher {
    /** Blocks until they are written; throws if they could not be. */
    void publish(Ledger ledger, Instant computedAt) throws IOException;
  }

  record LoadedStore(Held held, PreparedAnswers answers) {}

  /**
   * What the store holds.
   *
   * @param version of the store; smaller than it was, if the store was put back to an earlier state
   * @param changedAt when that was committed, by whichever node
   * @param sequence grows with every change of what is held
   */
  record Held(Ledger ledger, long version, Instant changedAt, long sequence) {}

  /**
   * A commit that ended.
   *
   * @param held after it, with what other nodes have committed
   */
  record Done(CommitReply reply, Held held) {}

  /**
   * A restore that ended.
   *
   * @param held after it; empty if everything is as it was
   */
  record Restored(RestoreReply reply, Optional<Held> held) {}

  private final RecordRepository repository;
  private final Publisher publisher;
  private final Clock clock;
  private final Executor blocking;
  private final Executor computing;

  /** Only touched where the store is. */
  private final LedgerReplica copy;

  private final StoreMetrics counts = new StoreMetrics();

  private final AtomicReference<CompletableFuture<LoadedStore>> preloaded = new AtomicReference<>();

  /**
   * Nothing is read or written yet.
   *
   * @param blocking for the store; one thread is enough, since one writes
   * @param computing for preparing answers
   */
  public StoreAccess(
      RecordRepository repository,
      Publisher publisher,
      Clock clock,
      Executor blocking,
      Executor computing) {
    this.repository = repository;
    this.copy = new LedgerReplica(repository);
    this.publisher = publisher;
    this.clock = clock;
    this.blocking = blocking;
    this.computing = computing;
  }

  /**
   * Reads all records, ahead of the actor that will ask for them, so that whoever starts the
   * service hears of a store that cannot be read.
   */
  public CompletionStage<Void> preload() {
    CompletableFuture<LoadedStore> loading = read();
    preloaded.set(loading);
    return loading.thenAccept(loaded -> {});
  }

  /** What was counted of the store. */
  public StoreMetrics counts() {
    return counts;
  }

  /** What was read ahead, the first time; what the store holds now, after a restart. */
  CompletionStage<LoadedStore> load() {
    CompletableFuture<LoadedStore> ahead = preloaded.getAndSet(null);
    return ahead != null ? ahead : read();
  }

  private CompletableFuture<LoadedStore> read() {
    return on(
        blocking,
        () -> {
          copy.load();
          Held held = copy.held();
          return new LoadedStore(
              held, PreparedAnswers.of(held.ledger(), held.version(), held.changedAt()));
        });
  }

  /** Reads what other nodes have committed; cheap if that is nothing. */
  CompletionStage<Held> reconcile() {
    return on(
        blocking,
        () -> {
          copy.catchUp();
          return copy.held();
        });
  }

  CompletionStage<RecordReply> find(long index) {
    return on(blocking, () -> repository.find(index).map(StoredRecord::record))
        .<RecordReply>thenApply(RecordReply.Found::new)
        .exceptionally(
            failure ->
                StoreFailure.of(failure).reply(RecordReply.Away::new, RecordReply.Failed::new));
  }

  CompletionStage<Leadership> takeOver(Optional<Hash> genesis) {
    return leadership(
        () -> {
          genesis.ifPresent(repository::rememberGenesis);
          return repository.takeOver();
        });
  }

  CompletionStage<Leadership> epoch() {
    return leadership(repository::epoch);
  }

  private CompletionStage<Leadership> leadership(Supplier<Long> epoch) {
    return on(blocking, epoch)
        .<Leadership>thenApply(Leadership.Leading::new)
        .exceptionally(failure -> new Leadership.Failed(StoreFailure.of(failure).reason()));
  }

  /** Never fails: the reply says what went wrong. */
  CompletionStage<Restored> restore(Path backup) {
    return on(
            blocking,
            () -> {
              List<Path> aside = repository.replaceWith(backup, clock);
              copy.replaced();
              return new Restored(new RestoreReply.Replaced(aside), Optional.of(copy.held()));
            })
        .exceptionally(
            failure ->
                new Restored(
                    new RestoreReply.Failed(StoreFailure.of(failure).reason()), Optional.empty()));
  }

  CompletionStage<Done> commit(
      long epoch, List<ChunkRecord> records, LedgerChange.Leaving leaving) {
    return on(
        blocking,
        () -> {
          // As it is read back.
          Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
          return new Done(counted(() -> copy.commit(epoch, records, leaving, at)), copy.held());
        });
  }

  private CommitReply counted(Supplier<CommitReply> commit) {
    long begun = System.nanoTime();
    try {
      CommitReply reply = commit.get();
      counts.committed(reply, System.nanoTime() - begun);
      return reply;
    } catch (RuntimeException e) {
      counts.commitFailed(System.nanoTime() - begun);
      throw e;
    }
  }

  CompletionStage<PreparedAnswers> prepare(Held held) {
    return on(computing, () -> PreparedAnswers.of(held.ledger(), held.version(), held.changedAt()));
  }

  CompletionStage<akka.Done> publish(Held held) {
    return on(
        blocking,
        () -> {
          try {
            publisher.publish(held.ledger(), held.changedAt());
            return akka.Done.getInstance();
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
  }

  /** A stage also where the executor has been shut down, as it is when the service ends. */
  private static <T> CompletableFuture<T> on(Executor executor, Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new StorageException("the service is ending", e));
    }
  }
}
