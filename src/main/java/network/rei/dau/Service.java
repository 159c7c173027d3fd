package network.rei.dau;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import com.typesafe.config.Config;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.cluster.ClusterSettings;
import network.rei.dau.http.ClassesAhead;
import network.rei.dau.http.HttpServer;
import network.rei.dau.http.RequestMetrics;
import network.rei.dau.ingest.IngestMetrics;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.maintenance.OperationExecutor;
import network.rei.dau.maintenance.Operations;
import network.rei.dau.maintenance.RecordMaintenance;
import network.rei.dau.observability.metrics.MetricSources;
import network.rei.dau.observability.metrics.MetricsExporter;
import network.rei.dau.stats.ReplicationMode;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.StoreAccess;

/**
 * One running service: the store, the chain client, the actors, and what closes them in order.
 *
 * <p>Ends with the actor system; {@link CoordinatedShutdown} sees to it, also on SIGTERM, that
 * first requests in flight are answered, then fetching ends, then the files are published and the
 * store is closed.
 */
public final class Service {

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final Settings settings;
  private final Clock clock;
  private final StoreResources open;
  private final ChainClient chain;
  private final ActorSystem<Guardian.Command> system;
  private final Guardian.Actors actors;
  private final RequestMetrics requests;
  private final MetricsExporter metrics;

  private Service(
      Settings settings,
      Clock clock,
      StoreResources open,
      ChainClient chain,
      ActorSystem<Guardian.Command> system,
      Guardian.Actors actors,
      RequestMetrics requests,
      MetricsExporter metrics) {
    this.settings = settings;
    this.clock = clock;
    this.open = open;
    this.chain = chain;
    this.system = system;
    this.actors = actors;
    this.requests = requests;
    this.metrics = metrics;
  }

  /** As {@link #scheduled(Settings, Clock, Runnable)}, with nothing to do at the end. */
  public static Service scheduled(Settings settings, Clock clock) {
    return scheduled(settings, clock, () -> {});
  }

  /**
   * Opens the store and starts the actors; runs begin at once and then by the timers.
   *
   * @param closed runs once nothing holds the cache folder any more, also on SIGTERM; not where the
   *     start fails
   * @throws network.rei.dau.storage.StorageException if the store is in use, of another chain, or
   *     cannot be read
   * @throws IllegalStateException if other nodes could not reach this one, as when its port is
   *     taken
   */
  public static Service scheduled(Settings settings, Clock clock, Runnable closed) {
    ClusterSettings cluster = settings.cluster();
    CompletableFuture<Void> classes = ClassesAhead.load(settings.akka());
    return start(
        settings,
        clock,
        cluster.isOn()
            ? new Mode(
                Guardian.IngestMode.CLUSTER, cluster.akka().withFallback(settings.akka()), classes)
            : new Mode(Guardian.IngestMode.SCHEDULED, settings.akka(), classes),
        closed);
  }

  /** As {@link #onDemand(Settings, Clock, Runnable)}, with nothing to do at the end. */
  public static Service onDemand(Settings settings, Clock clock) {
    return onDemand(settings, clock, () -> {});
  }

  /**
   * As {@link #scheduled(Settings, Clock, Runnable)}, but runs only when the {@link #operator} is
   * asked, and never as a member of a cluster.
   */
  public static Service onDemand(Settings settings, Clock clock, Runnable closed) {
    return start(
        settings,
        clock,
        new Mode(
            Guardian.IngestMode.ON_DEMAND,
            settings.akka(),
            CompletableFuture.completedFuture(null)),
        closed);
  }

  /**
   * How a service works.
   *
   * @param classes loaded ahead, side by side with the store
   */
  private record Mode(Guardian.IngestMode ingest, Config akka, CompletableFuture<Void> classes) {}

  private static Service start(Settings settings, Clock clock, Mode mode, Runnable closed) {
    StoreResources open = StoreResources.of(settings, clock, closed);
    StoreAccess store = open.access(clock);
    CompletableFuture<Void> loading = store.preload().toCompletableFuture();
    CompletableFuture<Guardian.Actors> started = new CompletableFuture<>();
    ReplicationMode sharing =
        settings.store().isShared() ? ReplicationMode.SHARED : ReplicationMode.EXCLUSIVE;
    IngestMetrics ingested = new IngestMetrics();
    Guardian.Dependencies dependencies =
        new Guardian.Dependencies(
            settings.ingest(), settings.rpc(), store, sharing, clock, ingested);
    mode.classes().join();
    ActorSystem<Guardian.Command> system;
    try {
      system =
          ActorSystem.create(
              Guardian.create(dependencies, mode.ingest(), started),
              ClusterSettings.SYSTEM,
              mode.akka());
    } catch (RuntimeException e) {
      open.close().join();
      throw new IllegalStateException(
          "the node " + settings.cluster().address() + " cannot be started: " + e.getMessage(), e);
    }
    Guardian.Actors actors = started.join();
    ChainClient chain = actors.chain();
    RequestMetrics requests = new RequestMetrics();
    MetricsExporter metrics =
        new MetricsExporter(
            new MetricSources(
                system,
                actors.store(),
                actors.supervisor(),
                chain,
                store.metrics(),
                ingested,
                requests,
                open.pools(),
                settings.store().cacheDir(),
                settings.ingest().retention(),
                clock));
    Service service = new Service(settings, clock, open, chain, system, actors, requests, metrics);
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(CoordinatedShutdown.PhaseServiceStop(), "stop-ingest", service::stopIngest);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
        "publish-and-close",
        () -> {
          chain.close();
          CompletionStage<?> published =
              loading.isCompletedExceptionally()
                  ? CompletableFuture.completedStage(Done.getInstance())
                  : service.publish();
          return published
              .handle((done, failure) -> open.close())
              .thenCompose(closing -> closing)
              .thenApply(done -> Done.getInstance());
        });
    try {
      loading.join();
    } catch (CompletionException e) {
      service.stop();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    return service;
  }

  /**
   * Starts the HTTP server.
   *
   * @return the addresses that it listens on; fails with a sentence if it cannot
   */
  public CompletionStage<HttpServer.Bound> serve() {
    return HttpServer.start(
            system,
            settings.http(),
            new HttpServer.Dependencies(
                actors.store(),
                actors.supervisor(),
                clock,
                requests,
                metrics,
                settings.http().admin().isOn()
                    ? Optional.of(Operations.open(system, operator(), clock))
                    : Optional.empty()))
        .thenApply(
            bound -> {
              bound.operations().map(Service::here).ifPresent(open::announce);
              return bound;
            });
  }

  /** A URL that works from this machine. */
  public static URI here(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    String host = ip.isAnyLocalAddress() ? "localhost" : address.getHostString();
    boolean numbers = ip instanceof Inet6Address && host.contains(":");
    return URI.create("http://" + (numbers ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  /** What operators may ask for. */
  public OperationExecutor operator() {
    return new OperationExecutor(
        system,
        actors.store(),
        actors.supervisor(),
        new RecordMaintenance(settings.ingest(), chain, actors.store(), system),
        settings.store(),
        open.copying(),
        clock);
  }

  /** How ingest stands. */
  public CompletionStage<IngestStatus> ingestStatus() {
    return ask(actors.supervisor(), StatsSupervisor.GetStatus::new, Duration.ofSeconds(3));
  }

  /** Whether it has been told to end. */
  public boolean isStopping() {
    return CoordinatedShutdown.get(system).getShutdownReason().isPresent();
  }

  /** Ends the service, in order; returns when it has ended. */
  public void stop() {
    CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.unknownReason())
        .toCompletableFuture()
        .join();
  }

  /** Returns when the service has ended, for whatever reason. */
  public void awaitEnd() {
    system.getWhenTerminated().toCompletableFuture().join();
  }

  /** Whether it ended because the other nodes of the cluster went on without it. */
  public boolean wasRemoved() {
    return CoordinatedShutdown.get(system)
        .getShutdownReason()
        .filter(CoordinatedShutdown.clusterDowningReason()::equals)
        .isPresent();
  }

  /** Publishes what is stored, the commits that are under way included. */
  private CompletionStage<StatusReply<Done>> publish() {
    // The store works in order: the reply to a read is sent after the commits before it have ended.
    return this.<StatsStore.Command, StatusReply<Optional<ChunkRecord>>>ask(
            actors.store(), replyTo -> new StatsStore.GetRecord(0, replyTo), STOP_TIMEOUT)
        .thenCompose(read -> ask(actors.store(), StatsStore.Publish::new, STOP_TIMEOUT));
  }

  private CompletionStage<Done> stopIngest() {
    return ask(system, Guardian.StopIngest::new, STOP_TIMEOUT);
  }

  private <M, R> CompletionStage<R> ask(
      RecipientRef<M> actor,
      akka.japi.function.Function<ActorRef<R>, M> message,
      Duration timeout) {
    return AskPattern.ask(actor, message, timeout, system.scheduler());
  }
}
