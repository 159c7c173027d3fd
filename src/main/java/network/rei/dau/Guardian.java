package network.rei.dau;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.Leave;
import akka.cluster.typed.SingletonActor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.EndpointMetrics;
import network.rei.dau.chain.MemoryBudget;
import network.rei.dau.chain.RpcSettings;
import network.rei.dau.chain.endpoint.EndpointManager;
import network.rei.dau.chain.endpoint.JsonRpcChainClient;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.chain.subscription.NewHeads;
import network.rei.dau.cluster.ClusterFormation;
import network.rei.dau.cluster.MemberCounter;
import network.rei.dau.cluster.Membership;
import network.rei.dau.cluster.MembershipLog;
import network.rei.dau.cluster.Role;
import network.rei.dau.ingest.IngestMetrics;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.ingest.IngestWorker;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.observability.actor.EventStreamListener;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import network.rei.dau.stats.ReplicationMode;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.StoreAccess;
import network.rei.dau.webhook.WebhookSender;

/** Spawns the actors of this node and connects them. */
final class Guardian extends AbstractBehavior<Guardian.Command> {

  sealed interface Command {}

  /** Stops the ingest actors of this node; after the reply, nothing is written any more. */
  record StopIngest(ActorRef<Done> replyTo) implements Command {}

  private record IngestActorStopped(ActorRef<Done> replyTo) implements Command {}

  /** Where blocks are fetched, and when. */
  enum IngestMode {
    /** One worker on this node, by timers. */
    SCHEDULED,
    /** One worker on this node, on request. */
    ON_DEMAND,
    /** A worker on each node with the role, and one supervisor in the whole cluster, by timers. */
    CLUSTER
  }

  /**
   * @param replication whether other nodes commit to the store too
   * @param webhooks empty if none is called
   * @param formation empty if this node is not one of a cluster
   */
  record Dependencies(
      IngestSettings settings,
      RpcSettings rpc,
      ClientTuning tuning,
      StoreAccess store,
      ReplicationMode replication,
      Clock clock,
      IngestMetrics metrics,
      Optional<WebhookSender.Dependencies> webhooks,
      Optional<ClusterFormation.Dependencies> formation) {}

  /**
   * The actors that other parts of the program send messages to.
   *
   * @param chain sends messages to the endpoint manager
   * @param supervisor in a cluster, a proxy of it
   */
  record Actors(
      ChainClient chain,
      ActorRef<StatsStore.Command> store,
      ActorRef<StatsSupervisor.Command> supervisor) {}

  private static final SupervisorStrategy RESTART =
      SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2);

  /** The ingest actors of this node, in the order in which they are stopped. */
  private final Deque<ActorRef<?>> ingestActors = new ArrayDeque<>();

  /**
   * @param started completed with the actors
   */
  static Behavior<Command> create(
      Dependencies dependencies, IngestMode mode, CompletableFuture<Actors> started) {
    return Behaviors.setup(context -> new Guardian(context, dependencies, mode, started));
  }

  private Guardian(
      ActorContext<Command> context,
      Dependencies dependencies,
      IngestMode mode,
      CompletableFuture<Actors> started) {
    super(context);
    ActorRef<StatsStore.Command> store =
        spawn(
            StatsStore.create(dependencies.store(), dependencies.replication()),
            "stats-store",
            "StatsStore");
    context.spawn(EventStreamListener.create(), "event-stream-listener");
    ChainClient chain = spawnChainClient(dependencies.rpc(), dependencies.tuning());
    IngestWorker.Dependencies worker =
        new IngestWorker.Dependencies(
            dependencies.settings(), chain, store, dependencies.clock(), dependencies.metrics());
    StatsSupervisor.Dependencies supervisor =
        new StatsSupervisor.Dependencies(
            dependencies.settings(), chain, store, dependencies.clock(), dependencies.metrics());
    Actors actors =
        new Actors(
            chain,
            store,
            mode == IngestMode.CLUSTER
                ? startClusterIngest(supervisor, worker)
                : startSingleNodeIngest(supervisor, worker, mode));
    dependencies.webhooks().ifPresent(webhooks -> startWebhooks(webhooks, actors, mode));
    // After the actors that subscribe to the changes of the cluster.
    dependencies.formation().ifPresent(this::formCluster);
    started.complete(actors);
  }

  /** On request, nothing is sent: the service that runs by timers finds the same events. */
  private void startWebhooks(
      WebhookSender.Dependencies dependencies, Actors actors, IngestMode mode) {
    Behavior<WebhookSender.Command> sender =
        WebhookSender.create(dependencies, actors.store(), actors.supervisor());
    switch (mode) {
      case SCHEDULED -> spawn(sender, "webhook-sender", "WebhookSender");
      case CLUSTER -> spawnSingleton(sender, "webhook-sender", "WebhookSender");
      case ON_DEMAND -> {}
    }
  }

  private ChainClient spawnChainClient(RpcSettings rpc, ClientTuning tuning) {
    List<EndpointMetrics> endpoints = EndpointMetrics.of(rpc);
    MemoryBudget memory = MemoryBudget.of(rpc);
    return new JsonRpcChainClient(
        getContext()
            .spawn(
                EndpointManager.create(rpc, tuning, endpoints, memory),
                "endpoint-manager",
                InstrumentedMailbox.of("EndpointManager")),
        endpoints,
        memory,
        NewHeads.of(rpc.subscriptionUrls(), getContext().getSystem()));
  }

  private ActorRef<StatsSupervisor.Command> startSingleNodeIngest(
      StatsSupervisor.Dependencies dependencies,
      IngestWorker.Dependencies workerDependencies,
      IngestMode mode) {
    ActorRef<IngestWorker.Command> worker =
        spawn(IngestWorker.create(workerDependencies), "ingest-worker", "IngestWorker");
    ActorRef<StatsSupervisor.Command> supervisor =
        spawn(
            mode == IngestMode.SCHEDULED
                ? StatsSupervisor.scheduled(dependencies, worker)
                : StatsSupervisor.onDemand(dependencies, worker),
            "stats-supervisor",
            "StatsSupervisor");
    ingestActors.add(supervisor);
    ingestActors.add(worker);
    return supervisor;
  }

  private ActorRef<StatsSupervisor.Command> startClusterIngest(
      StatsSupervisor.Dependencies dependencies, IngestWorker.Dependencies workerDependencies) {
    spawn(
        MemberCounter.create(Role.INGEST, dependencies.chain()::shareRateLimit),
        "member-count",
        "MemberCounter");
    spawn(MembershipLog.create(), "membership-log", "MembershipLog");
    ActorSystem<Void> system = getContext().getSystem();
    if (Membership.has(system, Role.INGEST)) {
      // The supervisor is not among the actors to stop: it hands over when this node leaves, and
      // assigns work to the other nodes until then.
      ingestActors.add(
          spawn(
              IngestWorker.registered(
                  workerDependencies, () -> leaveCluster(system, StopReason.START_FAILED_IN_PART)),
              "ingest-worker",
              "IngestWorker"));
    }
    return spawnSingleton(
        StatsSupervisor.ofCluster(dependencies, () -> leaveCluster(system, StopReason.HANDED_OVER)),
        "stats-supervisor",
        "StatsSupervisor");
  }

  /** Returns a proxy of the actor, which runs on the oldest node that fetches. */
  private <T> ActorRef<T> spawnSingleton(Behavior<T> behavior, String name, String mailbox) {
    ActorSystem<Void> system = getContext().getSystem();
    return ClusterSingleton.get(system)
        .init(
            SingletonActor.of(Behaviors.supervise(behavior).onFailure(RESTART), name)
                .withProps(InstrumentedMailbox.of(mailbox))
                .withSettings(
                    ClusterSingletonSettings.create(system).withRole(Role.INGEST.label())));
  }

  /**
   * The singletons run on the oldest node, so it hands them over by leaving. It leaves before the
   * shutdown completes the requests in progress, which may take longer.
   */
  private static void leaveCluster(ActorSystem<?> system, StopReason reason) {
    Cluster cluster = Cluster.get(system);
    cluster.manager().tell(Leave.create(cluster.selfMember().address()));
    CoordinatedShutdown.get(system).runAll(reason);
  }

  private void formCluster(ClusterFormation.Dependencies formation) {
    ClusterFormation.removeOnStop(getContext().getSystem(), formation.registry());
    spawn(ClusterFormation.create(formation), "cluster-formation", "ClusterFormation");
  }

  private <T> ActorRef<T> spawn(Behavior<T> behavior, String name, String mailbox) {
    return getContext()
        .spawn(
            Behaviors.supervise(behavior).onFailure(RESTART),
            name,
            InstrumentedMailbox.of(mailbox));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(StopIngest.class, this::onStopIngest)
        .onMessage(IngestActorStopped.class, this::onIngestActorStopped)
        .build();
  }

  private Behavior<Command> onStopIngest(StopIngest stop) {
    return stopNext(stop.replyTo());
  }

  private Behavior<Command> onIngestActorStopped(IngestActorStopped stopped) {
    return stopNext(stopped.replyTo());
  }

  private Behavior<Command> stopNext(ActorRef<Done> replyTo) {
    ActorRef<?> next = ingestActors.poll();
    if (next == null) {
      replyTo.tell(Done.getInstance());
    } else {
      getContext().watchWith(next, new IngestActorStopped(replyTo));
      getContext().stop(next);
    }
    return this;
  }
}
