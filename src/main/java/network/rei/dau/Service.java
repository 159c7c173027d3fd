package network.rei.dau;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import network.rei.dau.activity.LedgerRecord;
import network.rei.dau.chain.ChainClient;
import network.rei.dau.chain.JsonRpcChainClient;
import network.rei.dau.http.ClassesAhead;
import network.rei.dau.http.HttpServer;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.RunResult;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.stats.Snapshot;
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
  private final ActorSystem<Guardian.Command> system;
  private final Guardian.Actors actors;

  private Service(
      Settings settings,
      Clock clock,
      ActorSystem<Guardian.Command> system,
      Guardian.Actors actors) {
    this.settings = settings;
    this.clock = clock;
    this.system = system;
    this.actors = actors;
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
   */
  public static Service scheduled(Settings settings, Clock clock, Runnable closed) {
    return start(
        settings, clock, StatsSupervisor::scheduled, closed, ClassesAhead.load(settings.akka()));
  }

  /** As {@link #onDemand(Settings, Clock, Runnable)}, with nothing to do at the end. */
  public static Service onDemand(Settings settings, Clock clock) {
    return onDemand(settings, clock, () -> {});
  }

  /** As {@link #scheduled(Settings, Clock, Runnable)}, but runs only when {@link #run} asks. */
  public static Service onDemand(Settings settings, Clock clock, Runnable closed) {
    return start(
        settings,
        clock,
        StatsSupervisor::onDemand,
        closed,
        CompletableFuture.completedFuture(null));
  }

  private static Service start(
      Settings settings,
      Clock clock,
      Function<StatsSupervisor.Tools, Behavior<StatsSupervisor.Command>> supervising,
      Runnable closed,
      CompletableFuture<Void> classes) {
    OpenStore open = OpenStore.of(settings, clock, closed);
    StoreAccess store = open.access(clock);
    CompletableFuture<Void> loading = store.preload().toCompletableFuture();
    ChainClient chain = JsonRpcChainClient.create(settings.rpc());
    CompletableFuture<Guardian.Actors> started = new CompletableFuture<>();
    classes.join();
    ActorSystem<Guardian.Command> system =
        ActorSystem.create(
            Guardian.create(
                new Guardian.Parts(settings.ingest(), chain, store, clock), supervising, started),
            "rei-dau",
            settings.akka());
    Service service = new Service(settings, clock, system, started.join());
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseServiceStop(),
        "stop-ingest",
        () -> service.stopIngest().whenComplete((stopped, failure) -> chain.close()));
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
        "publish-and-close",
        () -> {
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

  /** Runs, and then fetches every day back to a date; completed when all of that has ended. */
  public CompletionStage<RunResult> backfill(LocalDate from) {
    return ask(
        actors.supervisor(),
        replyTo -> new StatsSupervisor.Backfill(from, replyTo),
        Duration.ofDays(20));
  }

  /** The highest block stored; empty if there is none. */
  public CompletionStage<OptionalLong> lastProcessedBlock() {
    return ask(actors.store(), StatsStore.GetSnapshot::new, Duration.ofSeconds(3))
        .thenApply(
            (Snapshot data) ->
                data.ledger().last().stream().mapToLong(LedgerRecord::lastBlock).findFirst());
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

  /** Publishes what is stored, the commits that are under way included. */
  private CompletionStage<StatsStore.Published> publish() {
    // The store works in order: once it has read a record, it has heard of all commits before.
    return this.<StatsStore.Command, StatsStore.RecordReply>ask(
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
