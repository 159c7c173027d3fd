package network.rei.dau.stats;

import akka.Done;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.stats.answer.PreparedAnswers;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.StorageException;

/**
 * Runs the slow work of {@link StatsStore} on other threads: it reads and writes the store on the
 * storage thread, and prepares answers on the compute pool. Stages fail with the exception of the
 * store.
 */
public final class StoreAccess {

  /** Writes the published files of a ledger. */
  @FunctionalInterface
  public interface Publisher {
    /** Blocks until the files are written. */
    void publish(Ledger ledger, Instant computedAt) throws IOException;
  }

  /**
   * A store that was read.
   *
   * @param took how long reading it and preparing the answers took
   */
  record LoadedStore(LedgerVersion ledger, PreparedAnswers answers, Duration took) {}

  /**
   * A commit that ended.
   *
   * @param ledger after the commit, with the commits of other nodes
   */
  record CommitDone(CommitResult result, LedgerVersion ledger) {}

  /**
   * A restore that succeeded.
   *
   * @param movedAside the places of the replaced files
   * @param ledger after the restore
   */
  record RestoreDone(List<Path> movedAside, LedgerVersion ledger) {}

  private final RecordRepository repository;
  private final boolean countsNonces;
  private final Publisher publisher;
  private final Clock clock;
  private final Executor blocking;
  private final Executor computing;

  /** Used by tasks of {@link #blocking} only. */
  private final LedgerReplica replica;

  private final StoreMetrics metrics = new StoreMetrics();

  private final AtomicReference<CompletableFuture<LoadedStore>> preloaded = new AtomicReference<>();

  /**
   * Creates an access that has neither read nor written anything.
   *
   * @param memory the memory that records and addresses may take
   * @param tracking the contracts whose users are stored by days
   * @param countsNonces whether the nonces of the chain count transactions
   * @param blocking reads and writes the store; must run one task at a time, in order
   * @param computing prepares answers
   */
  public StoreAccess(
      RecordRepository repository,
      LedgerMemory memory,
      ContractTracking tracking,
      boolean countsNonces,
      Publisher publisher,
      Clock clock,
      Executor blocking,
      Executor computing) {
    this.repository = repository;
    this.replica = new LedgerReplica(repository, memory, tracking);
    this.countsNonces = countsNonces;
    this.publisher = publisher;
    this.clock = clock;
    this.blocking = blocking;
    this.computing = computing;
  }

  /**
   * Reads all records before the actor asks for them, so that the start of the service fails if the
   * store cannot be read.
   */
  public CompletionStage<Void> preload() {
    CompletableFuture<LoadedStore> loading = read();
    preloaded.set(loading);
    return loading.thenAccept(loaded -> {});
  }

  public StoreMetrics metrics() {
    return metrics;
  }

  /** Returns what {@link #preload} read, the first time; reads the store after a restart. */
  CompletionStage<LoadedStore> load() {
    CompletableFuture<LoadedStore> ahead = preloaded.getAndSet(null);
    return ahead != null ? ahead : read();
  }

  private CompletableFuture<LoadedStore> read() {
    return on(
        blocking,
        () -> {
          long started = System.nanoTime();
          replica.load();
          LedgerVersion ledger = replica.current();
          PreparedAnswers answers = answers(ledger);
          return new LoadedStore(ledger, answers, Duration.ofNanos(System.nanoTime() - started));
        });
  }

  /** Reads the commits of other nodes; cheap if there are none. */
  CompletionStage<LedgerVersion> reconcile() {
    return on(
        blocking,
        () -> {
          replica.catchUp();
          return replica.current();
        });
  }

  /**
   * Tries whether the server of the store accepts a connection, also while other work is in
   * progress.
   *
   * @param executor a blocking one
   */
  CompletionStage<Done> probe(Executor executor) {
    return on(
        executor,
        () -> {
          repository.probe();
          return Done.getInstance();
        });
  }

  CompletionStage<Optional<ChunkRecord>> find(long index) {
    return on(blocking, () -> repository.find(index).map(StoredRecord::record));
  }

  CompletionStage<Long> takeOver(Optional<Hash> genesis, boolean sameChain) {
    return on(
        blocking,
        () -> {
          genesis.ifPresent(sameChain ? repository::replaceGenesis : repository::rememberGenesis);
          return repository.takeOver();
        });
  }

  CompletionStage<Long> epoch() {
    return on(blocking, repository::epoch);
  }

  CompletionStage<RestoreDone> restore(Path backup) {
    return on(
        blocking,
        () -> {
          List<Path> movedAside = repository.replaceWith(backup, clock);
          replica.reload();
          return new RestoreDone(movedAside, replica.current());
        });
  }

  CompletionStage<CommitDone> commit(
      long epoch, List<ChunkRecord> records, LedgerChange.Removal removal) {
    return on(
        blocking,
        () -> {
          long started = System.nanoTime();
          try {
            CommitResult result = replica.commit(epoch, records, removal, clock.instant());
            metrics.committed(result, System.nanoTime() - started);
            return new CommitDone(result, replica.current());
          } catch (RuntimeException e) {
            metrics.commitFailed(System.nanoTime() - started);
            throw e;
          }
        });
  }

  CompletionStage<PreparedAnswers> prepare(LedgerVersion ledger) {
    return on(computing, () -> answers(ledger));
  }

  private PreparedAnswers answers(LedgerVersion ledger) {
    return PreparedAnswers.of(ledger.ledger(), ledger.version(), ledger.changedAt(), countsNonces);
  }

  CompletionStage<Done> publish(LedgerVersion ledger) {
    return on(
        blocking,
        () -> {
          try {
            publisher.publish(ledger.ledger(), ledger.changedAt());
            return Done.getInstance();
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        });
  }

  /** Fails the stage also if the executor was shut down, as it is when the service stops. */
  private static <T> CompletableFuture<T> on(Executor executor, Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new StorageException("the service is stopping", e));
    }
  }
}
