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
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.stats.StoreAccess;
import network.rei.dau.stats.answer.PublishedDocuments;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.files.CacheFolder;
import network.rei.dau.storage.files.PublishedFiles;
import network.rei.dau.storage.jdbc.JdbcRecordRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cache folder, the records in it, and the threads that work on them. */
final class StoreResources {

  private static final Logger LOG = LoggerFactory.getLogger(StoreResources.class);

  private final CacheFolder folder;
  private final RecordRepository repository;
  private final PublishedFiles files;
  private final Runnable closed;
  private final ThreadPoolExecutor blocking = daemons("storage", 1);
  private final ThreadPoolExecutor computing = daemons("compute", 2);
  private final ThreadPoolExecutor copying = daemons("copy", 1);

  private StoreResources(
      CacheFolder folder, RecordRepository repository, PublishedFiles files, Runnable closed) {
    this.folder = folder;
    this.repository = repository;
    this.files = files;
    this.closed = closed;
  }

  /**
   * Takes the folder and opens the store.
   *
   * @param closed runs once both are closed again
   * @throws network.rei.dau.storage.StorageException if that is not possible; both are free then
   */
  static StoreResources of(Settings settings, Clock clock, Runnable closed) {
    CacheFolder folder = CacheFolder.open(settings.store().cacheDir(), clock);
    try {
      for (Path moved : folder.movedAside()) {
        LOG.info("Moved a file of the Node.js version aside, to {}", moved);
      }
      PublishedFiles files = PublishedFiles.in(folder);
      RecordRepository repository =
          JdbcRecordRepository.open(settings.store(), settings.storeIdentity());
      return new StoreResources(folder, repository, files, closed);
    } catch (RuntimeException | Error e) {
      folder.close();
      throw e;
    }
  }

  StoreAccess access(Clock clock) {
    return new StoreAccess(repository, this::publish, clock, blocking, computing);
  }

  /** The threads that work on it, by what they do. */
  Map<String, ThreadPoolExecutor> pools() {
    return Map.of("storage", blocking, "compute", computing, "copy", copying);
  }

  /** For copying the store beside all that goes on. */
  Executor copying() {
    return copying;
  }

  /** Tells other processes that find the folder in use where operations by hand are taken. */
  void announce(URI operations) {
    folder.announce(operations);
  }

  /** Closes everything, after what is under way. */
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
        "statistics.json", out -> PublishedDocuments.writeStatistics(ledger, computedAt, out));
    files.publish("history.json", out -> PublishedDocuments.writeHistory(ledger, out));
  }

  private static ThreadPoolExecutor daemons(String name, int threads) {
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        },
        // What is still asked for after the end was due by a timer; nobody waits for it.
        new ThreadPoolExecutor.DiscardPolicy());
  }
}
