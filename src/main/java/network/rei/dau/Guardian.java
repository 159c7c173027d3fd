package network.rei.dau;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.StoreAccess;

/** Spawns the actors and wires them together. */
final class Guardian {

  /** What the actors are given. */
  record Parts(IngestSettings ingest, ChainClient chain, StoreAccess store, Clock clock) {}

  /** The actors that the outside talks to. */
  record Actors(ActorRef<StatsStore.Command> store, ActorRef<StatsSupervisor.Command> supervisor) {}

  /** What may be asked of it. */
  sealed interface Command {}

  /** Asks it to end all fetching, and with it all writing; answered when that has ended. */
  record StopIngest(ActorRef<Done> replyTo) implements Command {}

  private record IngestStopped(ActorRef<Done> replyTo) implements Command {}

  private static final SupervisorStrategy AGAIN =
      SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2);

  private Guardian() {}

  /**
   * Starts everything.
   *
   * @param supervising how runs are started: by timers or on demand
   * @param started completed with the actors
   */
  static Behavior<Command> create(
      Parts parts,
      Function<StatsSupervisor.Tools, Behavior<StatsSupervisor.Command>> supervising,
      CompletableFuture<Actors> started) {
    return Behaviors.setup(
        context -> {
          ActorRef<StatsStore.Command> store =
              context.spawn(
                  Behaviors.supervise(StatsStore.create(parts.store())).onFailure(AGAIN),
                  "stats-store");
          StatsSupervisor.Tools tools =
              new StatsSupervisor.Tools(parts.ingest(), parts.chain(), store, parts.clock());
          ActorRef<StatsSupervisor.Command> supervisor =
              context.spawn(
                  Behaviors.supervise(supervising.apply(tools)).onFailure(AGAIN),
                  "stats-supervisor");
          started.complete(new Actors(store, supervisor));
          return Behaviors.receive(Command.class)
              .onMessage(StopIngest.class, stop -> onStopIngest(context, supervisor, stop))
              .onMessage(IngestStopped.class, Guardian::onIngestStopped)
              .build();
        });
  }

  private static Behavior<Command> onStopIngest(
      ActorContext<Command> context,
      ActorRef<StatsSupervisor.Command> supervisor,
      StopIngest stop) {
    context.watchWith(supervisor, new IngestStopped(stop.replyTo()));
    context.stop(supervisor);
    return Behaviors.same();
  }

  private static Behavior<Command> onIngestStopped(IngestStopped stopped) {
    stopped.replyTo().tell(Done.getInstance());
    return Behaviors.same();
  }
}
