package network.rei.dau.http;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ServerBinding;
import akka.pattern.Patterns;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.http.admin.AdminRoutes;
import network.rei.dau.http.admin.AdminSettings;
import network.rei.dau.http.admin.AdminToken;
import network.rei.dau.http.connection.InFlightBodies;
import network.rei.dau.http.connection.Listener;
import network.rei.dau.http.health.HealthRoutes;
import network.rei.dau.http.health.MetricsSource;
import network.rei.dau.http.metrics.RequestMetrics;
import network.rei.dau.http.stats.StatsRoutes;
import network.rei.dau.http.v1.ComputePool;
import network.rei.dau.http.v1.V1Routes;
import network.rei.dau.http.v1.events.EventFeed;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.maintenance.Operations;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import network.rei.dau.stats.StatsStore;

/** The HTTP server of the service. It stops with the actor system. */
public final class HttpServer {

  /** The time that the last bytes of a response take to the socket, with a margin. */
  private static final Duration FLUSH_TIME = Duration.ofMillis(200);

  /** The delay with which server-sent events report a change, at most. */
  private static final Duration EVENT_INTERVAL = Duration.ofSeconds(1);

  /**
   * The actors and sources that the server answers from.
   *
   * @param requests counts the requests
   * @param metrics answers {@code /metrics}
   * @param operations takes maintenance operations; empty if the settings turn them off
   */
  public record Dependencies(
      ActorRef<StatsStore.Command> store,
      ActorRef<StatsSupervisor.Command> supervisor,
      Clock clock,
      RequestMetrics requests,
      MetricsSource metrics,
      Optional<Operations> operations) {}

  /**
   * The addresses that the server listens on.
   *
   * @param operations the address of maintenance operations; empty if they are turned off
   */
  public record Bound(InetSocketAddress address, Optional<InetSocketAddress> operations) {}

  private final ActorSystem<?> system;
  private final HttpSettings settings;
  private final Listener listener;
  private final InFlightBodies bodies = new InFlightBodies();
  private final ComputePool computing = new ComputePool();
  private final ActorRef<EventFeed.Command> events;
  private final HttpRoutes routes;

  private HttpServer(ActorSystem<?> system, HttpSettings settings, Dependencies dependencies) {
    this.system = system;
    this.settings = settings;
    this.listener = new Listener(system, settings);
    Clock clock = dependencies.clock();
    ActorClient actors =
        new ActorClient(
            system, dependencies.store(), dependencies.supervisor(), settings.askTimeout());
    this.events =
        system.systemActorOf(
            EventFeed.create(actors, clock, EVENT_INTERVAL),
            "http-events",
            InstrumentedMailbox.of("EventFeed"));
    this.routes =
        new HttpRoutes(
            system,
            settings,
            clock,
            dependencies.requests(),
            new StatsRoutes(actors, bodies),
            new HealthRoutes(actors, settings, clock, dependencies.metrics()),
            new V1Routes(actors, computing, events, settings, clock),
            settings
                .admin()
                .token()
                .map(
                    token ->
                        new AdminRoutes(
                            new AdminToken(token),
                            dependencies.operations().orElseThrow(),
                            actors,
                            clock)));
  }

  /**
   * Starts to listen. CoordinatedShutdown stops the server: it unbinds the port, then lets bodies
   * in flight end and requests in progress complete, each for {@link HttpSettings#stopTimeout} at
   * most.
   *
   * @return the addresses listened on; fails with an {@link IllegalStateException}, whose message
   *     is one line for the operator, if an address cannot be listened on
   */
  public static CompletionStage<Bound> start(
      ActorSystem<?> system, HttpSettings settings, Dependencies dependencies) {
    return new HttpServer(system, settings, dependencies).bind();
  }

  private CompletionStage<Bound> bind() {
    AdminSettings admin = settings.admin();
    return listener
        .listen(Listener.Place.of(settings), routes.publicRoute())
        .thenCompose(
            binding -> {
              stopWithSystem(binding);
              InetSocketAddress address = binding.localAddress();
              return admin.isApart()
                  ? bindOperations().thenApply(own -> new Bound(address, Optional.of(own)))
                  : CompletableFuture.completedStage(
                      new Bound(address, Optional.of(address).filter(shared -> admin.isOn())));
            });
  }

  private CompletionStage<InetSocketAddress> bindOperations() {
    return listener
        .listen(Listener.Place.of(settings.admin()), routes.adminRoute())
        .thenApply(
            binding -> {
              binding.addToCoordinatedShutdown(settings.stopTimeout(), system);
              return binding.localAddress();
            });
  }

  private void stopWithSystem(ServerBinding binding) {
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "http-drain",
        () -> after(settings.drainTime()));
    shutdown.addTask(CoordinatedShutdown.PhaseServiceUnbind(), "http-unbind", binding::unbind);
    shutdown.addTask(
        CoordinatedShutdown.PhaseServiceUnbind(),
        "http-events",
        () -> {
          events.tell(EventFeed.Close.INSTANCE);
          return CompletableFuture.completedFuture(Done.done());
        });
    shutdown.addTask(
        CoordinatedShutdown.PhaseServiceRequestsDone(), "http-requests", () -> finish(binding));
  }

  /**
   * Completes when all responses are sent. The end of a body and the termination of the binding are
   * both reported a little before the last bytes are sent.
   */
  private CompletionStage<Done> finish(ServerBinding binding) {
    return bodies
        .allSent(settings.stopTimeout())
        .thenCompose(sent -> after(FLUSH_TIME))
        .thenCompose(flushed -> binding.terminate(settings.stopTimeout()))
        .thenCompose(terminated -> after(FLUSH_TIME))
        .thenApply(
            flushed -> {
              computing.stop();
              return flushed;
            });
  }

  private CompletionStage<Done> after(Duration delay) {
    return Patterns.after(delay, system, () -> CompletableFuture.completedFuture(Done.done()));
  }
}
