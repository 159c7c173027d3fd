package network.rei.dau.observability.metrics.cluster;

import akka.actor.typed.ActorSystem;
import network.rei.dau.cluster.Membership;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;

/** The cluster as this node sees it; no metrics outside of a cluster. */
public record ClusterMetricGroup(ActorSystem<?> system) implements MetricGroup {

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    Membership.of(system).ifPresent(membership -> collect(membership, metrics));
  }

  private static void collect(Membership membership, MetricFamilies metrics) {
    metrics.gauge(
        "rei_dau_cluster_members",
        "Members of the cluster that this node knows.",
        membership.members().size());
    metrics.gauge(
        "rei_dau_cluster_unreachable_members",
        "Members that another member cannot reach.",
        membership.unreachable().size());
    metrics.gauge(
        "rei_dau_cluster_ingest_leader",
        "1 on the node that runs the ingest supervisor.",
        membership.ingestLeader().filter(membership.self()::equals).isPresent());
  }
}
