package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.receptionist.Receptionist;
import java.util.Set;

/** Where the supervisor learns who fetches. */
@FunctionalInterface
public interface WorkerDiscovery {

  /** Tells the supervisor who there is, now and whenever that changes. */
  void tell(ActorContext<StatsSupervisor.Command> supervisor);

  /** One, that never changes. */
  static WorkerDiscovery only(ActorRef<IngestWorker.Command> worker) {
    return supervisor -> supervisor.getSelf().tell(new StatsSupervisor.WorkersSeen(Set.of(worker)));
  }

  /** All that are registered in the cluster. */
  static WorkerDiscovery ofCluster() {
    return supervisor ->
        supervisor
            .getSystem()
            .receptionist()
            .tell(
                Receptionist.subscribe(
                    IngestWorker.KEY,
                    supervisor.messageAdapter(
                        Receptionist.Listing.class,
                        listing ->
                            new StatsSupervisor.WorkersSeen(
                                listing.getServiceInstances(IngestWorker.KEY)))));
  }
}
