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
 * Does what an operator asks for. Stages complete when it has ended, however long it takes, and
 * fail with a sentence for the operator.
 */
public final class OperationExecutor {

  /** A backup that was made, and how large it is. */
  public record BackedUp(String file, long bytes) {}

  /** A backup that was put in the place of the store, and where what was stored is now. */
  public record Restored(String restored, List<String> movedAside) {
    /** As the files are named. */
    public static Restored of(Path backup, List<Path> movedAside) {
      return new Restored(backup.toString(), movedAside.stream().map(Path::toString).toList());
    }
  }

  /** No run lasts longer. */
  private static final Duration LONGEST = Duration.ofDays(20);

  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final ActorSystem<?> system;
  private final ActorRef<StatsStore.Command> store;
  private final ActorRef<StatsSupervisor.Command> supervisor;
  private final RecordMaintenance upkeep;
  private final StoreSettings settings;
  private final Executor blocking;
  private final Clock clock;

  /**
   * Nothing is asked yet.
   *
   * @param settings of the store that is backed up
   * @param blocking for copying files
   */
  public OperationExecutor(
      ActorSystem<?> system,
      ActorRef<StatsStore.Command> store,
      ActorRef<StatsSupervisor.Command> supervisor,
      RecordMaintenance upkeep,
      StoreSettings settings,
      Executor blocking,
      Clock clock) {
    this.system = system;
    this.store = store;
    this.supervisor = supervisor;
    this.upkeep = upkeep;
    this.settings = settings;
    this.blocking = blocking;
    this.clock = clock;
  }

  /** A run over the whole retention, or the one that is under way. */
  public CompletionStage<RunOutcome> run() {
    return run(StatsSupervisor.RunTask::new);
  }

  /** A run, and then every day back to a date. */
  public CompletionStage<RunOutcome> backfill(LocalDate from) {
    return run(replyTo -> new StatsSupervisor.Backfill(from, replyTo));
  }

  private CompletionStage<RunOutcome> run(
      Function<ActorRef<RunResult>, StatsSupervisor.Command> message) {
    long begun = System.nanoTime();
    return new RunWatchdog(
            system, RunWatchdog.USUAL, () -> status().thenApply(OperationExecutor::isIdle))
        .over(ask(supervisor, message, LONGEST))
        .thenCompose(
            run ->
                ask(store, StatsStore.GetSnapshot::new, ANSWER)
                    .thenApply(
                        data -> RunOutcome.of(run, lastBlock(data), System.nanoTime() - begun)));
  }

  private CompletionStage<IngestStatus> status() {
    return ask(supervisor, StatsSupervisor.GetStatus::new, ANSWER);
  }

  private static boolean isIdle(IngestStatus status) {
    return !status.processing();
  }

  private static OptionalLong lastBlock(Snapshot data) {
    return data.ledger().last().stream().mapToLong(LedgerRecord::lastBlock).findFirst();
  }

  /** So many sealed records, chosen at random, compared with the chain. */
  public CompletionStage<RecordMaintenance.Verified> verify(int records) {
    return upkeep.verify(records, new Random());
  }

  /** Stored blocks fetched again; what the chain says otherwise is replaced. */
  public CompletionStage<RecordMaintenance.FetchedAgain> fetch(BlockRange range) {
    return upkeep.fetchAgain(range);
  }

  /** What nobody needs any more deleted. */
  public CompletionStage<RecordMaintenance.Pruned> prune() {
    return upkeep.prune(
        () -> status().thenApply(now -> now.progress().flatMap(IngestStatus.Progress::day)));
  }

  /**
   * A copy of the store in the folder of backups.
   *
   * @param name of the file; by the time if it is empty
   */
  public CompletionStage<BackedUp> backup(Optional<String> name) {
    BackupFolder backups = new BackupFolder(settings);
    String called = name.orElseGet(() -> BackupFolder.nameAt(clock.instant()));
    Path file = backups.file(called);
    return CompletableFuture.supplyAsync(
        () -> {
          backups.create();
          return new BackedUp(file.toString(), StoreBackup.backup(settings, file));
        },
        blocking);
  }

  /** A backup of that folder in the place of the store; what that lacks is fetched from then on. */
  public CompletionStage<Restored> restore(String name) {
    Path file = new BackupFolder(settings).file(name);
    return AskPattern.<StatsStore.Command, List<Path>>askWithStatus(
            store, replyTo -> new StatsStore.Restore(file, replyTo), LONGEST, system.scheduler())
        .thenApply(
            movedAside -> {
              fetchWhatIsMissing();
              return Restored.of(file, movedAside);
            });
  }

  /** A run that is under way was planned over what was stored before: one after it mends that. */
  private void fetchWhatIsMissing() {
    StatsSupervisor.Command again = new StatsSupervisor.RunTask(system.ignoreRef());
    ask(supervisor, StatsSupervisor.RunTask::new, LONGEST)
        .thenAccept(ended -> supervisor.tell(again));
  }

  private <M, R> CompletionStage<R> ask(
      RecipientRef<M> actor, Function<ActorRef<R>, M> message, Duration timeout) {
    return AskPattern.ask(actor, message, timeout, system.scheduler());
  }
}
