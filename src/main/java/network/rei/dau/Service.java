package network.rei.dau;

import akka.Done;
import akka.actor.BootstrapSetup;
import akka.actor.CoordinatedShutdown;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import akka.pattern.StatusReply;
import com.typesafe.config.Config;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.cluster.ClusterFormation;
import network.rei.dau.cluster.ClusterSettings;
import network.rei.dau.cluster.Superseded;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.http.HttpServer;
import network.rei.dau.http.ServiceVersion;
import network.rei.dau.http.connection.Listener;
import network.rei.dau.http.memory.ResponseMemory;
import network.rei.dau.http.metrics.RequestMetrics;
import network.rei.dau.http.metrics.ResourceMetrics;
import network.rei.dau.http.v1.response.ComputePool;
import network.rei.dau.ingest.IngestMetrics;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.label.LabelFile;
import network.rei.dau.maintenance.OperationExecutor;
import network.rei.dau.maintenance.Operations;
import network.rei.dau.maintenance.RecordMaintenance;
import network.rei.dau.observability.metrics.MetricSources;
import network.rei.dau.observability.metrics.MetricsExporter;
import network.rei.dau.observability.telemetry.Telemetry;
import network.rei.dau.observability.trace.TracingSetup;
import network.rei.dau.stats.LedgerMemory;
import network.rei.dau.stats.ReplicationMode;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.StoreAccess;
import network.rei.dau.storage.files.BackupFolder;
import network.rei.dau.webhook.WebhookMetrics;
import network.rei.dau.webhook.WebhookSender;
import network.rei.dau.webhook.WebhookStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running service: the store, the actors, and the HTTP server once {@link #serve} was called.
 *
 * <p>The service stops with the actor system, also on SIGTERM. {@link CoordinatedShutdown} first
 * completes the requests in flight, then stops ingest, then publishes the files and closes the
 * store.
 */
public final class Service {

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  /**
   * Longer than the phase of CoordinatedShutdown in which the actor system terminates, 10 s. Akka
   * itself waits without a limit for the streams to members that cannot be reached, until TCP gives
   * their connections up (https://github.com/akka/akka-core/issues/30326).
   */
  private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(15);

  private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(3);

  /** A change of the labels is read after one to two of these. */
  private static final Duration LABELS_INTERVAL = Duration.ofSeconds(5);

  private static final Set<CoordinatedShutdown.Reason> REASONS_TO_START_AGAIN =
      Set.of(
          CoordinatedShutdown.clusterDowningReason(),
          Superseded.BY_ANOTHER_CLUSTER,
          StopReason.HANDED_OVER,
          StopReason.START_FAILED_IN_PART);

  private final Settings settings;
  private final Guardian.Dependencies dependencies;
  private final StoreResources storage;
  private final LabelFile labels;
  private final ActorSystem<Guardian.Command> system;
  private final Guardian.Actors actors;
  private final Optional<Telemetry> telemetry;
  private final CompletableFuture<Done> terminated;
  private final RequestMetrics requestMetrics = new RequestMetrics();
  private final ResourceMetrics heldForClients;
  private final ComputePool computing = new ComputePool();
  private final MetricsExporter metrics;

  private Service(
      Settings settings,
      Guardian.Dependencies dependencies,
      StoreResources storage,
      LabelFile labels,
      ActorSystem<Guardian.Command> system,
      Guardian.Actors actors,
      Optional<Telemetry> telemetry) {
    this.settings = settings;
    this.dependencies = dependencies;
    this.storage = storage;
    this.labels = labels;
    this.system = system;
    this.actors = actors;
    this.telemetry = telemetry;
    this.heldForClients =
        new ResourceMetrics(
            ResponseMemory.ofShare(settings.http().memoryShare()),
            new ResourceMetrics.Limits(
                settings.http().maxConnections(),
                Listener.MAX_MANAGEMENT_CONNECTIONS,
                settings.http().eventStreams().inAll()));
    this.terminated = system.getWhenTerminated().toCompletableFuture().copy();
    this.metrics = metrics();
  }

  /** Starts a service as {@link #scheduled(Settings, Clock, Runnable)} does. */
  public static Service scheduled(Settings settings, Clock clock) {
    return scheduled(settings, clock, () -> {});
  }

  /**
   * Opens the store and starts the actors. Runs start at once and then by timers.
   *
   * @param closed runs after the cache folder was unlocked, also on SIGTERM, but not if the start
   *     fails
   * @throws network.rei.dau.settings.SettingsException if the file of labels cannot be used
   * @throws network.rei.dau.storage.StorageException if the store is in use, belongs to another
   *     chain, or cannot be read
   * @throws IllegalStateException if the port for the other nodes of the cluster cannot be bound
   */
  public static Service scheduled(Settings settings, Clock clock, Runnable closed) {
    ClusterSettings cluster = settings.cluster();
    return start(
        settings,
        clock,
        cluster.isOn()
            ? new Mode(
                Guardian.IngestMode.CLUSTER,
                cluster.akka().withFallback(settings.akka()),
                ClientTuning.DEFAULT)
            : new Mode(
                Guardian.IngestMode.SCHEDULED,
                ClusterSettings.withoutMessagesBetweenNodes(settings.akka()),
                ClientTuning.DEFAULT),
        closed);
  }

  /** Starts a service as {@link #onDemand(Settings, Clock, Runnable)} does. */
  public static Service onDemand(Settings settings, Clock clock) {
    return onDemand(settings, clock, ClientTuning.DEFAULT);
  }

  /** As {@link #onDemand(Settings, Clock, Runnable)}, with parameters of the chain client. */
  public static Service onDemand(Settings settings, Clock clock, ClientTuning tuning) {
    return onDemand(settings, clock, tuning, () -> {});
  }

  /**
   * Starts a service that runs only on request of {@link #operations} and is never a member of a
   * cluster; otherwise as {@link #scheduled(Settings, Clock, Runnable)}.
   */
  public static Service onDemand(Settings settings, Clock clock, Runnable closed) {
    return onDemand(settings, clock, ClientTuning.DEFAULT, closed);
  }

  private static Service onDemand(
      Settings settings, Clock clock, ClientTuning tuning, Runnable closed) {
    return start(
        settings,
        clock,
        new Mode(
            Guardian.IngestMode.ON_DEMAND,
            ClusterSettings.withoutMessagesBetweenNodes(settings.akka()),
            tuning),
        closed);
  }

  private record Mode(Guardian.IngestMode ingest, Config akka, ClientTuning tuning) {}

  private static Service start(Settings settings, Clock clock, Mode mode, Runnable closed) {
    try (SignalDuringStart signal = new SignalDuringStart(LOG)) {
      return startUntilSignal(settings, clock, mode, closed, signal);
    }
  }

  private static Service startUntilSignal(
      Settings settings, Clock clock, Mode mode, Runnable closed, SignalDuringStart signal) {
    LabelFile labels = LabelFile.open(settings.labels());
    StoreResources storage = StoreResources.of(settings, clock, closed);
    StoreAccess store =
        storage.access(
            LedgerMemory.ofShare(settings.store().memoryShare()),
            settings.contracts().tracking(() -> labels.get().addresses()),
            clock);
    CompletableFuture<Void> preload = store.preload().toCompletableFuture();
    Guardian.Dependencies dependencies =
        new Guardian.Dependencies(
            settings.ingest(),
            settings.rpc(),
            mode.tuning(),
            store,
            settings.store().isShared() ? ReplicationMode.SHARED : ReplicationMode.EXCLUSIVE,
            clock,
            new IngestMetrics(),
            webhooks(settings, storage, clock),
            mode.ingest() == Guardian.IngestMode.CLUSTER
                ? Optional.of(
                    new ClusterFormation.Dependencies(
                        settings.cluster(), StoreResources.members(settings.store())))
                : Optional.empty());
    CompletableFuture<Guardian.Actors> actors = new CompletableFuture<>();
    Optional<Telemetry> telemetry = telemetry(settings, clock);
    ActorSystem<Guardian.Command> system =
        startActorSystem(
            Guardian.create(dependencies, mode.ingest(), actors),
            mode,
            settings,
            storage,
            telemetry);
    Service service =
        new Service(settings, dependencies, storage, labels, system, actors.join(), telemetry);
    service.refreshLabels();
    service.exportMetrics();
    service.registerShutdownTasks(preload);
    signal.close();
    service.awaitPreload(preload);
    return service;
  }

  private static Optional<WebhookSender.Dependencies> webhooks(
      Settings settings, StoreResources storage, Clock clock) {
    return settings.webhooks().webhooks().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new WebhookSender.Dependencies(
                settings.webhooks(),
                settings.http().page().chainName(),
                settings.rpc().chainId(),
                settings.ingest().retention(),
                storage.outbox(),
                storage.blocking(),
                clock,
                new WebhookMetrics(settings.webhooks().webhooks())));
  }

  private static ActorSystem<Guardian.Command> startActorSystem(
      Behavior<Guardian.Command> guardian,
      Mode mode,
      Settings settings,
      StoreResources storage,
      Optional<Telemetry> telemetry) {
    ActorSystemSetup setup = ActorSystemSetup.create(BootstrapSetup.create(mode.akka()));
    try {
      return ActorSystem.create(
          guardian,
          ClusterSettings.SYSTEM,
          telemetry.map(Telemetry::tracer).map(TracingSetup::new).map(setup::and).orElse(setup));
    } catch (RuntimeException e) {
      storage.close().join();
      throw new IllegalStateException(
          "the node " + settings.cluster().address() + " cannot be started: " + e.getMessage(), e);
    }
  }

  private static Optional<Telemetry> telemetry(Settings settings, Clock clock) {
    return settings.telemetry().isOn()
        ? Optional.of(
            new Telemetry(
                settings.telemetry(),
                ServiceVersion.current(),
                settings.cluster().isOn()
                    ? settings.cluster().address()
                    : settings.http().host() + ":" + settings.http().port(),
                clock))
        : Optional.empty();
  }

  private void exportMetrics() {
    telemetry
        .filter(collector -> !collector.metricsInterval().isZero())
        .ifPresent(
            collector ->
                system
                    .scheduler()
                    .scheduleWithFixedDelay(
                        collector.metricsInterval(),
                        collector.metricsInterval(),
                        () -> collector.export(metrics::snapshots),
                        system.dispatchers().lookup(DispatcherSelector.blocking())));
  }

  /** Sends the last metrics, and the spans that wait: those of the last run have ended by now. */
  private CompletionStage<Done> closeTelemetry(Telemetry collector) {
    CompletionStage<?> exported =
        collector.metricsInterval().isZero()
            ? CompletableFuture.completedStage(Done.getInstance())
            : collector.export(metrics::snapshots);
    return exported
        .thenCompose(sent -> collector.close())
        .toCompletableFuture()
        .thenApply(closed -> Done.getInstance())
        .completeOnTimeout(
            Done.getInstance(), STOP_TIMEOUT.toMillis() - 500, TimeUnit.MILLISECONDS);
  }

  private void refreshLabels() {
    if (settings.labels().file().isPresent()) {
      system
          .scheduler()
          .scheduleWithFixedDelay(
              LABELS_INTERVAL,
              LABELS_INTERVAL,
              labels::refresh,
              system.dispatchers().lookup(DispatcherSelector.blocking()));
    }
  }

  private void registerShutdownTasks(CompletableFuture<Void> preload) {
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "log-reason",
        () -> {
          LOG.info("The service stops because {}", StopReason.clause(shutdown.getShutdownReason()));
          return CompletableFuture.completedFuture(Done.done());
        });
    shutdown.addTask(CoordinatedShutdown.PhaseServiceStop(), "stop-ingest", this::stopIngest);
    shutdown.addTask(
        CoordinatedShutdown.PhaseActorSystemTerminate(),
        "limit-termination",
        () -> {
          CompletableFuture.delayedExecutor(TERMINATION_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
              .execute(this::stopWaitingForTermination);
          return CompletableFuture.completedFuture(Done.done());
        });
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
        "publish-and-close",
        () -> publishAndClose(preload));
    telemetry.ifPresent(
        collector ->
            shutdown.addTask(
                CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                "telemetry",
                () -> closeTelemetry(collector)));
  }

  private void stopWaitingForTermination() {
    if (!terminated.isDone()) {
      try {
        LOG.warn(
            "The actor system has not terminated within {} s. The actors that still exist: {}",
            TERMINATION_TIMEOUT.toSeconds(),
            system.printTree().strip().replaceAll("\\R\\s*", " ; "));
      } finally {
        terminated.complete(Done.done());
      }
    }
  }

  private CompletionStage<Done> publishAndClose(CompletableFuture<Void> preload) {
    actors.chain().close();
    CompletionStage<?> published =
        preload.isCompletedExceptionally()
            ? CompletableFuture.completedStage(Done.getInstance())
            : publish();
    return published
        .handle((done, failure) -> storage.close())
        .thenCompose(closing -> closing)
        .thenApply(done -> Done.getInstance());
  }

  private void awaitPreload(CompletableFuture<Void> preload) {
    try {
      preload.join();
    } catch (CompletionException e) {
      stop(StopReason.START_FAILED);
      throw Failures.cause(e) instanceof RuntimeException cause ? cause : e;
    }
  }

  /**
   * Starts the HTTP server.
   *
   * @return the bound addresses; fails with a message for the operator if a port cannot be bound
   */
  public CompletionStage<HttpServer.Bound> serve() {
    return HttpServer.start(
            system,
            settings.http(),
            new HttpServer.Dependencies(
                actors.store(),
                actors.supervisor(),
                labels,
                dependencies.clock(),
                requestMetrics,
                heldForClients,
                computing,
                metrics,
                this::webhookStatuses,
                settings.http().admin().isOn()
                    ? Optional.of(Operations.spawn(system, operations(), dependencies.clock()))
                    : Optional.empty()))
        .thenApply(
            bound -> {
              bound.operations().map(Service::localUrl).ifPresent(storage::announce);
              return bound;
            });
  }

  private List<WebhookStatus> webhookStatuses() {
    return dependencies.webhooks().map(webhooks -> webhooks.metrics().statuses()).orElse(List.of());
  }

  private Map<String, ThreadPoolExecutor> pools() {
    Map<String, ThreadPoolExecutor> pools = new HashMap<>(storage.pools());
    pools.put("http-compute", computing.executor());
    return pools;
  }

  private MetricsExporter metrics() {
    return new MetricsExporter(
        new MetricSources(
            settings.metrics(),
            system,
            actors.store(),
            actors.supervisor(),
            actors.chain(),
            dependencies.store().metrics(),
            dependencies.metrics(),
            requestMetrics,
            heldForClients,
            labels,
            dependencies.webhooks().map(WebhookSender.Dependencies::metrics),
            telemetry.map(Telemetry::counts),
            pools(),
            settings.store().cacheDir(),
            new BackupFolder(settings.store()),
            settings.cluster().tls(),
            ServiceVersion.current(),
            settings.ingest().retention(),
            dependencies.clock()));
  }

  /** Returns a URL that can be requested from this machine. */
  public static URI localUrl(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    String host = ip.isAnyLocalAddress() ? "localhost" : ip.getHostAddress().split("%", 2)[0];
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  /** Returns the executor of the maintenance operations. */
  public OperationExecutor operations() {
    return new OperationExecutor(
        system,
        actors.store(),
        actors.supervisor(),
        new RecordMaintenance(
            settings.ingest(), actors.chain(), actors.store(), system, dependencies.clock()),
        settings.store(),
        storage.copying(),
        dependencies.clock());
  }

  /** Returns the status of ingest. */
  public CompletionStage<IngestStatus> ingestStatus() {
    return ask(actors.supervisor(), StatsSupervisor.GetStatus::new, STATUS_TIMEOUT);
  }

  /** Returns whether the shutdown has started. */
  public boolean isStopping() {
    return CoordinatedShutdown.get(system).getShutdownReason().isPresent();
  }

  /** Stops the service at the end of a command, and waits until it has stopped. */
  public void stop() {
    stop(StopReason.COMMAND_ENDED);
  }

  /** Stops the service and waits until it has stopped. */
  public void stop(StopReason reason) {
    CoordinatedShutdown.get(system).runAll(reason).toCompletableFuture().join();
  }

  /**
   * Waits until the service has stopped: the actor system has terminated, or it has not in {@link
   * #TERMINATION_TIMEOUT} after the store was closed, when the caller should end the process.
   */
  public void awaitTermination() {
    terminated.join();
  }

  /**
   * Returns why the process must be started again, as a sentence: the service stopped because the
   * other nodes removed it from the cluster or formed another one, or because it left the cluster
   * to hand the supervisor of the ingest over.
   */
  public Optional<String> whyToStartAgain() {
    return CoordinatedShutdown.get(system)
        .getShutdownReason()
        .filter(REASONS_TO_START_AGAIN::contains)
        .map(reason -> StopReason.clause(Optional.of(reason)));
  }

  /** Publishes the stored data, including the commits in progress. */
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
