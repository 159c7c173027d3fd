package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.japi.function.Function;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import network.rei.dau.activity.Ledger;
import network.rei.dau.activity.LedgerRecord;
import network.rei.dau.actors.Watched;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.cluster.WireMessage;
import network.rei.dau.stats.StatsStore;

/**
 * Decides what is fetched and when: a run at the start and every {@code interval}, which mends all
 * gaps and prunes, and in between, every {@code followInterval}, the newest blocks. One thing at a
 * time; while a run is under way, following only moves its head, and a run that is due is left out.
 *
 * <p>Each is planned by {@link RunSteps}, kept in an {@link OngoingRun}, and worked off by a {@link
 * ChunkCoordinator} on each node that fetches, to which {@link Coordination} hands chunks. Nothing
 * here throws for what the chain or the store do: a failure ends the run, is told in {@link
 * IngestStatus}, and the next one tries again: at the next tick of either timer if the run was not
 * possible at all.
 */
public final class StatsSupervisor extends AbstractBehavior<StatsSupervisor.Command> {

  /** What may be asked of it. */
  public sealed interface Command
      permits RunTask, Backfill, GetStatus, WorkersSeen, Tick, RunMessage {}

  /** Asks for a run over the whole retention; answered when it, or the one under way, has ended. */
  public record RunTask(ActorRef<RunResult> replyTo) implements Command, WireMessage {}

  /**
   * Asks for a run over the whole retention, and then for every day back to a date; answered when
   * all of that has ended.
   */
  public record Backfill(LocalDate from, ActorRef<RunResult> replyTo)
      implements Command, WireMessage {}

  /** Asks how ingest stands. */
  public record GetStatus(ActorRef<IngestStatus> replyTo) implements Command, WireMessage {}

  /** Who there is to fetch. */
  record WorkersSeen(Set<ActorRef<IngestWorker.Command>> workers) implements Command {}

  private enum Tick implements Command {
    RUN,
    FOLLOW,
    REMIND
  }

  /**
   * What it works with.
   *
   * @param workers who fetches the blocks
   * @param counts what it adds to
   */
  public record Tools(
      IngestSettings settings,
      ChainClient chain,
      ActorRef<StatsStore.Command> store,
      Workers workers,
      Clock clock,
      IngestCounts counts) {}

  /** Workers that did not hear of a run hear of it so much later. */
  private static final Duration REMIND_EVERY = Duration.ofSeconds(2);

  private final Tools tools;
  private final boolean onDemand;
  private final AtomicLong runNumbers;
  private final RunSteps steps;
  private final Coordination coordination;
  private final HistoryWork history;
  private final RunJournal journal;
  private OptionalLong epoch = OptionalLong.empty();
  private Optional<OngoingRun> ongoing = Optional.empty();

  /** Runs at once, and then by its timers. */
  public static Behavior<Command> scheduled(Tools tools) {
    AtomicLong runNumbers = new AtomicLong();
    return watched(
        context ->
            Behaviors.withTimers(
                timers -> {
                  startTimers(timers, tools.settings());
                  StatsSupervisor supervisor =
                      new StatsSupervisor(context, timers, tools, false, runNumbers);
                  context.getSelf().tell(Tick.RUN);
                  return supervisor;
                }));
  }

  /** Runs only when it is asked to. */
  public static Behavior<Command> onDemand(Tools tools) {
    AtomicLong runNumbers = new AtomicLong();
    return watched(
        context ->
            Behaviors.withTimers(
                timers -> new StatsSupervisor(context, timers, tools, true, runNumbers)));
  }

  private static Behavior<Command> watched(
      Function<ActorContext<Command>, Behavior<Command>> setup) {
    return Watched.as(
        "StatsSupervisor", Command.class, LogContext.ofMessages(Behaviors.setup(setup)));
  }

  private static void startTimers(TimerScheduler<Command> timers, IngestSettings settings) {
    timers.startTimerWithFixedDelay(Tick.RUN, Tick.RUN, settings.interval());
    if (!settings.followInterval().isZero()) {
      timers.startTimerWithFixedDelay(Tick.FOLLOW, Tick.FOLLOW, settings.followInterval());
    }
  }

  /**
   * @param runNumbers outlives a restart, so that what an earlier incarnation waited for is not
   *     taken for an answer to this one
   */
  private StatsSupervisor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Tools tools,
      boolean onDemand,
      AtomicLong runNumbers) {
    super(context);
    this.tools = tools;
    this.onDemand = onDemand;
    this.runNumbers = runNumbers;
    this.steps =
        new RunSteps(
            tools.settings(),
            tools.chain(),
            new StoreClient(tools.store(), context.getSystem().scheduler()));
    this.coordination = new Coordination(context);
    this.journal = new RunJournal(tools.counts());
    this.history = new HistoryWork(tools.settings(), !onDemand);
    tools.workers().tell(context);
    timers.startTimerWithFixedDelay(Tick.REMIND, Tick.REMIND, REMIND_EVERY);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(RunMessage.Report.class, this::onReport)
        .onMessage(RunMessage.class, this::isOver, late -> this)
        .onMessage(RunTask.class, this::onRunTask)
        .onMessage(Backfill.class, this::onBackfill)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessageEquals(Tick.RUN, this::onRunTick)
        .onMessageEquals(Tick.FOLLOW, this::onFollowTick)
        .onMessageEquals(Tick.REMIND, this::onRemindTick)
        .onMessage(WorkersSeen.class, this::onWorkersSeen)
        .onMessage(RunMessage.Planned.class, this::onPlanned)
        .onMessage(RunMessage.Unserved.class, this::onUnserved)
        .onMessage(RunMessage.HeadSeen.class, this::onHeadSeen)
        .onMessage(RunMessage.HeadUnseen.class, this::onHeadUnseen)
        .onMessage(RunMessage.AttemptFailed.class, this::onAttemptFailed)
        .onMessage(RunMessage.CoordinatorGone.class, this::onCoordinatorGone)
        .onMessage(RunMessage.Pruned.class, this::onPruned)
        .onMessage(RunMessage.Repaired.class, this::onRepaired)
        .onMessage(RunMessage.Broke.class, this::onBroke)
        .onSignal(PreRestart.class, signal -> onEnd())
        .onSignal(PostStop.class, signal -> onEnd())
        .build();
  }

  private boolean isOver(RunMessage message) {
    return ongoing.filter(current -> current.number() == message.run()).isEmpty();
  }

  /** Whether what is under way may not be left for a run: one is, or the store is repaired. */
  private boolean isBusy() {
    return ongoing.filter(current -> !current.following() || current.repairing()).isPresent();
  }

  private Behavior<Command> onRunTask(RunTask task) {
    onRunTick();
    ongoing.orElseThrow().askedBy(task.replyTo());
    return this;
  }

  private Behavior<Command> onBackfill(Backfill backfill) {
    history.asked(backfill.from(), backfill.replyTo(), tools.clock().instant());
    return onRunTick();
  }

  private Behavior<Command> onGetStatus(GetStatus get) {
    get.replyTo()
        .tell(journal.status(ongoing.flatMap(OngoingRun::progress), tools.chain().endpoints()));
    return this;
  }

  private Behavior<Command> onRunTick() {
    if (!isBusy()) {
      startRun();
    }
    return this;
  }

  private Behavior<Command> onFollowTick() {
    if (ongoing.isEmpty()) {
      startFollowing();
    } else if (ongoing.get().startAskingHead()) {
      await(steps.lookForHead(ongoing.get().number()));
    }
    return this;
  }

  private void startFollowing() {
    if (epoch.isEmpty() || journal.lastRunFailed()) {
      startRun();
    } else {
      OngoingRun following = begin(OngoingRun.Goal.follow());
      await(steps.planFollow(following.number(), epoch.getAsLong()));
    }
  }

  /** Begins a run; if the head is being followed, that ends unheard. */
  private OngoingRun startRun() {
    coordination.finish();
    OngoingRun run = begin(OngoingRun.Goal.retention());
    journal.runStarted(run.started());
    await(steps.planRun(run.number(), epoch, onDemand));
    return run;
  }

  /** Begins a run over a day before the retention. */
  private void startDay(LocalDate day, int daysLeft) {
    OngoingRun run = begin(OngoingRun.Goal.history(day, daysLeft));
    journal.runStarted(run.started());
    await(steps.planDay(run.number(), epoch.orElseThrow(), day));
  }

  private OngoingRun begin(OngoingRun.Goal goal) {
    OngoingRun run = new OngoingRun(runNumbers.incrementAndGet(), goal, tools.clock().instant());
    ongoing = Optional.of(run);
    return run;
  }

  private void await(CompletionStage<RunMessage> message) {
    getContext().pipeToSelf(message, (said, never) -> said);
  }

  private Behavior<Command> onPlanned(RunMessage.Planned planned) {
    OngoingRun run = ongoing.orElseThrow();
    RunPlan plan = planned.plan();
    epoch = OptionalLong.of(plan.epoch());
    journal.headSeen(plan.head());
    if (plan.fork().isPresent()) {
      return repair(run, plan.fork().get());
    }
    run.start(plan, tools.settings().chunkSize());
    if (!run.following()) {
      journal.runPlanned(run);
    }
    if (run.state().finished()) {
      conclude(run);
    } else {
      coordination.begin(run);
    }
    return this;
  }

  private Behavior<Command> onWorkersSeen(WorkersSeen seen) {
    coordination.workers(seen.workers());
    return this;
  }

  private Behavior<Command> onRemindTick() {
    coordination.remind();
    return this;
  }

  private Behavior<Command> onReport(RunMessage.Report report) {
    if (coordination.reported(report)) {
      OngoingRun run = ongoing.orElseThrow();
      Optional<ChunkOutcome.GaveUp> deposed = deposed(report);
      if (deposed.isPresent()) {
        onBroke(new RunMessage.Broke(run.number(), deposed.get()));
      } else if (run.state().finished()) {
        conclude(run);
      }
    }
    return this;
  }

  /** That another process has taken the store over, if it has. */
  private static Optional<ChunkOutcome.GaveUp> deposed(RunMessage.Report report) {
    return report.ended().stream()
        .map(RunMessage.ChunkEnded::outcome)
        .filter(ChunkOutcome.GaveUp.class::isInstance)
        .map(ChunkOutcome.GaveUp.class::cast)
        .filter(why -> why.type().equals(Failures.STALE_EPOCH))
        .findFirst();
  }

  private Behavior<Command> onCoordinatorGone(RunMessage.CoordinatorGone gone) {
    coordination.gone(gone.coordinator());
    return this;
  }

  private Behavior<Command> onAttemptFailed(RunMessage.AttemptFailed failed) {
    journal.failure(failed.why().type());
    return this;
  }

  private Behavior<Command> onHeadSeen(RunMessage.HeadSeen seen) {
    journal.headSeen(seen.head());
    ongoing.orElseThrow().headMoved(seen.head());
    coordination.handOut();
    return this;
  }

  private Behavior<Command> onHeadUnseen(RunMessage.HeadUnseen unseen) {
    journal.failure(Failures.type(unseen.cause()));
    ongoing.orElseThrow().headUnknown();
    return this;
  }

  /** Everything is fetched or given up; a run prunes before it ends. */
  private void conclude(OngoingRun run) {
    coordination.finish();
    if (run.state().fork().isPresent()) {
      repair(run, run.state().fork().get());
    } else if (run.following()) {
      ongoing = Optional.empty();
      journal.followed(run.state());
    } else {
      await(steps.prune(run.number(), run.plan().epoch(), history.askedFrom()));
    }
  }

  private Behavior<Command> onPruned(RunMessage.Pruned pruned) {
    OngoingRun run = ongoing.orElseThrow();
    Optional<String> fork = pruned.ledger().contradiction();
    if (fork.isPresent()) {
      return repair(run, fork.get());
    }
    ongoing = Optional.empty();
    Ledger ledger = pruned.ledger();
    long last = lastBlock(ledger);
    RunResult.TaskCompleted result = run.completed(tools.clock().instant(), last);
    journal.runCompleted(run, result);
    if (last >= 0 && !run.plan().wholeRetention()) {
      run.handAskersTo(startRun());
    } else {
      run.answer(result);
      history.ended(run.day(), result, ledger);
      goBack(ledger, last);
    }
    return this;
  }

  private static long lastBlock(Ledger ledger) {
    return ledger.last().map(LedgerRecord::lastBlock).orElse(-1L);
  }

  /** Nothing is left to do for the retention: a day before it is next, if any. */
  private void goBack(Ledger ledger, long last) {
    Optional<LocalDate> day = history.next(ledger);
    if (day.isPresent()) {
      startDay(day.get(), history.daysLeft(ledger));
    } else {
      history.over(tools.clock().instant(), last);
    }
  }

  private Behavior<Command> onUnserved(RunMessage.Unserved unserved) {
    OngoingRun run = ongoing.orElseThrow();
    ongoing = Optional.empty();
    journal.dayUnserved(run);
    RunResult.TaskCompleted nothing =
        run.completedWithNothing(tools.clock().instant(), lastBlock(unserved.ledger()));
    run.answer(nothing);
    history.giveUp();
    history.over(nothing.timestamp(), nothing.lastProcessedBlock());
    return this;
  }

  /** What is stored is not all on the chain any more: that is mended before anything is added. */
  private Behavior<Command> repair(OngoingRun run, String why) {
    journal.reorganised(why);
    run.repair();
    await(steps.repair(run.number()));
    return this;
  }

  /** Begins again what the repair interrupted. */
  private Behavior<Command> onRepaired(RunMessage.Repaired repaired) {
    OngoingRun run = ongoing.orElseThrow();
    if (repaired.done().records() == 0) {
      ChunkOutcome.GaveUp why =
          new ChunkOutcome.GaveUp(
              Failures.REORGANISED, "endpoints disagree on the chain; nothing was replaced");
      return onBroke(new RunMessage.Broke(run.number(), why));
    }
    epoch = OptionalLong.of(repaired.epoch());
    journal.repaired(repaired.done());
    ongoing = Optional.empty();
    if (run.following() && !run.isAskedFor() && history.askedFrom().isEmpty()) {
      startFollowing();
    } else {
      run.handAskersTo(startRun());
    }
    return this;
  }

  private Behavior<Command> onBroke(RunMessage.Broke broke) {
    OngoingRun run = ongoing.orElseThrow();
    ongoing = Optional.empty();
    coordination.finish();
    if (broke.why().type().equals(Failures.STALE_EPOCH)) {
      epoch = OptionalLong.empty();
    }
    RunResult.TaskFailed failed = failed(broke.why());
    journal.broke(run, failed);
    run.answer(failed);
    if (!run.following()) {
      history.broke(failed);
    }
    return this;
  }

  /** Who waits for a run that ends with this incarnation must hear of it. */
  private Behavior<Command> onEnd() {
    RunResult.TaskFailed failed =
        failed(new ChunkOutcome.GaveUp(Failures.INTERNAL, "the run was stopped"));
    ongoing.ifPresent(run -> run.answer(failed));
    history.broke(failed);
    return this;
  }

  private RunResult.TaskFailed failed(ChunkOutcome.GaveUp why) {
    return new RunResult.TaskFailed(tools.clock().instant(), why.type(), why.reason());
  }
}
