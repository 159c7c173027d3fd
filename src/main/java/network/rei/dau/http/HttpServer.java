package network.rei.dau.http;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.pattern.Patterns;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import network.rei.dau.http.admin.AdminRoutes;
import network.rei.dau.http.admin.AdminToken;
import network.rei.dau.http.connection.Listener;
import network.rei.dau.http.embed.EmbedRoutes;
import network.rei.dau.http.health.HealthRoutes;
import network.rei.dau.http.health.MetricsSource;
import network.rei.dau.http.metrics.RequestMetrics;
import network.rei.dau.http.metrics.ResourceMetrics;
import network.rei.dau.http.stats.StatsRoutes;
import network.rei.dau.http.v1.V1Routes;
import network.rei.dau.http.v1.events.EventFeed;
import network.rei.dau.http.v1.response.ComputePool;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.label.Labels;
import network.rei.dau.maintenance.Operations;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.webhook.WebhookStatus;

/** The HTTP server of the service. It stops with the actor system. */
public final class HttpServer {

  private static final Duration FINISH_MANAGEMENT = Duration.ofSeconds(1);

  /** The delay with which server-sent events report a change, at most. */
  private static final Duration EVENT_INTERVAL = Duration.ofSeconds(1);

  /**
   * The actors and sources that the server answers from.
   *
   * @param labels returns the newest labels
   * @param requests counts the requests
   * @param held counts what the server holds for its clients
   * @param computing computes the responses of {@code /api/v1}; stopped with the server
   * @param metrics answers {@code /metrics}
   * @param webhooks returns how the webhooks stand, and an empty list if there are none
   * @param operations takes maintenance operations; empty if the settings turn them off
   */
  public record Dependencies(
      ActorRef<StatsStore.Command> store,
      ActorRef<StatsSupervisor.Command> supervisor,
      Supplier<Labels> labels,
      Clock clock,
      RequestMetrics requests,
      ResourceMetrics held,
      ComputePool computing,
      MetricsSource metrics,
      Supplier<List<WebhookStatus>> webhooks,
      Optional<Operations> operations) {}

  /**
   * The addresses that the server listens on.
   *
   * @param management the address of the management port; empty without one
   * @param operations the address of maintenance operations; empty if they are turned off
   */
  public record Bound(
      InetSocketAddress address,
      Optional<InetSocketAddress> management,
      Optional<InetSocketAddress> operations) {}

  private final ActorSystem<?> system;
  private final HttpSettings settings;
  private final Listener listener;
  private final ResourceMetrics held;
  private final ComputePool computing;
  private final ActorRef<EventFeed.Command> events;
  private final HttpRoutes routes;

  private HttpServer(ActorSystem<?> system, HttpSettings settings, Dependencies dependencies) {
    this.system = system;
    this.settings = settings;
    this.listener = new Listener(system, settings);
    this.held = dependencies.held();
    this.computing = dependencies.computing();
    Clock clock = dependencies.clock();
    ActorClient actors =
        new ActorClient(
            system, dependencies.store(), dependencies.supervisor(), settings.askTimeout());
    this.events =
        system.systemActorOf(
            EventFeed.create(actors, clock, EVENT_INTERVAL),
            "http-events",
            InstrumentedMailbox.of("EventFeed"));
    V1Routes v1 =
        new V1Routes(actors, computing, events, settings, dependencies.labels(), held, clock);
    this.routes =
        new HttpRoutes(
            system,
            settings,
            clock,
            dependencies.requests(),
            new StatsRoutes(actors, held.memory(), settings.filter().countsNonces()),
            new HealthRoutes(
                actors, settings, clock, dependencies.metrics(), dependencies.webhooks()),
            v1,
            new EmbedRoutes(v1.snapshots(), settings),
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
   * Starts to listen. CoordinatedShutdown stops the server: it unbinds the ports, and closes the
   * connections when their responses are sent, after {@link HttpSettings#stopTimeout} at most.
   *
   * @return the addresses listened on; fails with an {@link IllegalStateException}, whose message
   *     is one line for the operator, if an address cannot be listened on
   */
  public static CompletionStage<Bound> start(
      ActorSystem<?> system, HttpSettings settings, Dependencies dependencies) {
    return new HttpServer(system, settings, dependencies).bind();
  }

  private CompletionStage<Bound> bind() {
    ManagementSettings management = settings.management();
    return listener
        .listen(Listener.Place.of(settings), routes.publicRoute(), held.http())
        .thenCompose(
            binding -> {
              stopWithSystem(binding);
              InetSocketAddress address = binding.localAddress();
              return management.isOn()
                  ? bindManagement().thenApply(own -> bound(address, Optional.of(own)))
                  : CompletableFuture.completedStage(bound(address, Optional.empty()));
            });
  }

  private Bound bound(InetSocketAddress address, Optional<InetSocketAddress> management) {
    return new Bound(
        address,
        management,
        settings.admin().isOn() ? Optional.of(management.orElse(address)) : Optional.empty());
  }

  /** The management port answers probes until the requests to the API are answered. */
  private CompletionStage<InetSocketAddress> bindManagement() {
    return listener
        .listen(
            Listener.Place.of(settings.management()), routes.managementRoute(), held.management())
        .thenApply(
            binding -> {
              CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
              shutdown.addTask(
                  CoordinatedShutdown.PhaseServiceStop(),
                  "http-management",
                  () -> binding.unbind().thenCompose(unbound -> binding.finish(FINISH_MANAGEMENT)));
              return binding.localAddress();
            });
  }

  private void stopWithSystem(Listener.Binding binding) {
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
        CoordinatedShutdown.PhaseServiceRequestsDone(),
        "http-requests",
        () ->
            binding
                .finish(settings.stopTimeout())
                .thenApply(
                    finished -> {
                      computing.stop();
                      return finished;
                    }));
  }

  private CompletionStage<Done> after(Duration delay) {
    return Patterns.after(delay, system, () -> CompletableFuture.completedFuture(Done.done()));
  }
}
