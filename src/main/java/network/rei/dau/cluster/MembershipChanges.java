package network.rei.dau.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.rei.dau.cluster.Membership.Node;

/** Describes the differences between two states of a cluster, as sentences for the log. */
final class MembershipChanges {

  /**
   * A change.
   *
   * @param isWarning whether it is a failure that may end by itself
   */
  record Change(String sentence, boolean isWarning) {}

  private MembershipChanges() {}

  static List<Change> between(Membership before, Membership after) {
    List<Change> changes = new ArrayList<>();
    Map<String, Node> known = byAddress(before);
    Map<String, Node> now = byAddress(after);
    now.forEach((address, node) -> ofNode(Optional.ofNullable(known.get(address)), node, changes));
    known.keySet().stream()
        .filter(address -> !now.containsKey(address))
        .forEach(address -> add(changes, "The node " + address + " is no member any more"));
    if (!before.leader().equals(after.leader())) {
      add(
          changes,
          after
              .leader()
              .map(leader -> name(leader, after) + " is the leader of the cluster")
              .orElse("The cluster has no leader"));
    }
    if (!before.ingestLeader().equals(after.ingestLeader())) {
      add(
          changes,
          after
              .ingestLeader()
              .map(leader -> name(leader, after) + " runs the supervisor of the ingest")
              .orElse("No node runs the supervisor of the ingest"));
    }
    return changes;
  }

  private static void ofNode(Optional<Node> before, Node after, List<Change> changes) {
    if (!before.map(Node::status).equals(Optional.of(after.status()))) {
      add(
          changes,
          "The node "
              + after.address()
              + " with the roles "
              + String.join(" and ", after.roles())
              + " is "
              + after.status());
    }
    boolean wasReachable = before.map(Node::reachable).orElse(true);
    if (wasReachable && !after.reachable()) {
      changes.add(new Change("The node " + after.address() + " cannot be reached", true));
    } else if (!wasReachable && after.reachable()) {
      add(changes, "The node " + after.address() + " can be reached again");
    }
  }

  private static void add(List<Change> changes, String sentence) {
    changes.add(new Change(sentence, false));
  }

  private static String name(String address, Membership cluster) {
    return Objects.equals(address, cluster.self()) ? "This node" : "The node " + address;
  }

  private static Map<String, Node> byAddress(Membership cluster) {
    return cluster.members().stream()
        .collect(Collectors.toMap(Node::address, Function.identity(), (one, other) -> other));
  }
}
