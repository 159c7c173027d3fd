package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.cluster.CborSerializable;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import network.rei.dau.observability.trace.TraceContext;
import network.rei.dau.stats.StatsStore;

/**
 * The worker of a node: for each run of the {@link StatsSupervisor}, which may be on another node,
 * it spawns a {@link ChunkCoordinator} that uses this node's chain client and store. In a cluster
 * it checks every second whether this node reaches them, and registers each {@link WorkerObstacle}.
 * The node leaves the cluster if its receptionist does not list the worker: its start has failed in
 * part, and as the node of the supervisor it would know of no worker at all.
 */
public final class IngestWorker extends AbstractBehavior<IngestWorker.Command> {

  /** The key that the workers of a cluster are registered under. */
  static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "ingest-worker");

  public sealed interface Command {}

  /**
   * A run is in progress. Repeated, since a message may be lost.
   *
   * @param traceparent the span of the run as W3C writes it; empty if it is not recorded
   */
  record Begin(long run, ActorRef<StatsSupervisor.Command> supervisor, Optional<String> traceparent)
      implements Command, CborSerializable {}

  /**
   * Asks this node to read the store, or the head of the chain. It replies if it succeeds.
   *
   * @param obstacle what a failure would show
   */
  record Try(WorkerObstacle obstacle, ActorRef<StatsSupervisor.Command> supervisor)
      implements Command, CborSerializable {}

  private record CoordinatorStopped(ActorRef<ChunkCoordinator.Command> coordinator)
      implements Command {}

  private record Listed(Receptionist.Listing listing) implements Command {}

  private record StoreChecked(boolean reached) implements Command {}

  private record HeadRead() implements Command {}

  private enum Timer implements Command {
    CHECK
  }

  public record Dependencies(
      IngestSettings settings,
      ChainClient chain,
      ActorRef<StatsStore.Command> store,
      Clock clock,
      IngestMetrics metrics) {}

  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

  /** After this many checks without being listed, the node leaves. A busy machine needs seconds. */
  static final int CHECKS_UNTIL_LISTED = 60;

  /** After this many checks the head is requested again from endpoints that do not answer. */
  private static final int CHECKS_BETWEEN_HEADS = 3;

  private record Current(Begin begin, ActorRef<ChunkCoordinator.Command> coordinator) {}

  private final Dependencies dependencies;
  private final BlockFetcher.Dependencies fetching;
  private Optional<Current> current = Optional.empty();
  private long spawned;
  private final WorkerObstacles checks = new WorkerObstacles();
  private Set<WorkerObstacle> obstacles = Set.of();
  private boolean readingHead;
  private int checksSinceHead;
  private final Runnable leave;
  private boolean listed;
  private int checksUnlisted;

  /** For a supervisor that is given the worker's reference. */
  public static Behavior<Command> create(Dependencies dependencies) {
    return create(dependencies, Optional.empty());
  }

  /**
   * For the supervisor of the cluster, which finds the worker through the receptionist.
   *
   * @param leave makes this node leave the cluster; it is called if the worker is not listed
   */
  public static Behavior<Command> registered(Dependencies dependencies, Runnable leave) {
    return create(dependencies, Optional.of(leave));
  }

  private static Behavior<Command> create(Dependencies dependencies, Optional<Runnable> leave) {
    return Instrumented.as(
        "IngestWorker",
        Command.class,
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      if (leave.isPresent()) {
                        timers.startTimerWithFixedDelay(Timer.CHECK, CHECK_INTERVAL);
                      }
                      return new IngestWorker(context, dependencies, leave);
                    })));
  }

  private IngestWorker(
      ActorContext<Command> context, Dependencies dependencies, Optional<Runnable> leave) {
    super(context);
    context.setLoggerName(IngestWorker.class);
    this.dependencies = dependencies;
    this.fetching =
        new BlockFetcher.Dependencies(
            dependencies.settings(),
            dependencies.chain(),
            dependencies.clock(),
            new StoreClient(dependencies.store(), context.getSystem()));
    this.leave = leave.orElse(() -> {});
    if (leave.isPresent()) {
      receptionist(Receptionist.register(KEY, context.getSelf().narrow()));
      receptionist(
          Receptionist.subscribe(
              KEY, context.messageAdapter(Receptionist.Listing.class, Listed::new)));
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Begin.class, this::onBegin)
        .onMessage(CoordinatorStopped.class, this::onCoordinatorStopped)
        .onMessageEquals(Timer.CHECK, this::onCheckDue)
        .onMessage(Listed.class, this::onListed)
        .onMessage(Try.class, this::onTry)
        .onMessage(StoreChecked.class, this::onStoreChecked)
        .onMessage(HeadRead.class, this::onHeadRead)
        .build();
  }

  private Behavior<Command> onBegin(Begin begin) {
    if (current.filter(known -> known.begin().equals(begin)).isEmpty()) {
      current.ifPresent(earlier -> earlier.coordinator().tell(new ChunkCoordinator.Finish()));
      current = Optional.of(new Current(begin, spawnCoordinator(begin)));
    }
    return this;
  }

  private ActorRef<ChunkCoordinator.Command> spawnCoordinator(Begin begin) {
    ActorRef<ChunkCoordinator.Command> coordinator =
        getContext()
            .spawn(
                ChunkCoordinator.create(
                    begin.run(),
                    dependencies.settings().slots(),
                    (task, span, parent) -> BlockFetcher.create(fetching, task, span, parent),
                    begin.supervisor(),
                    TraceContext.read(begin.traceparent()),
                    dependencies.metrics()),
                "coordinator-" + ++spawned,
                InstrumentedMailbox.of("ChunkCoordinator"));
    getContext().watchWith(coordinator, new CoordinatorStopped(coordinator));
    return coordinator;
  }

  /** The next announcement of the run, if it is still in progress, spawns another coordinator. */
  private Behavior<Command> onCoordinatorStopped(CoordinatorStopped stopped) {
    current = current.filter(known -> !known.coordinator().equals(stopped.coordinator()));
    return this;
  }

  private Behavior<Command> onTry(Try attempt) {
    CompletionStage<?> read =
        switch (attempt.obstacle()) {
          case STORE -> readStore();
          case ENDPOINTS -> dependencies.chain().head();
        };
    read.thenAccept(
        success -> attempt.supervisor().tell(new StatsSupervisor.Unhindered(attempt.obstacle())));
    return this;
  }

  private CompletionStage<Ledger> readStore() {
    return AskPattern.askWithStatus(
        dependencies.store(),
        StatsStore.GetNewest::new,
        READ_TIMEOUT,
        getContext().getSystem().scheduler());
  }

  private Behavior<Command> onListed(Listed changed) {
    listed = changed.listing().getServiceInstances(KEY).contains(getContext().getSelf().narrow());
    return this;
  }

  private Behavior<Command> onCheckDue() {
    checksUnlisted = listed ? 0 : checksUnlisted + 1;
    if (checksUnlisted == CHECKS_UNTIL_LISTED) {
      getContext()
          .getLog()
          .error("This node leaves the cluster, because its receptionist does not list its worker");
      leave.run();
    }
    getContext()
        .ask(
            StatsStore.Reachability.class,
            dependencies.store(),
            CHECK_TIMEOUT,
            StatsStore.GetReachability::new,
            (reachability, failure) ->
                new StoreChecked(failure == null && reachability.isReached()));
    checks.endpointsChecked(dependencies.chain().endpoints());
    obstaclesChecked();
    readHeadIfNeeded();
    return this;
  }

  private Behavior<Command> onStoreChecked(StoreChecked checked) {
    checks.storeChecked(checked.reached());
    obstaclesChecked();
    return this;
  }

  private void obstaclesChecked() {
    Set<WorkerObstacle> found = checks.current();
    for (WorkerObstacle obstacle : WorkerObstacle.values()) {
      if (found.contains(obstacle) && !obstacles.contains(obstacle)) {
        getContext()
            .getLog()
            .warn(
                "This node receives no chunks while others can fetch them: {}", obstacle.clause());
        receptionist(Receptionist.register(obstacle.key(), getContext().getSelf().narrow()));
      } else if (!found.contains(obstacle) && obstacles.contains(obstacle)) {
        getContext().getLog().info("It is over that {}", obstacle.clause());
        receptionist(Receptionist.deregister(obstacle.key(), getContext().getSelf().narrow()));
      }
    }
    obstacles = found;
    dependencies.metrics().obstacles(found);
  }

  private void receptionist(Receptionist.Command command) {
    getContext().getSystem().receptionist().tell(command);
  }

  /** Without chunks, nothing else would show that an endpoint answers again. */
  private void readHeadIfNeeded() {
    if (obstacles.contains(WorkerObstacle.ENDPOINTS)
        && !readingHead
        && ++checksSinceHead >= CHECKS_BETWEEN_HEADS) {
      readingHead = true;
      checksSinceHead = 0;
      getContext().pipeToSelf(dependencies.chain().head(), (head, failure) -> new HeadRead());
    }
  }

  private Behavior<Command> onHeadRead(HeadRead read) {
    readingHead = false;
    return this;
  }
}
