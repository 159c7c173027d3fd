package network.rei.dau;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.List;
import java.util.function.Function;
import network.rei.dau.ingest.IngestWorker;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.ingest.WorkerDiscovery;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import network.rei.dau.stats.StatsStore;

/**
 * A supervisor and its only worker.
 *
 * @param supervising how runs are started: by timers or on demand
 */
record SingleNodeIngest(
    Function<StatsSupervisor.Tools, Behavior<StatsSupervisor.Command>> supervising)
    implements Guardian.Ingest {

  @Override
  public Guardian.Fetching spawn(
      ActorContext<Guardian.Command> context,
      Guardian.Parts parts,
      ActorRef<StatsStore.Command> store) {
    ActorRef<IngestWorker.Command> worker =
        context.spawn(
            Behaviors.supervise(IngestWorker.create(parts.worker(store))).onFailure(Guardian.AGAIN),
            "ingest-worker",
            InstrumentedMailbox.of("IngestWorker"));
    ActorRef<StatsSupervisor.Command> supervisor =
        context.spawn(
            Behaviors.supervise(
                    supervising.apply(parts.supervisor(store, WorkerDiscovery.only(worker))))
                .onFailure(Guardian.AGAIN),
            "stats-supervisor",
            InstrumentedMailbox.of("StatsSupervisor"));
    return new Guardian.Fetching(supervisor, List.of(supervisor, worker));
  }
}
