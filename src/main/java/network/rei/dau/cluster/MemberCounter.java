package network.rei.dau.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Tells how many members have a role, whenever that changes. Those that join or cannot be reached
 * count: it is better to count one too many than one too few where something is divided by it.
 */
public final class MemberCounter {

  private MemberCounter() {}

  /**
   * Counts from the start on.
   *
   * @param changed is told the number; at least 1
   */
  public static Behavior<ClusterEvent.MemberEvent> create(Role role, IntConsumer changed) {
    return Behaviors.setup(
        context -> {
          Cluster cluster = Cluster.get(context.getSystem());
          cluster
              .subscriptions()
              .tell(Subscribe.create(context.getSelf(), ClusterEvent.MemberEvent.class));
          Set<Member> members = new HashSet<>();
          cluster.state().getMembers().forEach(members::add);
          tell(members, role, changed);
          return Behaviors.receiveMessage(
              event -> {
                members.remove(event.member());
                if (event.member().status() != MemberStatus.removed()) {
                  members.add(event.member());
                }
                tell(members, role, changed);
                return Behaviors.same();
              });
        });
  }

  private static void tell(Set<Member> members, Role role, IntConsumer changed) {
    long count = members.stream().filter(member -> member.hasRole(role.label())).count();
    changed.accept((int) Math.max(1, count));
  }
}
