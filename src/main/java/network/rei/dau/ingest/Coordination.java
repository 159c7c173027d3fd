package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.util.Optional;

/** Starts and ends the coordinator of what the supervisor has under way. */
final class Coordination {

  private final ActorContext<StatsSupervisor.Command> context;
  private final StatsSupervisor.Tools tools;
  private final StoreClient store;
  private Optional<ActorRef<ChunkCoordinator.Command>> coordinator = Optional.empty();

  /**
   * @param context of the supervisor
   */
  Coordination(
      ActorContext<StatsSupervisor.Command> context,
      StatsSupervisor.Tools tools,
      StoreClient store) {
    this.context = context;
    this.tools = tools;
    this.store = store;
  }

  /** Has a coordinator pull the run's chunks; the supervisor hears if it stops unexpectedly. */
  void begin(OngoingRun run) {
    BlockFetcher.Tools fetching = new BlockFetcher.Tools(tools.settings(), tools.chain(), store);
    ActorRef<ChunkCoordinator.Command> spawned =
        context.spawn(
            ChunkCoordinator.create(
                run.number(),
                tools.settings().slots(),
                (task, listener) -> BlockFetcher.create(fetching, task, listener),
                context.getSelf()),
            "coordinator-" + run.number());
    ChunkOutcome.GaveUp why =
        new ChunkOutcome.GaveUp(Failures.INTERNAL, "the coordinator stopped unexpectedly");
    context.watchWith(spawned, new RunMessage.Broke(run.number(), why));
    coordinator = Optional.of(spawned);
  }

  /** Has the coordinator finish what it has under way, and hand in nothing more. */
  void finish() {
    coordinator.ifPresent(
        running -> {
          context.unwatch(running);
          running.tell(ChunkCoordinator.Finish.INSTANCE);
        });
    coordinator = Optional.empty();
  }
}
