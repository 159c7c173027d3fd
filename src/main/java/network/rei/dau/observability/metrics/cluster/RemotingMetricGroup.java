package network.rei.dau.observability.metrics.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.cluster.Cluster;
import akka.cluster.Member;
import akka.remote.DefaultFailureDetectorRegistry;
import akka.remote.PhiAccrualFailureDetector;
import network.rei.dau.cluster.Membership;
import network.rei.dau.observability.actor.ActorMetricsExtension;
import network.rei.dau.observability.actor.RemotingMetrics;
import network.rei.dau.observability.metrics.MetricFamilies;
import network.rei.dau.observability.metrics.MetricGroup;
import network.rei.dau.observability.metrics.Scrape;

/** The messages to and from other nodes, and how this node sees them; none outside of a cluster. */
public record RemotingMetricGroup(ActorSystem<?> system) implements MetricGroup {

  private static final String DIRECTION = "direction";
  private static final String QUARANTINES = "rei_dau_remote_quarantines_total";
  private static final String QUARANTINES_HELP =
      "Associations that were quarantined: of a node by this one, and of this one by a node.";

  @Override
  public void collect(Scrape scrape, MetricFamilies metrics) {
    if (Membership.of(system).isPresent()) {
      collect(ActorMetricsExtension.of(system).remoting(), metrics);
      collect(Cluster.get(system.classicSystem()), metrics);
    }
  }

  private static void collect(RemotingMetrics remoting, MetricFamilies metrics) {
    collect("inbound", remoting.received(), metrics);
    collect("outbound", remoting.sent(), metrics);
    metrics.counter(
        QUARANTINES, QUARANTINES_HELP, remoting.quarantinedNodes(), "quarantined", "other");
    metrics.counter(
        QUARANTINES, QUARANTINES_HELP, remoting.quarantinedByOthers(), "quarantined", "self");
  }

  private static void collect(
      String direction, RemotingMetrics.Direction messages, MetricFamilies metrics) {
    metrics.histogram(
        "rei_dau_remote_message_bytes",
        "Sizes of the messages from and to other nodes.",
        messages.sizes(),
        DIRECTION,
        direction);
    metrics.histogram(
        "rei_dau_remote_serialization_seconds",
        "Times of the serialization of outbound messages, and of the deserialization of inbound"
            + " ones.",
        messages.times(),
        DIRECTION,
        direction);
  }

  /** This node monitors some of the other members, which send it heartbeats. */
  private static void collect(Cluster cluster, MetricFamilies metrics) {
    if (cluster.failureDetector() instanceof DefaultFailureDetectorRegistry<Address> detectors) {
      for (Member member : cluster.state().getMembers()) {
        Address address = member.address();
        if (detectors.isMonitoring(address)
            && detectors.failureDetector(address).getOrElse(() -> null)
                instanceof PhiAccrualFailureDetector detector) {
          String node = Membership.name(address);
          metrics.gauge(
              "rei_dau_cluster_phi",
              "Suspicion of the failure detector that a monitored node has failed; above the"
                  + " threshold, which is 8, the node counts as unreachable.",
              detector.phi(),
              "node",
              node);
          metrics.gauge(
              "rei_dau_remote_association_up",
              "1 if heartbeats of a monitored node arrive in time.",
              detectors.isAvailable(address),
              "node",
              node);
        }
      }
    }
  }
}
