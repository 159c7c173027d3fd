package network.rei.dau;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AskPattern;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import network.rei.dau.activity.Ledger;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.JsonRpcChainClient;
import network.rei.dau.http.HttpServer;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.RunResult;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.StoreAccess;
import network.rei.dau.storage.CacheFolder;
import network.rei.dau.storage.JdbcRecordRepository;
import network.rei.dau.storage.PublishedFiles;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.views.PublishedViews;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running service: the store, the chain client, the actors, and what closes them in order.
 *
 * <p>Ends with the actor system; {@link CoordinatedShutdown} sees to it that requests in flight are
 * answered, the files published and the store closed first, also on SIGTERM.
 */
public final class Service {

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);
  private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(5);

  private final Settings settings;
  private final Clock clock;
  private final ActorSystem<Void> system;
  private final Guardian.Actors actors;

  private Service(
      Settings settings, Clock clock, ActorSystem<Void> system, Guardian.Actors actors) {
    this.settings = settings;
    this.clock = clock;
    this.system = system;
    this.actors = actors;
  }

  /**
   * Opens the store and starts the actors; runs begin at once and then by the timers.
   *
   * @throws network.rei.dau.storage.StorageException if the store is in use, of another chain, or
   *     cannot be read
   */
  public static Service scheduled(Settings settings, Clock clock) {
    return start(settings, clock, StatsSupervisor::scheduled);
  }

  /** As {@link #scheduled}, but runs only when {@link #run} asks. */
  public static Service onDemand(Settings settings, Clock clock) {
    return start(settings, clock, StatsSupervisor::onDemand);
  }

  private static Service start(
      Settings settings,
      Clock clock,
      Function<StatsSupervisor.Tools, Behavior<StatsSupervisor.Command>> supervising) {
    CacheFolder folder = CacheFolder.open(settings.store().cacheDir(), clock);
    try {
      for (Path moved : folder.movedAside()) {
        LOG.info("Moved a file of the Node.js version aside, to {}", moved);
      }
      RecordRepository repository = JdbcRecordRepository.open(settings.store(), identity(settings));
      try {
        return start(settings, clock, supervising, folder, repository);
      } catch (RuntimeException e) {
        repository.close();
        throw e;
      }
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static Service start(
      Settings settings,
      Clock clock,
      Function<StatsSupervisor.Tools, Behavior<StatsSupervisor.Command>> supervising,
      CacheFolder folder,
      RecordRepository repository) {
    ExecutorService blocking = daemons("storage", 1);
    ExecutorService computing = daemons("compute", 2);
    PublishedFiles files = PublishedFiles.in(folder);
    StoreAccess store =
        new StoreAccess(
            repository,
            (ledger, computedAt) -> publish(files, ledger, computedAt),
            clock,
            blocking,
            computing);
    CompletionStage<Void> loading = store.preload();
    ChainClient chain = JsonRpcChainClient.create(settings.rpc());
    CompletableFuture<Guardian.Actors> started = new CompletableFuture<>();
    ActorSystem<Void> system =
        ActorSystem.create(
            Guardian.create(
                new Guardian.Parts(settings.ingest(), chain, store, clock), supervising, started),
            "rei-dau",
            settings.akka());
    Service service = new Service(settings, clock, system, started.join());
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            "publish-and-close",
            () ->
                service
                    .publish()
                    .handle(
                        (published, failure) -> {
                          chain.close();
                          blocking.execute(repository::close);
                          blocking.execute(folder::close);
                          blocking.shutdown();
                          computing.shutdown();
                          return Done.getInstance();
                        }));
    try {
      loading.toCompletableFuture().join();
    } catch (CompletionException e) {
      service.stop();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    return service;
  }

  /**
   * Starts the HTTP server.
   *
   * @return the address that it listens on; fails with a sentence if it cannot
   */
  public CompletionStage<InetSocketAddress> serve() {
    return HttpServer.start(system, settings.http(), actors.store(), actors.supervisor(), clock);
  }

  /**
   * Asks for one run over the whole retention; completed when it has ended, however long it takes.
   */
  public CompletionStage<RunResult> run() {
    return ask(actors.supervisor(), StatsSupervisor.RunTask::new, Duration.ofDays(20));
  }

  /** How ingest stands. */
  public CompletionStage<IngestStatus> ingestStatus() {
    return ask(actors.supervisor(), StatsSupervisor.GetStatus::new, Duration.ofSeconds(3));
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

  private CompletionStage<StatsStore.Published> publish() {
    return ask(actors.store(), StatsStore.Publish::new, PUBLISH_TIMEOUT);
  }

  private <M, R> CompletionStage<R> ask(
      ActorRef<M> actor, akka.japi.function.Function<ActorRef<R>, M> message, Duration timeout) {
    return AskPattern.ask(actor, message, timeout, system.scheduler());
  }

  private static void publish(PublishedFiles files, Ledger ledger, Instant computedAt) {
    files.publish(
        "statistics.json", out -> PublishedViews.writeStatistics(ledger, computedAt, out));
    files.publish("history.json", out -> PublishedViews.writeHistory(ledger, out));
  }

  private static StoreIdentity identity(Settings settings) {
    return new StoreIdentity(
        settings.rpc().chainId(), settings.ingest().chunkSize(), Optional.empty());
  }

  private static ExecutorService daemons(String name, int threads) {
    return Executors.newFixedThreadPool(
        threads,
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
