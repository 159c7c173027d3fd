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
import akka.japi.function.Creator;
import akka.japi.function.Function;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.cluster.CborSerializable;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.stats.StatsStore;

/**
 * Decides what is fetched and when: a run at the start and every {@code interval}, which mends all
 * gaps and prunes, and in between, every {@code followInterval}, the newest blocks. One thing at a
 * time; while a run is under way, following only moves its head, and a run that is due is left out.
 *
 * <p>What is begun, and what comes next, is up to the {@link Agenda}; {@link RunCourse} sees it
 * through: planned by {@link RunPlanner}, kept in an {@link OngoingRun}, and worked off by a {@link
 * ChunkCoordinator} on each node that fetches, to which {@link WorkDispatcher} hands chunks.
 * Nothing here throws for what the chain or the store do: a failure ends the run, is told in {@link
 * IngestStatus}, and the next one tries again: at the next tick of either timer if the run was not
 * possible at all.
 */
public final class StatsSupervisor extends AbstractBehavior<StatsSupervisor.Command> {

  /** What may be asked of it. */
  public sealed interface Command
      permits RunTask, Backfill, GetStatus, WorkersSeen, Tick, RunMessage {}

  /** Asks for a run over the whole retention; answered when it, or the one under way, has ended. */
  public record RunTask(ActorRef<RunResult> replyTo) implements Command, CborSerializable {}

  /**
   * Asks for a run over the whole retention, and then for every day back to a date; answered when
   * all of that has ended.
   */
  public record Backfill(LocalDate from, ActorRef<RunResult> replyTo)
      implements Command, CborSerializable {}

  /** Asks how ingest stands. */
  public record GetStatus(ActorRef<IngestStatus> replyTo) implements Command, CborSerializable {}

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
      WorkerDiscovery workers,
      Clock clock,
      IngestMetrics counts) {}

  /** Workers that did not hear of a run hear of it so much later. */
  private static final Duration REMIND_EVERY = Duration.ofSeconds(2);

  private final Tools tools;
  private final WorkDispatcher coordination;
  private final RunCourse course;
  private final IngestStatusTracker journal;
  private final Agenda agenda;

  /** Runs at once, and then by its timers. */
  public static Behavior<Command> scheduled(Tools tools) {
    return create(tools, false);
  }

  /** Runs only when it is asked to. */
  public static Behavior<Command> onDemand(Tools tools) {
    return create(tools, true);
  }

  private static Behavior<Command> create(Tools tools, boolean onDemand) {
    AtomicLong runNumbers = new AtomicLong();
    return Instrumented.as(
        "StatsSupervisor",
        Command.class,
        LogContext.ofMessages(
            Behaviors.setup(
                context ->
                    Behaviors.withTimers(
                        timers ->
                            new StatsSupervisor(context, timers, tools, onDemand, runNumbers)))));
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
    IngestSettings settings = tools.settings();
    RunPlanner steps =
        new RunPlanner(
            settings,
            tools.chain(),
            new StoreClient(tools.store(), context.getSystem().scheduler()));
    HistoryWork history = new HistoryWork(settings, !onDemand);
    this.tools = tools;
    this.coordination = new WorkDispatcher(context);
    this.journal = new IngestStatusTracker(tools.counts());
    this.course =
        new RunCourse(settings.chunkSize(), steps, this::await, coordination, history, journal);
    this.agenda = new Agenda(onDemand, runNumbers, tools.clock(), steps, course, history, journal);
    tools.workers().tell(context);
    timers.startTimerWithFixedDelay(Tick.REMIND, Tick.REMIND, REMIND_EVERY);
    if (!onDemand) {
      startTimers(timers, settings);
      context.getSelf().tell(Tick.RUN);
    }
  }

  private static void startTimers(TimerScheduler<Command> timers, IngestSettings settings) {
    timers.startTimerWithFixedDelay(Tick.RUN, Tick.RUN, settings.interval());
    if (!settings.followInterval().isZero()) {
      timers.startTimerWithFixedDelay(Tick.FOLLOW, Tick.FOLLOW, settings.followInterval());
    }
  }

  private void await(CompletionStage<RunMessage> message) {
    getContext().pipeToSelf(message, (said, never) -> said);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(RunMessage.Report.class, by(agenda::reported))
        .onMessage(RunMessage.class, course::isOver, late -> this)
        .onMessage(RunTask.class, by(task -> agenda.runAskedFor(task.replyTo())))
        .onMessage(Backfill.class, by(this::onBackfill))
        .onMessage(GetStatus.class, by(this::onGetStatus))
        .onMessageEquals(Tick.RUN, due(agenda::runIsDue))
        .onMessageEquals(Tick.FOLLOW, due(agenda::followIsDue))
        .onMessageEquals(Tick.REMIND, due(coordination::remind))
        .onMessage(WorkersSeen.class, by(seen -> coordination.workers(seen.workers())))
        .onMessage(RunMessage.Planned.class, by(agenda::planned))
        .onMessage(RunMessage.Unserved.class, by(agenda::unserved))
        .onMessage(RunMessage.HeadSeen.class, by(course::headSeen))
        .onMessage(RunMessage.HeadUnseen.class, by(course::headUnseen))
        .onMessage(
            RunMessage.AttemptFailed.class, by(failed -> journal.failure(failed.why().type())))
        .onMessage(
            RunMessage.CoordinatorGone.class, by(gone -> coordination.gone(gone.coordinator())))
        .onMessage(RunMessage.Pruned.class, by(agenda::pruned))
        .onMessage(RunMessage.Repaired.class, by(agenda::repaired))
        .onMessage(RunMessage.Broke.class, by(broke -> agenda.broke(broke.why())))
        .onSignal(PreRestart.class, by(signal -> agenda.stopped()))
        .onSignal(PostStop.class, by(signal -> agenda.stopped()))
        .build();
  }

  private void onBackfill(Backfill backfill) {
    agenda.backfillAskedFor(backfill.from(), backfill.replyTo());
  }

  private void onGetStatus(GetStatus get) {
    get.replyTo()
        .tell(
            journal.status(
                course.ongoing().flatMap(OngoingRun::progress), tools.chain().endpoints()));
  }

  /** Leaves a message to whoever does what it is about. */
  private <M> Function<M, Behavior<Command>> by(Consumer<M> part) {
    return message -> {
      part.accept(message);
      return this;
    };
  }

  private Creator<Behavior<Command>> due(Runnable part) {
    return () -> {
      part.run();
      return this;
    };
  }
}
