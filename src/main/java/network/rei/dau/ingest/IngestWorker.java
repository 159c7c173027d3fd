package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import akka.japi.function.Function;
import java.util.Optional;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.cluster.CborSerializable;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import network.rei.dau.stats.StatsStore;

/**
 * A node's share in fetching: for each run of the supervisor, wherever that is, it has a {@link
 * ChunkCoordinator} of its own, which works with this node's chain client and store.
 */
public final class IngestWorker extends AbstractBehavior<IngestWorker.Command> {

  /** Under which workers are known to the cluster. */
  static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "ingest-worker");

  /** What it is told. */
  public sealed interface Command {}

  /**
   * A run is under way. Told again and again, lest it be lost; harmless where it is known.
   *
   * @param supervisor whom to ask for work
   */
  record Begin(long run, ActorRef<StatsSupervisor.Command> supervisor)
      implements Command, CborSerializable {}

  private record CoordinatorGone(ActorRef<ChunkCoordinator.Command> coordinator)
      implements Command {}

  /** What its fetchers work with. */
  public record Tools(
      IngestSettings settings,
      ChainClient chain,
      ActorRef<StatsStore.Command> store,
      IngestMetrics counts) {}

  /** What it has under way. */
  private record Ongoing(Begin begin, ActorRef<ChunkCoordinator.Command> coordinator) {}

  private final Tools tools;
  private final BlockFetcher.Tools fetching;
  private Optional<Ongoing> ongoing = Optional.empty();
  private long spawned;

  /** For supervisors that are given its reference. */
  public static Behavior<Command> create(Tools tools) {
    return watched(context -> new IngestWorker(context, tools));
  }

  /** For the supervisor of the cluster. */
  public static Behavior<Command> registered(Tools tools) {
    return watched(
        context -> {
          context
              .getSystem()
              .receptionist()
              .tell(Receptionist.register(KEY, context.getSelf().narrow()));
          return new IngestWorker(context, tools);
        });
  }

  private static Behavior<Command> watched(
      Function<ActorContext<Command>, Behavior<Command>> setup) {
    return Instrumented.as("IngestWorker", Command.class, Behaviors.setup(setup));
  }

  private IngestWorker(ActorContext<Command> context, Tools tools) {
    super(context);
    this.tools = tools;
    this.fetching =
        new BlockFetcher.Tools(
            tools.settings(),
            tools.chain(),
            new StoreClient(tools.store(), context.getSystem().scheduler()));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Begin.class, this::onBegin)
        .onMessage(CoordinatorGone.class, this::onCoordinatorGone)
        .build();
  }

  private Behavior<Command> onBegin(Begin begin) {
    if (ongoing.filter(known -> known.begin().equals(begin)).isEmpty()) {
      ongoing.ifPresent(earlier -> earlier.coordinator().tell(new ChunkCoordinator.Finish()));
      ongoing = Optional.of(new Ongoing(begin, spawn(begin)));
    }
    return this;
  }

  private ActorRef<ChunkCoordinator.Command> spawn(Begin begin) {
    ActorRef<ChunkCoordinator.Command> coordinator =
        getContext()
            .spawn(
                ChunkCoordinator.create(
                    begin.run(),
                    tools.settings().slots(),
                    (task, listener) -> BlockFetcher.create(fetching, task, listener),
                    begin.supervisor(),
                    tools.counts()),
                "coordinator-" + ++spawned,
                InstrumentedMailbox.of("ChunkCoordinator"));
    getContext().watchWith(coordinator, new CoordinatorGone(coordinator));
    return coordinator;
  }

  /** The supervisor will say if its run is not over. */
  private Behavior<Command> onCoordinatorGone(CoordinatorGone gone) {
    ongoing = ongoing.filter(known -> !known.coordinator().equals(gone.coordinator()));
    return this;
  }
}
