package network.rei.dau.ingest;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.Receptionist;
import akka.stream.KillSwitch;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.cluster.CborSerializable;
import network.rei.dau.cluster.Membership;
import network.rei.dau.ingest.run.ChunkOutcome;
import network.rei.dau.ingest.run.IngestStatusTracker;
import network.rei.dau.ingest.run.RunEffect;
import network.rei.dau.ingest.run.RunPlanner;
import network.rei.dau.ingest.run.RunStateMachine;
import network.rei.dau.ingest.run.WorkerPool;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.observability.trace.TraceContext;
import network.rei.dau.observability.trace.Tracing;
import network.rei.dau.stats.StatsStore;

/**
 * Schedules a {@link ChunkCoordinator} every 30 minutes ({@code interval}) on every node that
 * fetches; each spawns a {@link BlockFetcher} per chunk, which is supervised with a restart with
 * backoff and commits to the {@link StatsStore}. Between the runs it fetches the newest blocks, as
 * often as the chain makes blocks, when an endpoint announces one, and every {@code followInterval}
 * at least.
 *
 * <p>The {@link RunStateMachine} decides. This actor translates messages to its events, and
 * performs the effects that it returns. It does not fail because of the chain or the store: their
 * failures end the run, show in the {@link IngestStatus}, and the next tick of a timer tries again.
 */
public final class StatsSupervisor extends AbstractBehavior<StatsSupervisor.Command> {

  public sealed interface Command
      permits RunTask, Backfill, GetStatus, Unhindered, WorkersChanged, Tick, RunMessage {}

  /** Requests a run over the whole retention. The reply comes when it, or the current one, ends. */
  public record RunTask(ActorRef<RunResult> replyTo) implements Command, CborSerializable {}

  /**
   * Requests a run over the whole retention, and then one for every day back to a date. The reply
   * comes when all of them have ended.
   */
  public record Backfill(LocalDate from, ActorRef<RunResult> replyTo)
      implements Command, CborSerializable {}

  /** Requests the status of ingest. */
  public record GetStatus(ActorRef<IngestStatus> replyTo) implements Command, CborSerializable {}

  /** The node of a worker does not have an obstacle, as it was asked to find out. */
  record Unhindered(WorkerObstacle obstacle) implements Command, CborSerializable {}

  private record WorkersChanged(Receptionist.Listing listing) implements Command {}

  private enum Tick implements Command {
    RUN,
    REPEAT,
    FOLLOW,
    HEAD_ANNOUNCED,
    REMINDER
  }

  /** What the supervisor needs to run. */
  public record Dependencies(
      IngestSettings settings,
      ChainClient chain,
      ActorRef<StatsStore.Command> store,
      Clock clock,
      IngestMetrics metrics) {}

  /** How often the run in progress is announced to the workers, since a message may be lost. */
  private static final Duration REMINDER_INTERVAL = Duration.ofSeconds(2);

  /** After this many intervals without an announcement, new blocks are looked for by the timer. */
  private static final int INTERVALS_WITHOUT_ANNOUNCEMENT = 3;

  /** Repeated runs of services that failed together do not start together. */
  private static final double MAX_JITTER = 0.2;

  private static final String RUN_IN_LOG = "run";

  private final Dependencies dependencies;
  private final RunTrace trace;
  private final ChainClient chain;
  private final RunStateMachine runs;
  private final StoreClient store;
  private final IngestStatusTracker tracker;
  private final TimerScheduler<Command> timers;
  private final boolean followsHead;
  private final Duration longestDelay;
  private final Optional<KillSwitch> announcements;
  private Duration followDelay;

  /** After how many of them following is due by the timer. */
  private int followIntervals;

  private final Performer performer = new Performer();
  private final WorkerPool pool = new WorkerPool();
  private final Runnable handOver;

  /** Runs at once and then by its timers, with one worker. */
  public static Behavior<Command> scheduled(
      Dependencies dependencies, ActorRef<IngestWorker.Command> worker) {
    return create(dependencies, false, Optional.of(worker), () -> {});
  }

  /** Runs on request only, with one worker. */
  public static Behavior<Command> onDemand(
      Dependencies dependencies, ActorRef<IngestWorker.Command> worker) {
    return create(dependencies, true, Optional.of(worker), () -> {});
  }

  /**
   * Runs at once and then by its timers, with all workers of the cluster.
   *
   * @param handOver makes this node leave the cluster; it is called if the node does not reach the
   *     store, or none of its endpoints, while another does
   */
  public static Behavior<Command> ofCluster(Dependencies dependencies, Runnable handOver) {
    return create(dependencies, false, Optional.empty(), handOver);
  }

  private static Behavior<Command> create(
      Dependencies dependencies,
      boolean onDemand,
      Optional<ActorRef<IngestWorker.Command>> worker,
      Runnable handOver) {
    // The numbers go on after a restart, so that late answers to an earlier incarnation are
    // ignored.
    AtomicLong runNumbers = new AtomicLong();
    return Instrumented.as(
        "StatsSupervisor",
        Command.class,
        Behaviors.setup(
            outer -> {
              RunTrace trace = new RunTrace(Tracing.of(outer.getSystem()).tracer());
              Behavior<Command> supervisor =
                  Behaviors.setup(
                      context ->
                          Behaviors.withTimers(
                              timers ->
                                  new StatsSupervisor(
                                      context,
                                      timers,
                                      dependencies,
                                      onDemand,
                                      worker,
                                      handOver,
                                      runNumbers,
                                      trace)));
              return Behaviors.withMdc(Command.class, message -> mdc(message, trace), supervisor);
            }));
  }

  private static Map<String, String> mdc(Command message, RunTrace trace) {
    if (message instanceof RunMessage about) {
      Map<String, String> mdc = new HashMap<>(trace.logFields());
      mdc.put(RUN_IN_LOG, Long.toString(about.run()));
      return mdc;
    }
    return Map.of();
  }

  private StatsSupervisor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Dependencies dependencies,
      boolean onDemand,
      Optional<ActorRef<IngestWorker.Command>> worker,
      Runnable handOver,
      AtomicLong runNumbers,
      RunTrace trace) {
    super(context);
    context.setLoggerName(StatsSupervisor.class);
    this.handOver = handOver;
    IngestSettings settings = dependencies.settings();
    this.dependencies = dependencies;
    this.trace = trace;
    this.timers = timers;
    this.followsHead = !onDemand && !settings.followInterval().isZero();
    this.longestDelay = settings.followInterval();
    this.chain = dependencies.chain();
    this.runs =
        new RunStateMachine(
            settings, onDemand, runNumbers::incrementAndGet, pool::excludes, dependencies.clock());
    this.store = new StoreClient(dependencies.store(), context.getSystem());
    this.tracker = new IngestStatusTracker(dependencies.metrics());
    this.announcements = followsHead ? Optional.of(subscribeToHeads()) : Optional.empty();
    worker.ifPresentOrElse(only -> pool.workersChanged(Set.of(only)), this::subscribeToWorkers);
    timers.startTimerWithFixedDelay(Tick.REMINDER, REMINDER_INTERVAL);
    if (!onDemand) {
      timers.startTimerWithFixedDelay(Tick.RUN, settings.interval());
      scheduleFollowing(1);
      context.getSelf().tell(Tick.RUN);
    }
  }

  private void scheduleFollowing(int intervals) {
    if (followsHead) {
      followIntervals = intervals;
      followDelay = runs.followDelay();
      Duration delay = followDelay.multipliedBy(intervals);
      timers.startSingleTimer(
          Tick.FOLLOW, delay.compareTo(longestDelay) < 0 ? delay : longestDelay);
    }
  }

  private UniqueKillSwitch subscribeToHeads() {
    ActorRef<Command> self = getContext().getSelf();
    return chain
        .newHeads()
        .viaMat(KillSwitches.single(), Keep.right())
        .to(Sink.foreach(endpoint -> self.tell(Tick.HEAD_ANNOUNCED)))
        .run(getContext().getSystem());
  }

  private void subscribeToWorkers() {
    ActorRef<Receptionist.Listing> listings =
        getContext().messageAdapter(Receptionist.Listing.class, WorkersChanged::new);
    Stream.concat(
            Stream.of(IngestWorker.KEY),
            Arrays.stream(WorkerObstacle.values()).map(WorkerObstacle::key))
        .map(key -> Receptionist.subscribe(key, listings))
        .forEach(getContext().getSystem().receptionist()::tell);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Tick.RUN, () -> perform(runs.runDue()))
        .onMessageEquals(Tick.REPEAT, () -> perform(runs.repeatDue()))
        .onMessageEquals(Tick.FOLLOW, this::onFollowDue)
        .onMessageEquals(Tick.HEAD_ANNOUNCED, this::onHeadAnnounced)
        .onMessageEquals(Tick.REMINDER, this::onReminderDue)
        .onMessage(RunTask.class, this::onRunTask)
        .onMessage(Backfill.class, this::onBackfill)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessage(WorkersChanged.class, this::onWorkersChanged)
        .onMessage(Unhindered.class, this::onUnhindered)
        .onMessage(RunMessage.Report.class, this::onReport)
        .onMessage(RunMessage.class, this::isAboutAnEndedRun, late -> this)
        .onMessage(RunMessage.Planned.class, this::onPlanned)
        .onMessage(RunMessage.DayUnavailable.class, this::onDayUnavailable)
        .onMessage(RunMessage.HeadSeen.class, this::onHeadSeen)
        .onMessage(RunMessage.HeadUnknown.class, this::onHeadUnknown)
        .onMessage(RunMessage.AttemptFailed.class, this::onAttemptFailed)
        .onMessage(RunMessage.CoordinatorGone.class, this::onCoordinatorGone)
        .onMessage(RunMessage.Pruned.class, this::onPruned)
        .onMessage(RunMessage.Repaired.class, this::onRepaired)
        .onMessage(RunMessage.RunFailed.class, this::onRunFailed)
        .onSignal(PreRestart.class, signal -> onStopped())
        .onSignal(PostStop.class, signal -> onStopped())
        .build();
  }

  private Behavior<Command> onFollowDue() {
    scheduleFollowing(1);
    return perform(runs.followDue());
  }

  /**
   * While heads are announced, following by the timer is only the fallback. It still repeats a run
   * that failed, which an announcement does not.
   */
  private Behavior<Command> onHeadAnnounced() {
    if (runs.followsHead()) {
      scheduleFollowing(INTERVALS_WITHOUT_ANNOUNCEMENT);
    }
    return perform(runs.headAnnounced());
  }

  private Behavior<Command> onStopped() {
    announcements.ifPresent(KillSwitch::shutdown);
    return perform(runs.stopped());
  }

  private Behavior<Command> onRunTask(RunTask task) {
    return perform(runs.runRequested(task.replyTo()));
  }

  private Behavior<Command> onBackfill(Backfill backfill) {
    return perform(runs.backfillRequested(backfill.from(), backfill.replyTo()));
  }

  private Behavior<Command> onGetStatus(GetStatus get) {
    get.replyTo().tell(tracker.status(runs.progress(), runs.backfillFrom(), chain.endpoints()));
    return this;
  }

  private Behavior<Command> onWorkersChanged(WorkersChanged changed) {
    Receptionist.Listing listing = changed.listing();
    if (listing.isForKey(IngestWorker.KEY)) {
      pool.workersChanged(listing.getServiceInstances(IngestWorker.KEY));
    }
    for (WorkerObstacle obstacle : WorkerObstacle.values()) {
      if (listing.isForKey(obstacle.key())) {
        pool.obstacleChanged(obstacle, listing.getServiceInstances(obstacle.key()));
      }
    }
    tracker.workersExcluded(names(pool.excluded()));
    return perform(runs.workersChanged());
  }

  /** Returns the nodes of workers as {@code HOST:PORT}, with the obstacles of each. */
  private Map<String, Set<WorkerObstacle>> names(
      Map<ActorRef<IngestWorker.Command>, Set<WorkerObstacle>> excluded) {
    Map<String, Set<WorkerObstacle>> names = new HashMap<>();
    excluded.forEach(
        (worker, obstacles) -> {
          Address address = worker.path().address();
          Address node = address.hasLocalScope() ? getContext().getSystem().address() : address;
          names.put(Membership.name(node), obstacles);
        });
    return names;
  }

  private Behavior<Command> onReminderDue() {
    for (WorkerObstacle obstacle : pool.reminderDue()) {
      IngestWorker.Try attempt = new IngestWorker.Try(obstacle, getContext().getSelf());
      pool.unhindered().forEach(worker -> worker.tell(attempt));
    }
    return perform(runs.reminderDue());
  }

  private Behavior<Command> onUnhindered(Unhindered other) {
    if (pool.mustHandOver(other.obstacle())) {
      getContext()
          .getLog()
          .warn(
              "This node leaves the cluster, so that another node runs the supervisor of the"
                  + " ingest, which is not hindered as this one is: {}",
              other.obstacle().clause());
      handOver.run();
    }
    return this;
  }

  private boolean isAboutAnEndedRun(RunMessage message) {
    return !runs.isInProgress(message.run());
  }

  private Behavior<Command> onReport(RunMessage.Report report) {
    return perform(
        runs.reported(
            report.run(),
            report.coordinator(),
            report.slots(),
            report.inProgress(),
            report.ended()));
  }

  private Behavior<Command> onPlanned(RunMessage.Planned planned) {
    return perform(runs.planned(planned.plan()));
  }

  private Behavior<Command> onDayUnavailable(RunMessage.DayUnavailable unavailable) {
    return perform(runs.dayUnavailable(unavailable.ledger()));
  }

  private Behavior<Command> onHeadSeen(RunMessage.HeadSeen seen) {
    return perform(runs.headSeen(seen.head()));
  }

  private Behavior<Command> onHeadUnknown(RunMessage.HeadUnknown unknown) {
    return perform(runs.headUnknown(unknown.why()));
  }

  private Behavior<Command> onAttemptFailed(RunMessage.AttemptFailed failed) {
    return perform(runs.attemptFailed(failed.why().type()));
  }

  private Behavior<Command> onCoordinatorGone(RunMessage.CoordinatorGone gone) {
    return perform(runs.coordinatorGone(gone.coordinator()));
  }

  private Behavior<Command> onPruned(RunMessage.Pruned pruned) {
    return perform(runs.pruned(pruned.ledger()));
  }

  private Behavior<Command> onRepaired(RunMessage.Repaired repaired) {
    return perform(runs.repaired(repaired.result()));
  }

  private Behavior<Command> onRunFailed(RunMessage.RunFailed failed) {
    return perform(runs.failed(failed.why()));
  }

  private Behavior<Command> perform(List<RunEffect> effects) {
    effects.forEach(effect -> effect.perform(performer));
    if (!runs.isInProgress()) {
      trace.end();
    }
    if (followsHead && runs.followDelay().compareTo(followDelay) < 0) {
      scheduleFollowing(followIntervals);
    }
    return this;
  }

  /** Translates effects to messages, and stages to messages to this actor. */
  private final class Performer implements RunEffect.Performer {

    @Override
    public void planRun(RunEffect.PlanRun effect) {
      trace.begin(effect.run(), "run");
      pipeToSelf(
          effect.run(),
          planner().planRun(effect.epoch(), effect.wholeRetention()),
          plan -> new RunMessage.Planned(effect.run(), plan));
    }

    @Override
    public void planDay(RunEffect.PlanDay effect) {
      trace.begin(effect.run(), "day");
      pipeToSelf(
          effect.run(),
          planner().planDay(effect.epoch(), effect.day()),
          day ->
              day.plan()
                  .<RunMessage>map(plan -> new RunMessage.Planned(effect.run(), plan))
                  .orElseGet(() -> new RunMessage.DayUnavailable(effect.run(), day.ledger())));
    }

    @Override
    public void planFollow(RunEffect.PlanFollow effect) {
      trace.begin(effect.run(), "follow");
      pipeToSelf(
          effect.run(),
          planner().planFollow(effect.epoch(), effect.oldestGivenUp()),
          plan -> new RunMessage.Planned(effect.run(), plan));
    }

    @Override
    public void readHead(RunEffect.ReadHead effect) {
      getContext()
          .pipeToSelf(
              planner().head(),
              (head, failure) ->
                  failure == null
                      ? new RunMessage.HeadSeen(effect.run(), head)
                      : new RunMessage.HeadUnknown(effect.run(), IngestFailureType.of(failure)));
    }

    @Override
    public void prune(RunEffect.Prune effect) {
      pipeToSelf(
          effect.run(),
          planner().prune(effect.epoch(), effect.backfillFrom()),
          ledger -> new RunMessage.Pruned(effect.run(), ledger));
    }

    @Override
    public void repair(RunEffect.Repair effect) {
      pipeToSelf(
          effect.run(),
          planner().repair(effect.detached()),
          result -> new RunMessage.Repaired(effect.run(), result));
    }

    @Override
    public void beginRun(RunEffect.BeginRun effect) {
      IngestWorker.Begin begin =
          new IngestWorker.Begin(
              effect.run(), getContext().getSelf(), TraceContext.write(trace.context()));
      pool.workers().forEach(worker -> worker.tell(begin));
    }

    @Override
    public void watchCoordinator(RunEffect.WatchCoordinator effect) {
      getContext()
          .watchWith(
              effect.coordinator(),
              new RunMessage.CoordinatorGone(effect.run(), effect.coordinator()));
    }

    @Override
    public void assignWork(RunEffect.AssignWork effect) {
      effect.coordinator().tell(new ChunkCoordinator.Work(effect.tasks()));
    }

    @Override
    public void finishCoordinator(RunEffect.FinishCoordinator effect) {
      getContext().unwatch(effect.coordinator());
      effect.coordinator().tell(new ChunkCoordinator.Finish());
    }

    @Override
    public void reply(RunEffect.Reply effect) {
      effect.requesters().forEach(requester -> requester.tell(effect.result()));
    }

    @Override
    public void repeatRun(RunEffect.RepeatRun effect) {
      double factor = 1 + MAX_JITTER * ThreadLocalRandom.current().nextDouble();
      timers.startSingleTimer(
          Tick.REPEAT, Duration.ofMillis((long) (effect.delay().toMillis() * factor)));
    }

    @Override
    public void trackStatus(RunEffect.TrackStatus effect) {
      effect.event().failure().ifPresent(trace::failed);
      effect.event().applyTo(tracker);
    }

    /** Returns a planner whose calls belong to the run in progress. */
    private RunPlanner planner() {
      return new RunPlanner(
          dependencies.settings(),
          chain.within(trace.context()),
          store,
          dependencies.clock(),
          getContext().getSystem().classicSystem());
    }

    private <T> void pipeToSelf(
        long run, CompletionStage<T> stage, Function<T, RunMessage> message) {
      getContext()
          .pipeToSelf(
              stage,
              (result, failure) ->
                  failure == null
                      ? message.apply(result)
                      : new RunMessage.RunFailed(run, ChunkOutcome.GaveUp.of(failure)));
    }
  }
}
