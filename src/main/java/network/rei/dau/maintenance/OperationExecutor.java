package network.rei.dau.maintenance;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.function.Function;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.RunResult;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.files.BackupFolder;
import network.rei.dau.storage.jdbc.StoreBackup;

/**
 * Executes maintenance operations. The stages complete when an operation has ended, which may take
 * days, and fail with a message for the operator.
 */
public final class OperationExecutor {

  /** A backup that was created, and its size. */
  public record BackedUp(String file, long bytes) {}

  /** A backup that replaced the store, and the files of the replaced store. */
  public record Restored(String restored, List<String> movedAside) {
    public static Restored of(Path backup, List<Path> movedAside) {
      return new Restored(backup.toString(), movedAside.stream().map(Path::toString).toList());
    }
  }

  /** Longer than any run; Akka has no asks without a timeout. */
  private static final Duration RUN_TIMEOUT = Duration.ofDays(20);

  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(30);

  private final ActorSystem<?> system;
  private final ActorRef<StatsStore.Command> store;
  private final ActorRef<StatsSupervisor.Command> supervisor;
  private final RecordMaintenance maintenance;
  private final StoreSettings settings;
  private final Executor blocking;
  private final Clock clock;

  /**
   * Creates an executor.
   *
   * @param settings the settings of the store that is backed up
   * @param blocking executes copies of files
   */
  public OperationExecutor(
      ActorSystem<?> system,
      ActorRef<StatsStore.Command> store,
      ActorRef<StatsSupervisor.Command> supervisor,
      RecordMaintenance maintenance,
      StoreSettings settings,
      Executor blocking,
      Clock clock) {
    this.system = system;
    this.store = store;
    this.supervisor = supervisor;
    this.maintenance = maintenance;
    this.settings = settings;
    this.blocking = blocking;
    this.clock = clock;
  }

  /** Runs over the whole retention, or joins the run in progress. */
  public CompletionStage<RunOutcome> run() {
    return run(StatsSupervisor.RunTask::new);
  }

  /** Runs over the retention and then over the days before it, back to a date. */
  public CompletionStage<RunOutcome> backfill(LocalDate from) {
    return run(replyTo -> new StatsSupervisor.Backfill(from, replyTo));
  }

  private CompletionStage<RunOutcome> run(
      Function<ActorRef<RunResult>, StatsSupervisor.Command> message) {
    long start = System.nanoTime();
    return new RunWatchdog(
            system,
            RunWatchdog.DEFAULT_INTERVAL,
            () -> status().thenApply(OperationExecutor::isIdle))
        .watch(ask(supervisor, message, RUN_TIMEOUT))
        .thenCompose(
            run ->
                ask(store, StatsStore.GetSnapshot::new, ASK_TIMEOUT)
                    .thenApply(
                        data -> RunOutcome.of(run, lastBlock(data), System.nanoTime() - start)));
  }

  private CompletionStage<IngestStatus> status() {
    return ask(supervisor, StatsSupervisor.GetStatus::new, ASK_TIMEOUT);
  }

  private static boolean isIdle(IngestStatus status) {
    return !status.processing();
  }

  private static OptionalLong lastBlock(Snapshot data) {
    return data.ledger().last().stream().mapToLong(LedgerRecord::lastBlock).findFirst();
  }

  /**
   * Compares the open records and random sealed ones with the chain.
   *
   * @param records the number of records
   */
  public CompletionStage<RecordMaintenance.Verified> verify(int records) {
    return maintenance.verify(records, new Random());
  }

  /** Fetches stored blocks again and replaces the records that differ. */
  public CompletionStage<RecordMaintenance.FetchedAgain> fetch(BlockRange range) {
    return maintenance.fetchAgain(range);
  }

  /** Deletes data that neither the retention nor the history needs. */
  public CompletionStage<RecordMaintenance.Pruned> prune() {
    return maintenance.prune(() -> status().thenApply(IngestStatus::neededFrom));
  }

  /**
   * Copies the store into the folder of backups.
   *
   * @param name the name of the file; if it is empty, the file is named by the time
   */
  public CompletionStage<BackedUp> backup(Optional<String> name) {
    BackupFolder backups = new BackupFolder(settings);
    String fileName = name.orElseGet(() -> BackupFolder.nameAt(clock.instant()));
    Path file = backups.file(fileName);
    return CompletableFuture.supplyAsync(
        () -> {
          backups.create();
          return new BackedUp(file.toString(), StoreBackup.backup(settings, file));
        },
        blocking);
  }

  /** Replaces the store by a backup of that folder and then fetches the missing blocks. */
  public CompletionStage<Restored> restore(String name) {
    Path file = new BackupFolder(settings).file(name);
    return AskPattern.<StatsStore.Command, List<Path>>askWithStatus(
            store,
            replyTo -> new StatsStore.Restore(file, replyTo),
            RUN_TIMEOUT,
            system.scheduler())
        .thenApply(
            movedAside -> {
              fetchMissingBlocks();
              return Restored.of(file, movedAside);
            });
  }

  /** Runs after the run in progress, which was planned from the replaced store. */
  private void fetchMissingBlocks() {
    StatsSupervisor.Command nextRun = new StatsSupervisor.RunTask(system.ignoreRef());
    ask(supervisor, StatsSupervisor.RunTask::new, RUN_TIMEOUT)
        .thenAccept(ended -> supervisor.tell(nextRun));
  }

  private <M, R> CompletionStage<R> ask(
      RecipientRef<M> actor, Function<ActorRef<R>, M> message, Duration timeout) {
    return AskPattern.ask(actor, message, timeout, system.scheduler());
  }
}
