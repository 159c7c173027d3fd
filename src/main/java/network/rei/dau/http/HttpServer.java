package network.rei.dau.http;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import akka.pattern.Patterns;
import akka.stream.SystemMaterializer;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.cluster.Membership;
import network.rei.dau.cluster.Role;
import network.rei.dau.http.admin.AdminRoutes;
import network.rei.dau.http.admin.AdminSettings;
import network.rei.dau.http.admin.AdminToken;
import network.rei.dau.http.health.MetricsSource;
import network.rei.dau.http.page.DocsRoutes;
import network.rei.dau.http.page.PageRoutes;
import network.rei.dau.http.ratelimit.ClientKey;
import network.rei.dau.http.ratelimit.RateLimitSettings;
import network.rei.dau.http.ratelimit.RateLimited;
import network.rei.dau.http.ratelimit.RateLimiter;
import network.rei.dau.http.stats.StatsRoutes;
import network.rei.dau.http.v1.ComputePool;
import network.rei.dau.http.v1.V1Routes;
import network.rei.dau.http.v1.events.EventFeed;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.maintenance.Operations;
import network.rei.dau.observability.actor.InstrumentedMailbox;
import network.rei.dau.stats.StatsStore;

/** The HTTP server of the service. */
public final class HttpServer {

  /** What the last bytes of a response take from us to the socket, amply. */
  private static final Duration LAST_BYTES = Duration.ofMillis(200);

  /** How soon clients are told of what changes. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** Of whom requests are counted one by one: 6 MB at most, where there is a limit. */
  private static final int KNOWN_CLIENTS = 65_536;

  private HttpServer() {}

  /**
   * What the server stands before.
   *
   * @param clock tells {@code /health} how old the data is
   * @param counts what it adds to
   * @param metrics what {@code /metrics} answers
   * @param operations by hand; empty where the settings do not turn them on
   */
  public record Parts(
      ActorRef<StatsStore.Command> store,
      ActorRef<StatsSupervisor.Command> supervisor,
      Clock clock,
      RequestMetrics counts,
      MetricsSource metrics,
      Optional<Operations> operations) {}

  /**
   * Where it listens.
   *
   * @param operations where operations by hand are taken; empty if they are not
   */
  public record Bound(InetSocketAddress address, Optional<InetSocketAddress> operations) {}

  /**
   * Starts to listen, and stops with the actor system: CoordinatedShutdown unbinds the port and
   * lets bodies be sent and requests in flight be answered, each for {@link
   * HttpSettings#stopTimeout} at most.
   *
   * @return the addresses listened on; failed with an {@link IllegalStateException}, whose message
   *     is one line for the operator, if that is not possible
   */
  public static CompletionStage<Bound> start(
      ActorSystem<?> system, HttpSettings settings, Parts parts) {
    InFlightBodies bodies = new InFlightBodies();
    ComputePool computing = new ComputePool();
    ActorClient asks =
        new ActorClient(system, parts.store(), parts.supervisor(), settings.askTimeout());
    StatsRoutes api = new StatsRoutes(asks, settings, parts.clock(), bodies, parts.metrics());
    ActorRef<EventFeed.Command> feed =
        system.systemActorOf(
            EventFeed.create(asks, parts.clock(), LOOK_EVERY),
            "http-events",
            InstrumentedMailbox.of("EventFeed"));
    V1Routes v1 = new V1Routes(asks, computing, feed, settings, parts.clock());
    Function<HttpRequest, CompletionStage<HttpResponse>> handler =
        forWhoMayAsk(
            system,
            limited(
                new RequestHandler(
                    api, v1, new DocsRoutes(), new PageRoutes(settings.page()), system),
                settings.rateLimit(),
                parts.clock()));
    Listener listener = new Listener(system, settings, new RouteNames(api), parts.counts());
    AdminSettings admin = settings.admin();
    return listener
        .listen(
            Listener.Place.of(settings),
            admin.isOn() && !admin.isApart()
                ? operations(system, admin, parts, asks, handler)
                : handler)
        .thenApply(
            binding -> {
              stopWithTheSystem(system, settings, binding, bodies, computing, feed);
              return binding.localAddress();
            })
        .thenCompose(
            address ->
                admin.isApart()
                    ? listener
                        .listen(
                            Listener.Place.of(admin),
                            operations(system, admin, parts, asks, HttpServer::notFound))
                        .thenApply(
                            binding -> {
                              binding.addToCoordinatedShutdown(settings.stopTimeout(), system);
                              return new Bound(address, Optional.of(binding.localAddress()));
                            })
                    : CompletableFuture.completedStage(
                        new Bound(address, Optional.of(address).filter(same -> admin.isOn()))));
  }

  private static Function<HttpRequest, CompletionStage<HttpResponse>> operations(
      ActorSystem<?> system,
      AdminSettings settings,
      Parts parts,
      ActorClient asks,
      Function<HttpRequest, CompletionStage<HttpResponse>> otherwise) {
    return new AdminRoutes(
        new AdminToken(settings.token().orElseThrow()),
        parts.operations().orElseThrow(),
        asks,
        parts.clock(),
        SystemMaterializer.get(system).materializer(),
        otherwise);
  }

  private static CompletionStage<HttpResponse> notFound(HttpRequest request) {
    return CompletableFuture.completedFuture(CommonHeaders.safe(Problems.notFound()));
  }

  private static Function<HttpRequest, CompletionStage<HttpResponse>> forWhoMayAsk(
      ActorSystem<?> system, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    return Membership.has(system, Role.API) ? handler : new OperatorsOnly(handler);
  }

  private static Function<HttpRequest, CompletionStage<HttpResponse>> limited(
      RequestHandler handler, RateLimitSettings settings, Clock clock) {
    return settings.isOn()
        ? new RateLimited(
            handler,
            new RateLimiter(settings.requestsPerMinute(), KNOWN_CLIENTS, clock),
            new ClientKey(settings.trustedProxies()))
        : handler;
  }

  private static void stopWithTheSystem(
      ActorSystem<?> system,
      HttpSettings settings,
      ServerBinding binding,
      InFlightBodies bodies,
      ComputePool computing,
      ActorRef<EventFeed.Command> feed) {
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "http-drain",
        () ->
            Patterns.after(
                settings.drainTime(),
                system,
                () -> CompletableFuture.completedFuture(Done.done())));
    shutdown.addTask(CoordinatedShutdown.PhaseServiceUnbind(), "http-unbind", binding::unbind);
    shutdown.addTask(
        CoordinatedShutdown.PhaseServiceUnbind(),
        "http-events",
        () -> {
          feed.tell(EventFeed.Close.INSTANCE);
          return CompletableFuture.completedFuture(Done.done());
        });
    // Termination cuts what is being streamed, and it and the end of a body are both told a little
    // before the last bytes are out.
    shutdown.addTask(
        CoordinatedShutdown.PhaseServiceRequestsDone(),
        "http-requests",
        () ->
            bodies
                .sent(settings.stopTimeout())
                .thenCompose(sent -> lastBytesOut(system))
                .thenCompose(out -> binding.terminate(settings.stopTimeout()))
                .thenCompose(terminated -> lastBytesOut(system))
                .thenApply(
                    done -> {
                      computing.stop();
                      return done;
                    }));
  }

  private static CompletionStage<Done> lastBytesOut(ActorSystem<?> system) {
    return Patterns.after(LAST_BYTES, system, () -> CompletableFuture.completedFuture(Done.done()));
  }
}
