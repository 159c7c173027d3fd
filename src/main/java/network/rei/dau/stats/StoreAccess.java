package network.rei.dau.stats;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import network.rei.dau.activity.ChunkRecord;
import network.rei.dau.activity.DayAddresses;
import network.rei.dau.activity.Hash;
import network.rei.dau.activity.Ledger;
import network.rei.dau.activity.LedgerChange;
import network.rei.dau.activity.PeriodActivity;
import network.rei.dau.activity.PeriodChanges;
import network.rei.dau.storage.DamagedRecordsException;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.RecordRepository.CommitResult;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoredRecord;
import network.rei.dau.views.PreparedAnswers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slow things that {@link StatsStore} has done elsewhere: reading and writing the store on a
 * dispatcher for blocking work, preparing answers on one for computing. Stages fail with what the
 * store threw.
 */
public final class StoreAccess {

  private static final Logger LOG = LoggerFactory.getLogger(StatsStore.class);

  /** Writes the published files of a ledger. */
  @FunctionalInterface
  public interface Publisher {
    /** Blocks until they are written; throws if they could not be. */
    void publish(Ledger ledger, Instant computedAt) throws IOException;
  }

  record LoadedStore(Ledger ledger, long version, PreparedAnswers answers) {}

  /**
   * A commit that ended.
   *
   * @param ledger after it
   */
  record Done(CommitResult result, Ledger ledger) {}

  private final RecordRepository repository;
  private final Publisher publisher;
  private final Clock clock;
  private final Executor blocking;
  private final Executor computing;

  /**
   * Records that were there and could not be read: whatever is committed in their place is written,
   * though it may be no longer than they were. Only touched where the store is.
   */
  private final Set<Long> damaged = new HashSet<>();

  /** What the store holds. Only touched where the store is. */
  private Ledger stored = Ledger.empty();

  /** What the records tell of periods and is not written yet. Only touched where the store is. */
  private PeriodChanges unwritten = PeriodChanges.NONE;

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
    this.publisher = publisher;
    this.clock = clock;
    this.blocking = blocking;
    this.computing = computing;
  }

  static String reason(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  Instant now() {
    return clock.instant();
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

  /** What was read ahead, the first time; what the store holds now, after a restart. */
  CompletionStage<LoadedStore> load() {
    CompletableFuture<LoadedStore> ahead = preloaded.getAndSet(null);
    return ahead != null ? ahead : read();
  }

  private CompletableFuture<LoadedStore> read() {
    return on(
        blocking,
        () -> {
          long version = repository.version();
          List<Ledger.Entry> entries = new ArrayList<>();
          try {
            repository.forEach(stored -> entries.add(entry(stored)));
          } catch (DamagedRecordsException e) {
            LOG.error("{}. They count as missing, and will be fetched again", e.getMessage());
            damaged.addAll(e.indexes());
          }
          LedgerChange caughtUp = LedgerChange.catchingUp(withHistory(entries));
          stored = caughtUp.ledger();
          unwritten = caughtUp.periods();
          return new LoadedStore(
              stored, version, PreparedAnswers.of(stored, version, clock.instant()));
        });
  }

  private Ledger withHistory(List<Ledger.Entry> entries) {
    List<PeriodActivity> periods = new ArrayList<>();
    List<DayAddresses> days = new ArrayList<>();
    for (String damage : repository.forEachPeriod(periods::add, days::add)) {
      LOG.error("{}. Its blocks will be fetched again", damage);
    }
    return Ledger.empty().with(entries).with(new PeriodChanges(periods, days, List.of()));
  }

  CompletionStage<Optional<ChunkRecord>> find(long index) {
    return on(blocking, () -> repository.find(index).map(StoredRecord::record));
  }

  CompletionStage<Long> takeOver(Optional<Hash> genesis) {
    return on(
        blocking,
        () -> {
          genesis.ifPresent(repository::rememberGenesis);
          return repository.takeOver();
        });
  }

  CompletionStage<Done> commit(
      long epoch, List<ChunkRecord> records, LedgerChange.Leaving leaving) {
    return on(
        blocking,
        () -> {
          List<Long> replaced = records.stream().map(ChunkRecord::index).toList();
          Set<Long> deleted = new HashSet<>(damaged);
          deleted.retainAll(replaced);
          deleted.addAll(leaving.records());
          Change change = new Change(leaving);
          CommitResult result =
              repository.commit(
                  new RecordRepository.Commit(
                      epoch, records, List.copyOf(deleted), clock.instant()),
                  change);
          if (result instanceof CommitResult.Committed) {
            damaged.removeAll(deleted);
            stored = change.made.ledger();
            unwritten = PeriodChanges.NONE;
          }
          return new Done(result, stored);
        });
  }

  /** What a commit makes of the ledger, known once it is known which records are written. */
  private final class Change implements RecordRepository.Statistics {

    private final LedgerChange.Leaving leaving;
    private LedgerChange made;

    Change(LedgerChange.Leaving leaving) {
      this.leaving = leaving;
    }

    @Override
    public PeriodChanges of(List<StoredRecord> written) {
      made = LedgerChange.of(stored, written.stream().map(StoreAccess::entry).toList(), leaving);
      return unwritten.and(made.periods());
    }
  }

  CompletionStage<PreparedAnswers> prepare(Ledger ledger, long version, Instant computedAt) {
    return on(computing, () -> PreparedAnswers.of(ledger, version, computedAt));
  }

  CompletionStage<akka.Done> publish(Ledger ledger, Instant computedAt) {
    return on(
        blocking,
        () -> {
          try {
            publisher.publish(ledger, computedAt);
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

  private static Ledger.Entry entry(StoredRecord stored) {
    return new Ledger.Entry(stored.record(), stored.storedAt());
  }
}
