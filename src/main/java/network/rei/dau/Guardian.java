package network.rei.dau;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.ingest.IngestMetrics;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.ingest.IngestWorker;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.ingest.WorkerDiscovery;
import network.rei.dau.observability.actor.DeadLetterListener;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import network.rei.dau.stats.ReplicationMode;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.StoreAccess;

/** Spawns the actors and wires them together. */
final class Guardian extends AbstractBehavior<Guardian.Command> {

  /**
   * What the actors are given.
   *
   * @param sharing whether others commit to the store too
   * @param counts of ingest
   */
  record Parts(
      IngestSettings ingest,
      ChainClient chain,
      StoreAccess store,
      ReplicationMode sharing,
      Clock clock,
      IngestMetrics counts) {

    StatsSupervisor.Tools supervisor(
        ActorRef<StatsStore.Command> statsStore, WorkerDiscovery workers) {
      return new StatsSupervisor.Tools(ingest, chain, statsStore, workers, clock, counts);
    }

    IngestWorker.Tools worker(ActorRef<StatsStore.Command> statsStore) {
      return new IngestWorker.Tools(ingest, chain, statsStore, counts);
    }
  }

  /** The actors that the outside talks to. */
  record Actors(ActorRef<StatsStore.Command> store, ActorRef<StatsSupervisor.Command> supervisor) {}

  /** Has blocks fetched: by this process alone, or by the nodes of a cluster. */
  @FunctionalInterface
  interface Ingest {
    Fetching spawn(ActorContext<Command> context, Parts parts, ActorRef<StatsStore.Command> store);
  }

  /**
   * What fetches blocks.
   *
   * @param supervisor wherever it is
   * @param here the actors of this node, in the order in which they are to be stopped
   */
  record Fetching(ActorRef<StatsSupervisor.Command> supervisor, List<ActorRef<?>> here) {}

  /** What may be asked of it. */
  sealed interface Command {}

  /** Asks it to end all fetching here, and with it all writing; answered when that has ended. */
  record StopIngest(ActorRef<Done> replyTo) implements Command {}

  private record Stopped(ActorRef<Done> replyTo) implements Command {}

  static final SupervisorStrategy AGAIN =
      SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2);

  /** What fetches here. */
  private final Deque<ActorRef<?>> running = new ArrayDeque<>();

  private Guardian(
      ActorContext<Command> context,
      Parts parts,
      Ingest ingest,
      CompletableFuture<Actors> started) {
    super(context);
    ActorRef<StatsStore.Command> store =
        context.spawn(
            Behaviors.supervise(StatsStore.create(parts.store(), parts.sharing())).onFailure(AGAIN),
            "stats-store",
            InstrumentedMailbox.of("StatsStore"));
    context.spawn(DeadLetterListener.create(), "lost-messages");
    Fetching fetching = ingest.spawn(context, parts, store);
    running.addAll(fetching.here());
    started.complete(new Actors(store, fetching.supervisor()));
  }

  /**
   * Starts everything.
   *
   * @param started completed with the actors
   */
  static Behavior<Command> create(Parts parts, Ingest ingest, CompletableFuture<Actors> started) {
    return Behaviors.setup(context -> new Guardian(context, parts, ingest, started));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(StopIngest.class, stop -> stopNext(stop.replyTo()))
        .onMessage(Stopped.class, stopped -> stopNext(stopped.replyTo()))
        .build();
  }

  private Behavior<Command> stopNext(ActorRef<Done> replyTo) {
    ActorRef<?> next = running.poll();
    if (next == null) {
      replyTo.tell(Done.getInstance());
    } else {
      getContext().watchWith(next, new Stopped(replyTo));
      getContext().stop(next);
    }
    return this;
  }
}
