package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.Ledger;
import network.rei.dau.activity.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.stats.StatsStore;

/**
 * Decides what is fetched and when: a run at the start and every {@code interval}, which mends all
 * gaps and prunes, and in between, every {@code followInterval}, the newest blocks. One thing at a
 * time; while a run is under way, following only moves its head.
 *
 * <p>Each is planned by {@link RunSteps}, kept in an {@link OngoingRun}, and worked off by a {@link
 * ChunkCoordinator} that pulls chunks from here. Nothing here throws for what the chain or the
 * store do: a failure ends the run, is told in {@link IngestStatus}, and the next one tries again.
 */
public final class StatsSupervisor extends AbstractBehavior<StatsSupervisor.Command> {

  /** What may be asked of it. */
  public sealed interface Command {}

  /** Asks for a run over the whole retention; answered when it, or the one under way, has ended. */
  public record RunTask(ActorRef<RunResult> replyTo) implements Command {}

  /** Asks how ingest stands. */
  public record GetStatus(ActorRef<IngestStatus> replyTo) implements Command {}

  private enum Tick implements Command {
    RUN,
    FOLLOW
  }

  /** Work planned, or (empty) nothing to do. */
  private record Planned(long run, Optional<RunPlan> plan) implements Command {}

  private record HeadSeen(long run, long head) implements Command {}

  private record HeadUnseen(Throwable cause) implements Command {}

  private record Pulled(long run, ActorRef<ChunkCoordinator.Command> coordinator)
      implements Command {}

  private record AttemptFailed(ChunkOutcome.GaveUp why) implements Command {}

  private record ChunkEnded(
      long run, long index, ChunkOutcome outcome, ActorRef<ChunkCoordinator.Command> coordinator)
      implements Command {}

  private record Concluded(long run, Ledger ledger) implements Command {}

  private record Broke(long run, String type, String reason) implements Command {}

  /** What it works with. */
  public record Tools(
      IngestSettings settings,
      ChainClient chain,
      ActorRef<StatsStore.Command> store,
      Clock clock) {}

  private final Tools tools;
  private final RunSteps steps;
  private final RunJournal journal = new RunJournal();
  private final boolean onDemand;
  private OptionalLong epoch = OptionalLong.empty();
  private long runs;
  private Optional<OngoingRun> ongoing = Optional.empty();
  private Optional<ActorRef<ChunkCoordinator.Command>> coordinator = Optional.empty();

  /** Runs at once, and then by its timers. */
  public static Behavior<Command> scheduled(Tools tools) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  startTimers(timers, tools.settings());
                  return new StatsSupervisor(context, tools, false);
                }));
  }

  /** Runs only when it is asked to. */
  public static Behavior<Command> onDemand(Tools tools) {
    return Behaviors.setup(context -> new StatsSupervisor(context, tools, true));
  }

  private static void startTimers(TimerScheduler<Command> timers, IngestSettings settings) {
    timers.startTimerWithFixedDelay(Tick.RUN, Tick.RUN, Duration.ZERO, settings.interval());
    if (!settings.followInterval().isZero()) {
      timers.startTimerWithFixedDelay(Tick.FOLLOW, Tick.FOLLOW, settings.followInterval());
    }
  }

  private StatsSupervisor(ActorContext<Command> context, Tools tools, boolean onDemand) {
    super(context);
    this.tools = tools;
    this.onDemand = onDemand;
    this.steps =
        new RunSteps(
            tools.settings(), tools.chain(), tools.store(), context.getSystem().scheduler());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(RunTask.class, this::onRunTask)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessageEquals(Tick.RUN, this::onRunTick)
        .onMessageEquals(Tick.FOLLOW, this::onFollowTick)
        .onMessage(Planned.class, m -> isCurrent(m.run()), this::onPlanned)
        .onMessage(HeadSeen.class, m -> isCurrent(m.run()), this::onHeadSeen)
        .onMessage(HeadUnseen.class, this::onHeadUnseen)
        .onMessage(Pulled.class, m -> isCurrent(m.run()), this::onPulled)
        .onMessage(AttemptFailed.class, this::onAttemptFailed)
        .onMessage(ChunkEnded.class, m -> isCurrent(m.run()), this::onChunkEnded)
        .onMessage(Concluded.class, m -> isCurrent(m.run()), this::onConcluded)
        .onMessage(Broke.class, m -> isCurrent(m.run()), this::onBroke)
        .onAnyMessage(late -> this)
        .build();
  }

  private boolean isCurrent(long run) {
    return ongoing.filter(current -> current.number() == run).isPresent();
  }

  private Behavior<Command> onRunTask(RunTask task) {
    if (ongoing.filter(current -> !current.following()).isEmpty()) {
      startRun();
    }
    ongoing.orElseThrow().askedBy(task.replyTo());
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus get) {
    get.replyTo()
        .tell(journal.status(ongoing.flatMap(OngoingRun::progress), tools.chain().endpoints()));
    return this;
  }

  private Behavior<Command> onRunTick() {
    if (ongoing.filter(current -> !current.following()).isEmpty()) {
      startRun();
    }
    return this;
  }

  private Behavior<Command> onFollowTick() {
    if (ongoing.isEmpty()) {
      // Without an epoch no run has got as far as the chain yet: then it is a run that is needed.
      if (epoch.isEmpty() || journal.lastRunFailed()) {
        startRun();
      } else {
        OngoingRun following = begin(true);
        plan(following, steps.planFollow(epoch.getAsLong()));
      }
    } else if (ongoing.get().planned()) {
      long run = ongoing.get().number();
      getContext()
          .pipeToSelf(
              steps.head(),
              (head, failure) ->
                  failure == null ? new HeadSeen(run, head) : new HeadUnseen(failure));
    }
    return this;
  }

  /** Begins a run; one that is following the head is left to end unheard. */
  private void startRun() {
    finishCoordinator();
    OngoingRun run = begin(false);
    journal.runStarted(run.started());
    CompletionStage<Long> leading =
        epoch.isPresent() ? CompletableFuture.completedFuture(epoch.getAsLong()) : steps.takeOver();
    plan(run, steps.planRun(leading, onDemand).thenApply(Optional::of));
  }

  private OngoingRun begin(boolean following) {
    OngoingRun run = new OngoingRun(++runs, following, tools.clock().instant());
    ongoing = Optional.of(run);
    return run;
  }

  private void plan(OngoingRun run, CompletionStage<Optional<RunPlan>> planning) {
    getContext()
        .pipeToSelf(
            planning,
            (plan, failure) ->
                failure == null ? new Planned(run.number(), plan) : broke(run, failure));
  }

  private Behavior<Command> onPlanned(Planned planned) {
    OngoingRun run = ongoing.orElseThrow();
    if (planned.plan().isEmpty()) {
      ongoing = Optional.empty();
      return this;
    }
    RunPlan plan = planned.plan().get();
    epoch = OptionalLong.of(plan.epoch());
    journal.headSeen(plan.head());
    run.start(plan, tools.settings().chunkSize());
    if (!run.following()) {
      getContext()
          .getLog()
          .info(
              "Run {}: blocks {} to {}, {} of them to fetch",
              run.number(),
              plan.firstBlock(),
              plan.head(),
              run.progress().orElseThrow().blocksLeft());
    }
    if (run.finished()) {
      conclude(run);
    } else {
      spawnCoordinator(run);
    }
    return this;
  }

  private void spawnCoordinator(OngoingRun run) {
    BlockFetcher.Tools fetching =
        new BlockFetcher.Tools(tools.settings(), tools.chain(), tools.store());
    ActorRef<ChunkCoordinator.Command> spawned =
        getContext()
            .spawn(
                ChunkCoordinator.create(
                    tools.settings().slots(),
                    (task, listener) -> BlockFetcher.create(fetching, task, listener),
                    workOf(run)),
                "coordinator-" + run.number());
    getContext()
        .watchWith(
            spawned, new Broke(run.number(), "internal", "the coordinator stopped unexpectedly"));
    coordinator = Optional.of(spawned);
  }

  private ChunkCoordinator.Work workOf(OngoingRun run) {
    ActorRef<Command> self = getContext().getSelf();
    long number = run.number();
    return new ChunkCoordinator.Work() {
      @Override
      public void pull(ActorRef<ChunkCoordinator.Command> from) {
        self.tell(new Pulled(number, from));
      }

      @Override
      public void attemptFailed(long index, ChunkOutcome.GaveUp why) {
        self.tell(new AttemptFailed(why));
      }

      @Override
      public void ended(long index, ChunkOutcome outcome, ActorRef<ChunkCoordinator.Command> from) {
        self.tell(new ChunkEnded(number, index, outcome, from));
      }
    };
  }

  private Behavior<Command> onPulled(Pulled pulled) {
    ongoing.orElseThrow().pulledBy(pulled.coordinator());
    return this;
  }

  private Behavior<Command> onAttemptFailed(AttemptFailed failed) {
    journal.failure(failed.why().type());
    return this;
  }

  private Behavior<Command> onChunkEnded(ChunkEnded ended) {
    OngoingRun run = ongoing.orElseThrow();
    run.ended(ended.index(), ended.outcome(), ended.coordinator());
    if (run.finished()) {
      conclude(run);
    }
    return this;
  }

  private Behavior<Command> onHeadSeen(HeadSeen seen) {
    journal.headSeen(seen.head());
    ongoing.orElseThrow().headMoved(seen.head());
    return this;
  }

  private Behavior<Command> onHeadUnseen(HeadUnseen unseen) {
    journal.failure(Failures.type(unseen.cause()));
    return this;
  }

  private void conclude(OngoingRun run) {
    finishCoordinator();
    getContext()
        .pipeToSelf(
            steps.prune(epoch.getAsLong()),
            (ledger, failure) ->
                failure == null ? new Concluded(run.number(), ledger) : broke(run, failure));
  }

  private Behavior<Command> onConcluded(Concluded concluded) {
    OngoingRun run = ongoing.orElseThrow();
    ongoing = Optional.empty();
    RunResult.TaskCompleted result =
        run.completed(
            tools.clock().instant(),
            concluded.ledger().last().map(LedgerRecord::lastBlock).orElse(-1L));
    if (run.following()) {
      journal.followed(run.firstFailure());
      return this;
    }
    report(run, result);
    if (!run.wholeRetention() && result.missingChunks().isEmpty()) {
      startRun();
    }
    return this;
  }

  private Behavior<Command> onBroke(Broke broke) {
    OngoingRun run = ongoing.orElseThrow();
    ongoing = Optional.empty();
    finishCoordinator();
    // Whoever took the store over meanwhile must be outlived by a new epoch.
    epoch = OptionalLong.empty();
    if (run.following()) {
      journal.failure(broke.type());
      journal.followed(Optional.of(broke.reason()));
    } else {
      report(run, new RunResult.TaskFailed(tools.clock().instant(), broke.type(), broke.reason()));
    }
    return this;
  }

  private void report(OngoingRun run, RunResult result) {
    journal.runEnded(result);
    if (result instanceof RunResult.TaskCompleted done) {
      getContext()
          .getLog()
          .info(
              "Run {}: {} blocks fetched, {} records sealed, {} chunks missing, {} s",
              run.number(),
              done.blocksFetched(),
              done.recordsSealed(),
              done.missingChunks().size(),
              done.took().toMillis() / 1000.0);
    } else if (result instanceof RunResult.TaskFailed failed) {
      getContext().getLog().warn("Run {} failed: {}", run.number(), failed.error());
    }
    run.askers().forEach(asker -> asker.tell(result));
  }

  private void finishCoordinator() {
    coordinator.ifPresent(
        running -> {
          getContext().unwatch(running);
          running.tell(ChunkCoordinator.Finish.INSTANCE);
        });
    coordinator = Optional.empty();
  }

  private static Broke broke(OngoingRun run, Throwable failure) {
    return new Broke(run.number(), Failures.type(failure), Failures.reason(failure));
  }
}
