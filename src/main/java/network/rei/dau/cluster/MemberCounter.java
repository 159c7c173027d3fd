package network.rei.dau.cluster;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;
import network.rei.dau.observability.actor.Instrumented;

/**
 * Counts the members that have a role. Joining and unreachable members are included: the count
 * divides a shared rate limit, which must not be exceeded.
 */
public final class MemberCounter extends AbstractBehavior<MemberEvent> {

  private final Role role;
  private final IntConsumer onCount;
  private final Set<Member> members = new HashSet<>();

  /**
   * Creates the actor.
   *
   * @param onCount called with the count, which is at least 1, at the start and after each change
   */
  public static Behavior<MemberEvent> create(Role role, IntConsumer onCount) {
    return Instrumented.as(
        "MemberCounter",
        MemberEvent.class,
        Behaviors.setup(context -> new MemberCounter(context, role, onCount)));
  }

  private MemberCounter(ActorContext<MemberEvent> context, Role role, IntConsumer onCount) {
    super(context);
    this.role = role;
    this.onCount = onCount;
    Cluster cluster = Cluster.get(context.getSystem());
    cluster.subscriptions().tell(Subscribe.create(context.getSelf(), MemberEvent.class));
    cluster.state().getMembers().forEach(members::add);
    count();
  }

  @Override
  public Receive<MemberEvent> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::onMemberEvent).build();
  }

  private Behavior<MemberEvent> onMemberEvent(MemberEvent event) {
    members.remove(event.member());
    if (event.member().status() != MemberStatus.removed()) {
      members.add(event.member());
    }
    count();
    return this;
  }

  private void count() {
    long count = members.stream().filter(member -> member.hasRole(role.label())).count();
    onCount.accept((int) Math.max(1, count));
  }
}
