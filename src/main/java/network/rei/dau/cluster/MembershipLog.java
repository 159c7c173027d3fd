package network.rei.dau.cluster;

import akka.actor.Address;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.ClusterEvent.ClusterDomainEvent;
import akka.cluster.ClusterEvent.LeaderChanged;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.ClusterEvent.ReachableMember;
import akka.cluster.ClusterEvent.UnreachableMember;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import network.rei.dau.observability.actor.Instrumented;

/** Logs each change of the members, their roles, and the leaders. */
public final class MembershipLog extends AbstractBehavior<ClusterDomainEvent> {

  private final Address self;
  private final Set<Member> members = new HashSet<>();
  private final Set<Member> unreachable = new HashSet<>();
  private Optional<Address> leader = Optional.empty();
  private Membership logged;

  public static Behavior<ClusterDomainEvent> create() {
    return Instrumented.as(
        "MembershipLog", ClusterDomainEvent.class, Behaviors.setup(MembershipLog::new));
  }

  private MembershipLog(ActorContext<ClusterDomainEvent> context) {
    super(context);
    Cluster cluster = Cluster.get(context.getSystem());
    this.self = cluster.selfMember().address();
    this.logged = Membership.of(self, leader, List.of(), List.of(), Optional.empty());
    // the state at the time of the subscription arrives as events
    cluster.subscriptions().tell(Subscribe.create(context.getSelf(), ClusterDomainEvent.class));
  }

  @Override
  public Receive<ClusterDomainEvent> createReceive() {
    return newReceiveBuilder()
        .onMessage(MemberEvent.class, this::onMemberEvent)
        .onMessage(UnreachableMember.class, event -> onReachability(event.member(), false))
        .onMessage(ReachableMember.class, event -> onReachability(event.member(), true))
        .onMessage(LeaderChanged.class, this::onLeaderChanged)
        .onAnyMessage(event -> this)
        .build();
  }

  private Behavior<ClusterDomainEvent> onMemberEvent(MemberEvent event) {
    // members are equal if their addresses are: the set must contain the newest
    members.remove(event.member());
    if (event.member().status() == MemberStatus.removed()) {
      unreachable.remove(event.member());
    } else {
      members.add(event.member());
    }
    return logChanges();
  }

  private Behavior<ClusterDomainEvent> onReachability(Member member, boolean isReachable) {
    unreachable.remove(member);
    if (!isReachable) {
      unreachable.add(member);
    }
    return logChanges();
  }

  private Behavior<ClusterDomainEvent> onLeaderChanged(LeaderChanged event) {
    leader = Optional.ofNullable(event.getLeader());
    return logChanges();
  }

  private Behavior<ClusterDomainEvent> logChanges() {
    Membership now = Membership.of(self, leader, members, unreachable, Optional.empty());
    for (MembershipChanges.Change change : MembershipChanges.between(logged, now)) {
      if (change.isWarning()) {
        getContext().getLog().warn(change.sentence());
      } else {
        getContext().getLog().info(change.sentence());
      }
    }
    logged = now;
    return this;
  }
}
