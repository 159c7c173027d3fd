package network.rei.dau;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.concurrent.DaemonThreads;
import network.rei.dau.stats.LedgerMemory;
import network.rei.dau.stats.StoreAccess;
import network.rei.dau.stats.answer.PublishedDocuments;
import network.rei.dau.storage.EventOutbox;
import network.rei.dau.storage.MemberRegistry;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.files.CacheFolder;
import network.rei.dau.storage.files.PublishedFiles;
import network.rei.dau.storage.jdbc.JdbcMemberRegistry;
import network.rei.dau.storage.jdbc.JdbcRecordRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes the cache folder, the store, and the threads that work on it. */
final class StoreResources {

  private static final Logger LOG = LoggerFactory.getLogger(StoreResources.class);

  private final CacheFolder folder;
  private final JdbcRecordRepository repository;
  private final PublishedFiles files;
  private final boolean countsNonces;
  private final Runnable closed;

  // These are not dispatchers of Akka because the store is opened and read while the actor system
  // starts.
  private final ThreadPoolExecutor blocking = pool("storage", 1);
  private final ThreadPoolExecutor computing = pool("compute", 2);
  private final ThreadPoolExecutor copying = pool("copy", 1);

  private StoreResources(
      CacheFolder folder,
      JdbcRecordRepository repository,
      PublishedFiles files,
      boolean countsNonces,
      Runnable closed) {
    this.folder = folder;
    this.repository = repository;
    this.files = files;
    this.countsNonces = countsNonces;
    this.closed = closed;
  }

  /**
   * Locks the folder and opens the store.
   *
   * @param closed runs once both are closed again
   * @throws network.rei.dau.storage.StorageException if the folder cannot be locked or the store
   *     cannot be opened; the folder is unlocked then
   */
  static StoreResources of(Settings settings, Clock clock, Runnable closed) {
    CacheFolder folder = CacheFolder.open(settings.store().cacheDir(), clock);
    try {
      for (Path moved : folder.movedAside()) {
        LOG.info("Moved a file of the Node.js version aside, to {}", moved);
      }
      settings.store().dialect().warning(settings.store()).ifPresent(LOG::warn);
      PublishedFiles files = PublishedFiles.in(folder);
      JdbcRecordRepository repository =
          JdbcRecordRepository.open(settings.store(), settings.storeIdentity());
      return new StoreResources(
          folder, repository, files, settings.http().filter().countsNonces(), closed);
    } catch (RuntimeException | Error e) {
      folder.close();
      throw e;
    }
  }

  /**
   * @param memory the memory that records and addresses may take
   * @param tracking the contracts whose users are stored by days
   */
  StoreAccess access(LedgerMemory memory, ContractTracking tracking, Clock clock) {
    return new StoreAccess(
        repository, memory, tracking, countsNonces, this::publish, clock, blocking, computing);
  }

  /** Returns the thread pools by the names that their metrics have. */
  Map<String, ThreadPoolExecutor> pools() {
    return Map.of("storage", blocking, "compute", computing, "copy", copying);
  }

  /** Returns the outbox of the webhooks, in the same store. */
  EventOutbox outbox() {
    return repository;
  }

  /** Returns the registry of the nodes that share the store; it connects with the first call. */
  static MemberRegistry members(StoreSettings settings) {
    return new JdbcMemberRegistry(settings);
  }

  /** Returns the executor of blocking work on the store. */
  Executor blocking() {
    return blocking;
  }

  /** Returns the executor of backups, which do not delay commits. */
  Executor copying() {
    return copying;
  }

  /**
   * Writes the address of the maintenance endpoint into the folder, for processes that find the
   * folder locked.
   */
  void announce(URI operations) {
    folder.announce(operations);
  }

  /** Closes the store and unlocks the folder once the work in progress has ended. */
  CompletableFuture<Void> close() {
    computing.shutdown();
    copying.shutdown();
    CompletableFuture<Void> closing =
        CompletableFuture.runAsync(
            () -> {
              try {
                repository.close();
              } finally {
                folder.close();
                closed.run();
              }
            },
            blocking);
    blocking.shutdown();
    return closing;
  }

  private void publish(Ledger ledger, Instant computedAt) {
    files.publish(
        "statistics.json",
        out -> PublishedDocuments.writeStatistics(ledger, computedAt, countsNonces, out));
    files.publish(
        "history.json", out -> PublishedDocuments.writeHistory(ledger, countsNonces, out));
  }

  private static ThreadPoolExecutor pool(String name, int threads) {
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        DaemonThreads.named(name),
        // Tasks that arrive after the shutdown come from timers, and no caller waits for them.
        new ThreadPoolExecutor.DiscardPolicy());
  }
}
