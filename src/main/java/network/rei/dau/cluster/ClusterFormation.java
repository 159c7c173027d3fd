package network.rei.dau.cluster;

import akka.Done;
import akka.actor.Address;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import akka.cluster.typed.JoinSeedNodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.observability.actor.Instrumented;
import network.rei.dau.storage.MemberRegistry;
import network.rei.dau.storage.MemberRegistry.Node;
import network.rei.dau.storage.MemberRegistry.Reading;

/**
 * Joins this node to the cluster, or begins one if the store shows that there is none, and renews
 * the row of this node in the store while the node is a member. {@link Formation} decides.
 */
public final class ClusterFormation extends AbstractBehavior<ClusterFormation.Command> {

  /** The messages of this actor. */
  public sealed interface Command {}

  private enum Tick implements Command {
    INSTANCE
  }

  private enum Discover implements Command {
    INSTANCE
  }

  private record Discovered(Set<String> addresses) implements Command {}

  private record NotDiscovered(Throwable failure) implements Command {}

  private record WasRead(Reading reading) implements Command {}

  private record WasBegun(OptionalLong cluster) implements Command {}

  private record Failed(Throwable failure) implements Command {}

  /** The settings of this node, and the registry that its cluster shares. */
  public record Dependencies(ClusterSettings settings, MemberRegistry registry) {}

  private final TimerScheduler<Command> timers;
  private final MemberRegistry registry;
  private final Executor blocking;
  private final Cluster cluster;
  private final Node self;
  private final Formation formation;
  private final Optional<NodeDiscovery> discovery;
  private final JoinStatus status;
  private Optional<Formation.Join> joining = Optional.empty();
  private boolean isStopping;

  /** Creates the actor. It may be restarted, and then learns from the store what it knew. */
  public static Behavior<Command> create(Dependencies dependencies) {
    return Instrumented.as(
        "ClusterFormation",
        Command.class,
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> new ClusterFormation(context, timers, dependencies))));
  }

  private ClusterFormation(
      ActorContext<Command> context, TimerScheduler<Command> timers, Dependencies dependencies) {
    super(context);
    this.timers = timers;
    this.registry = dependencies.registry();
    this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    this.cluster = Cluster.get(context.getSystem());
    this.self = node(cluster.selfMember());
    this.formation = new Formation(self, dependencies.settings().seedNodes());
    this.discovery = NodeDiscovery.of(context.getSystem(), dependencies.settings());
    this.status = JoinStatus.get(context.getSystem());
    discover();
    renew();
  }

  /**
   * Removes the row of this node and closes the registry once this node has left the cluster, so
   * that a node that starts later does not wait for it. Later calls of the actor fail.
   */
  public static void removeOnStop(ActorSystem<?> system, MemberRegistry registry) {
    Node self = node(Cluster.get(system).selfMember());
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseClusterShutdown(),
            "remove-from-registry",
            () ->
                CompletableFuture.supplyAsync(
                    () -> {
                      try (registry) {
                        registry.remove(self);
                      }
                      return Done.getInstance();
                    },
                    system.dispatchers().lookup(DispatcherSelector.blocking())));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Tick.class, tick -> renew())
        .onMessage(Discover.class, message -> discover())
        .onMessage(Discovered.class, this::onDiscovered)
        .onMessage(NotDiscovered.class, this::onNotDiscovered)
        .onMessage(WasRead.class, this::onRead)
        .onMessage(WasBegun.class, this::onBegun)
        .onMessage(Failed.class, this::onFailed)
        .build();
  }

  private Behavior<Command> renew() {
    long number = formation.cluster(isMember());
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(() -> registry.renew(self, number), blocking),
            (reading, failure) -> failure == null ? new WasRead(reading) : new Failed(failure));
    return this;
  }

  /** A member knows the other members from Akka, and discovers nodes no longer. */
  private Behavior<Command> discover() {
    if (!isMember()) {
      discovery.ifPresent(
          nodes ->
              getContext()
                  .pipeToSelf(
                      nodes.lookup(),
                      (addresses, failure) ->
                          failure == null
                              ? new Discovered(addresses)
                              : new NotDiscovered(failure)));
    }
    return this;
  }

  private Behavior<Command> onDiscovered(Discovered discovered) {
    formation.discovered(discovered.addresses(), now());
    return discoverLater();
  }

  private Behavior<Command> onNotDiscovered(NotDiscovered failed) {
    formation.undiscovered(Failures.message(failed.failure()));
    return discoverLater();
  }

  private Behavior<Command> discoverLater() {
    timers.startSingleTimer(Discover.INSTANCE, NodeDiscovery.INTERVAL);
    return this;
  }

  /** Returns a time that only grows; the clock of the machine may be set. */
  private static Duration now() {
    return Duration.ofNanos(System.nanoTime());
  }

  private Behavior<Command> onRead(WasRead read) {
    Set<Node> members = isMember() ? members() : Set.of();
    Formation.Step step = formation.next(read.reading(), members, now());
    if (!members.isEmpty()) {
      report(Optional.empty());
    }
    if (step instanceof Formation.Join join) {
      report(Optional.of(join.reason()));
      join(join);
    } else if (step instanceof Formation.Wait wait) {
      report(Optional.of(wait.reason()));
    } else if (step instanceof Formation.Begin begin) {
      begin(begin.after(), members);
      return this;
    } else if (step instanceof Formation.JoinSelf) {
      cluster.manager().tell(Join.create(cluster.selfMember().address()));
    } else if (step instanceof Formation.End) {
      end();
      return this;
    }
    return tickLater();
  }

  private void join(Formation.Join join) {
    if (!joining.equals(Optional.of(join))) {
      joining = Optional.of(join);
      List<Address> addresses = new ArrayList<>();
      join.addresses().forEach(address -> addresses.add(ClusterSettings.akkaAddress(address)));
      cluster.manager().tell(new JoinSeedNodes(addresses));
    }
  }

  private void begin(long after, Set<Node> members) {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(
                () -> registry.begin(self, members, after, Formation.LIVING), blocking),
            (number, failure) -> failure == null ? new WasBegun(number) : new Failed(failure));
  }

  private Behavior<Command> onBegun(WasBegun begun) {
    if (begun.cluster().isPresent()) {
      formation.begun(begun.cluster().getAsLong());
      if (!isMember()) {
        getContext()
            .getLog()
            .info(
                "This node forms the cluster number {}, because the store shows that no other node"
                    + " is a member of one",
                begun.cluster().getAsLong());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
      }
    }
    return tickLater();
  }

  private Behavior<Command> onFailed(Failed failed) {
    formation.unreadable();
    if (!isMember()) {
      report(
          Optional.of(
              "the store, which shows whether a cluster exists, cannot be read: "
                  + Failures.cause(failed.failure()).getMessage()));
    }
    return tickLater();
  }

  private Behavior<Command> tickLater() {
    timers.startSingleTimer(
        Tick.INSTANCE, isMember() ? Formation.MEMBER_INTERVAL : Formation.JOIN_INTERVAL);
    return this;
  }

  private void report(Optional<String> reason) {
    if (!reason.equals(status.reason())) {
      status.set(reason);
      reason.ifPresent(
          why -> getContext().getLog().info("This node has not joined the cluster: {}", why));
    }
  }

  private void end() {
    if (!isStopping) {
      isStopping = true;
      getContext()
          .getLog()
          .error(
              "The store names another cluster than the one that this node is a member of. It was"
                  + " formed while this node did not reach the store. This node ends, so that it"
                  + " joins that cluster when it is started again.");
      CoordinatedShutdown.get(getContext().getSystem()).run(Superseded.BY_ANOTHER_CLUSTER);
    }
  }

  private boolean isMember() {
    return cluster.selfMember().status() != MemberStatus.removed();
  }

  private Set<Node> members() {
    Set<Node> members = new HashSet<>();
    cluster.state().getMembers().forEach(member -> members.add(node(member)));
    members.add(self);
    return members;
  }

  private static Node node(Member member) {
    return new Node(Membership.name(member.address()), member.uniqueAddress().longUid());
  }
}
