package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import java.time.Clock;
import java.util.Optional;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.cluster.CborSerializable;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import network.rei.dau.observability.trace.TraceContext;
import network.rei.dau.stats.StatsStore;

/**
 * The worker of a node: for each run of the {@link StatsSupervisor}, which may be on another node,
 * it spawns a {@link ChunkCoordinator} that uses this node's chain client and store.
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

  private record CoordinatorStopped(ActorRef<ChunkCoordinator.Command> coordinator)
      implements Command {}

  public record Dependencies(
      IngestSettings settings,
      ChainClient chain,
      ActorRef<StatsStore.Command> store,
      Clock clock,
      IngestMetrics metrics) {}

  private record Current(Begin begin, ActorRef<ChunkCoordinator.Command> coordinator) {}

  private final Dependencies dependencies;
  private final BlockFetcher.Dependencies fetching;
  private Optional<Current> current = Optional.empty();
  private long spawned;

  /** For a supervisor that is given the worker's reference. */
  public static Behavior<Command> create(Dependencies dependencies) {
    return create(dependencies, false);
  }

  /** For the supervisor of the cluster, which finds the worker through the receptionist. */
  public static Behavior<Command> registered(Dependencies dependencies) {
    return create(dependencies, true);
  }

  private static Behavior<Command> create(Dependencies dependencies, boolean registered) {
    return Instrumented.as(
        "IngestWorker",
        Command.class,
        Behaviors.setup(context -> new IngestWorker(context, dependencies, registered)));
  }

  private IngestWorker(
      ActorContext<Command> context, Dependencies dependencies, boolean registered) {
    super(context);
    this.dependencies = dependencies;
    this.fetching =
        new BlockFetcher.Dependencies(
            dependencies.settings(),
            dependencies.chain(),
            dependencies.clock(),
            new StoreClient(dependencies.store(), context.getSystem()));
    if (registered) {
      context
          .getSystem()
          .receptionist()
          .tell(Receptionist.register(KEY, context.getSelf().narrow()));
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Begin.class, this::onBegin)
        .onMessage(CoordinatorStopped.class, this::onCoordinatorStopped)
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
}
