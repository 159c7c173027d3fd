package network.rei.dau.cluster;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The cluster as this node sees it. Nodes are named {@code HOST:PORT}.
 *
 * @param self this node
 * @param leader the member that admits and removes members; empty while there is none
 * @param ingestLeader the member that runs the ingest supervisor; empty while there is none
 * @param members all members including this node, sorted by name
 * @param waiting why this node has not joined the cluster, as a clause; empty for a member
 */
public record Membership(
    String self,
    Optional<String> leader,
    Optional<String> ingestLeader,
    List<Node> members,
    Optional<String> waiting) {

  /**
   * A member of the cluster.
   *
   * @param status Akka's status of the member in lower case, such as {@code joining} or {@code up}
   * @param reachable whether every other member can reach it
   */
  public record Node(String address, List<String> roles, String status, boolean reachable) {}

  public Membership {
    members = List.copyOf(members);
  }

  /** Returns the current membership; empty outside of a cluster. */
  public static Optional<Membership> of(ActorSystem<?> system) {
    return isStandalone(system)
        ? Optional.empty()
        : Optional.of(of(Cluster.get(system), JoinStatus.get(system).reason()));
  }

  /** Returns whether this node has a role. Outside of a cluster a node has all roles. */
  public static boolean has(ActorSystem<?> system, Role role) {
    return isStandalone(system)
        || system.settings().config().getStringList("akka.cluster.roles").contains(role.label());
  }

  private static boolean isStandalone(ActorSystem<?> system) {
    return !system.settings().config().getString("akka.actor.provider").equals("cluster");
  }

  private static Membership of(Cluster cluster, Optional<String> waiting) {
    CurrentClusterState state = cluster.state();
    return of(
        cluster.selfMember().address(),
        Optional.ofNullable(state.getLeader()),
        StreamSupport.stream(state.getMembers().spliterator(), false).toList(),
        state.getUnreachable(),
        waiting);
  }

  static Membership of(
      Address self,
      Optional<Address> leader,
      Collection<Member> members,
      Collection<Member> unreachable,
      Optional<String> waiting) {
    return new Membership(
        name(self),
        leader.map(Membership::name),
        oldest(members).map(Member::address).map(Membership::name),
        members.stream()
            .map(member -> node(member, !unreachable.contains(member)))
            .sorted(Comparator.comparing(Node::address))
            .toList(),
        waiting);
  }

  /** Returns the names of the members that another member cannot reach. */
  public List<String> unreachable() {
    return members.stream().filter(node -> !node.reachable()).map(Node::address).toList();
  }

  /** Akka runs a singleton on the oldest member of its role. */
  private static Optional<Member> oldest(Collection<Member> members) {
    return members.stream()
        .filter(member -> member.hasRole(Role.INGEST.label()))
        .filter(
            member ->
                member.status() == MemberStatus.up() || member.status() == MemberStatus.leaving())
        .reduce((one, other) -> one.isOlderThan(other) ? one : other);
  }

  private static Node node(Member member, boolean reachable) {
    return new Node(
        name(member.address()),
        member.getRoles().stream().filter(role -> !role.startsWith("dc-")).sorted().toList(),
        member.status().toString().toLowerCase(Locale.ROOT),
        reachable);
  }

  /** Returns an address as {@code HOST:PORT}. */
  public static String name(Address address) {
    return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
  }
}
