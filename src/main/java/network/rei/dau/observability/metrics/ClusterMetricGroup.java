package network.rei.dau.observability.metrics;

import akka.actor.typed.ActorSystem;
import network.rei.dau.cluster.Membership;

/** The other nodes, where there are any. */
record ClusterMetricGroup(ActorSystem<?> system) implements MetricGroup {

  @Override
  public void tell(Scrape reading, Meters to) {
    Membership.of(system)
        .ifPresent(
            cluster -> {
              to.gauge(
                  "rei_dau_cluster_members",
                  "Nodes of the cluster, as this one knows them.",
                  cluster.members().size());
              to.gauge(
                  "rei_dau_cluster_unreachable_members",
                  "Nodes that some node cannot reach.",
                  cluster.unreachable().size());
              to.gauge(
                  "rei_dau_cluster_ingest_leader",
                  "1 on the node that has the supervisor of all runs.",
                  cluster.ingestLeader().filter(cluster.self()::equals).isPresent());
            });
  }
}
