package network.rei.dau;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.SingletonActor;
import java.util.List;
import network.rei.dau.cluster.MemberCounter;
import network.rei.dau.cluster.Membership;
import network.rei.dau.cluster.Role;
import network.rei.dau.ingest.IngestWorker;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.ingest.WorkerDiscovery;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import network.rei.dau.stats.StatsStore;

/**
 * One supervisor in the whole cluster, on one of the nodes that fetch, and a worker on each of
 * them.
 */
final class ClusterIngest implements Guardian.Ingest {

  @Override
  public Guardian.Fetching spawn(
      ActorContext<Guardian.Command> context,
      Guardian.Parts parts,
      ActorRef<StatsStore.Command> store) {
    context.spawn(MemberCounter.create(Role.INGEST, parts.chain()::shareCeiling), "member-count");
    ActorRef<StatsSupervisor.Command> supervisor = supervisor(context, parts, store);
    if (!Membership.has(context.getSystem(), Role.INGEST)) {
      return new Guardian.Fetching(supervisor, List.of());
    }
    ActorRef<IngestWorker.Command> worker =
        context.spawn(
            Behaviors.supervise(IngestWorker.registered(parts.worker(store)))
                .onFailure(Guardian.AGAIN),
            "ingest-worker",
            InstrumentedMailbox.of("IngestWorker"));
    // The supervisor, if it is here, ends when this node leaves: until then it hands out to others.
    return new Guardian.Fetching(supervisor, List.of(worker));
  }

  private static ActorRef<StatsSupervisor.Command> supervisor(
      ActorContext<Guardian.Command> context,
      Guardian.Parts parts,
      ActorRef<StatsStore.Command> store) {
    StatsSupervisor.Tools tools = parts.supervisor(store, WorkerDiscovery.ofCluster());
    return ClusterSingleton.get(context.getSystem())
        .init(
            SingletonActor.of(
                    Behaviors.supervise(StatsSupervisor.scheduled(tools)).onFailure(Guardian.AGAIN),
                    "stats-supervisor")
                .withProps(InstrumentedMailbox.of("StatsSupervisor"))
                .withSettings(
                    ClusterSingletonSettings.create(context.getSystem())
                        .withRole(Role.INGEST.label())));
  }
}
