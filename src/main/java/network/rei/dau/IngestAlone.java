package network.rei.dau;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.List;
import java.util.function.Function;
import network.rei.dau.actors.MeasuredMailbox;
import network.rei.dau.ingest.IngestWorker;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.ingest.Workers;
import network.rei.dau.stats.StatsStore;

/**
 * A supervisor and its only worker.
 *
 * @param supervising how runs are started: by timers or on demand
 */
record IngestAlone(Function<StatsSupervisor.Tools, Behavior<StatsSupervisor.Command>> supervising)
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
            MeasuredMailbox.of("IngestWorker"));
    ActorRef<StatsSupervisor.Command> supervisor =
        context.spawn(
            Behaviors.supervise(supervising.apply(parts.supervisor(store, Workers.only(worker))))
                .onFailure(Guardian.AGAIN),
            "stats-supervisor",
            MeasuredMailbox.of("StatsSupervisor"));
    return new Guardian.Fetching(supervisor, List.of(supervisor, worker));
  }
}
