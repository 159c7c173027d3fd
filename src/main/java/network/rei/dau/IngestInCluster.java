package network.rei.dau;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.SingletonActor;
import java.util.List;
import network.rei.dau.actors.MeasuredMailbox;
import network.rei.dau.cluster.MemberCount;
import network.rei.dau.cluster.Membership;
import network.rei.dau.cluster.Role;
import network.rei.dau.ingest.IngestWorker;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.ingest.Workers;
import network.rei.dau.stats.StatsStore;

/**
 * One supervisor in the whole cluster, on one of the nodes that fetch, and a worker on each of
 * them.
 */
final class IngestInCluster implements Guardian.Ingest {

  @Override
  public Guardian.Fetching spawn(
      ActorContext<Guardian.Command> context,
      Guardian.Parts parts,
      ActorRef<StatsStore.Command> store) {
    context.spawn(MemberCount.create(Role.INGEST, parts.chain()::shareCeiling), "member-count");
    ActorRef<StatsSupervisor.Command> supervisor = supervisor(context, parts, store);
    if (!Membership.has(context.getSystem(), Role.INGEST)) {
      return new Guardian.Fetching(supervisor, List.of());
    }
    ActorRef<IngestWorker.Command> worker =
        context.spawn(
            Behaviors.supervise(IngestWorker.registered(parts.worker(store)))
                .onFailure(Guardian.AGAIN),
            "ingest-worker",
            MeasuredMailbox.of("IngestWorker"));
    // The supervisor, if it is here, ends when this node leaves: until then it hands out to others.
    return new Guardian.Fetching(supervisor, List.of(worker));
  }

  private static ActorRef<StatsSupervisor.Command> supervisor(
      ActorContext<Guardian.Command> context,
      Guardian.Parts parts,
      ActorRef<StatsStore.Command> store) {
    StatsSupervisor.Tools tools = parts.supervisor(store, Workers.ofCluster());
    return ClusterSingleton.get(context.getSystem())
        .init(
            SingletonActor.of(
                    Behaviors.supervise(StatsSupervisor.scheduled(tools)).onFailure(Guardian.AGAIN),
                    "stats-supervisor")
                .withProps(MeasuredMailbox.of("StatsSupervisor"))
                .withSettings(
                    ClusterSingletonSettings.create(context.getSystem())
                        .withRole(Role.INGEST.label())));
  }
}
