package network.rei.dau.http;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.settings.ServerSettings;
import akka.japi.function.Function;
import akka.pattern.Patterns;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.actors.MeasuredMailbox;
import network.rei.dau.cluster.Membership;
import network.rei.dau.cluster.Role;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.stats.StatsStore;

/** The HTTP server of the service. */
public final class HttpServer {

  /** What the last bytes of a response take from us to the socket, amply. */
  private static final Duration LAST_BYTES = Duration.ofMillis(200);

  /** How soon clients are told of what changes. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** Of whom requests are counted one by one: 6 MB at most, where there is a limit. */
  private static final int KNOWN_CLIENTS = 65_536;

  /** For answers that were computed once for a version of the data. */
  private static final long ANSWERS_BYTES = 16 << 20;

  /**
   * What the kernel may hold of an answer that is not read; left to itself it takes 4 MB of each, 8
   * GB of 2,000 clients that read nothing.
   */
  private static final String SEND_BUFFER = "128 KiB";

  private HttpServer() {}

  /**
   * Starts to listen, and stops with the actor system: CoordinatedShutdown unbinds the port and
   * lets bodies be sent and requests in flight be answered, each for {@link
   * HttpSettings#stopTimeout} at most.
   *
   * @param clock tells {@code /health} how old the data is
   * @param counts what it adds to
   * @param metrics what {@code /metrics} answers
   * @return the address listened on; failed with an {@link IllegalStateException}, whose message is
   *     one line for the operator, if that is not possible
   */
  public static CompletionStage<InetSocketAddress> start(
      ActorSystem<?> system,
      HttpSettings settings,
      ActorRef<StatsStore.Command> statsStore,
      ActorRef<StatsSupervisor.Command> supervisor,
      Clock clock,
      RequestCounts counts,
      MetricsSource metrics) {
    OpenBodies bodies = new OpenBodies();
    Computing computing = new Computing();
    Asks asks = new Asks(system, statsStore, supervisor, settings.askTimeout());
    ApiRoutes api = new ApiRoutes(asks, settings, clock, bodies, metrics);
    ActorRef<EventFeed.Command> feed =
        system.systemActorOf(
            EventFeed.create(asks, clock, LOOK_EVERY),
            "http-events",
            MeasuredMailbox.of("EventFeed"));
    ApiV1 v1 =
        new ApiV1(
            new DataResource.Tools(
                asks, computing, new AnswerCache(ANSWERS_BYTES), clock, settings.staleAfter()),
            settings,
            feed);
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .withSettings(serverSettings(system, settings))
        .bindFlow(
            SlowStarters.closed(
                new CountedRequests(
                    forWhoMayAsk(
                        system,
                        limited(
                            new RequestHandler(
                                api, v1, new Docs(), new Page(settings.page()), system),
                            settings.rateLimit(),
                            clock)),
                    new RouteNames(api, v1),
                    counts),
                settings.headerTimeout()))
        .thenApply(
            binding -> {
              stopWithTheSystem(system, settings, binding, bodies, computing, feed);
              return binding.localAddress();
            })
        .exceptionally(
            failure -> {
              throw new IllegalStateException(reason(failure, settings), failure);
            });
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
            new ClientNumber(settings.trustedProxies()))
        : handler;
  }

  private static void stopWithTheSystem(
      ActorSystem<?> system,
      HttpSettings settings,
      ServerBinding binding,
      OpenBodies bodies,
      Computing computing,
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

  static ServerSettings serverSettings(ActorSystem<?> system, HttpSettings settings) {
    Map<String, ?> values =
        Map.ofEntries(
            Map.entry("server-header", "rei-dau-stats"),
            Map.entry("idle-timeout", settings.idleTimeout().toMillis() + " ms"),
            // each route bounds itself by the ask timeout, so a timer a request would be for
            // nothing
            Map.entry("request-timeout", "infinite"),
            Map.entry("max-connections", settings.maxConnections()),
            Map.entry("remote-address-attribute", settings.rateLimit().isOn()),
            Map.entry("backlog", 1024),
            Map.entry("socket-options.so-send-buffer-size", SEND_BUFFER),
            Map.entry("transparent-head-requests", "on"),
            Map.entry("parsing.error-handler", JsonParsingErrorHandler.class.getName()),
            Map.entry("parsing.max-content-length", "16 KiB"),
            Map.entry("parsing.max-uri-length", "4 KiB"),
            Map.entry("parsing.max-header-value-length", "8 KiB"),
            Map.entry("parsing.max-header-count", 64),
            Map.entry("parsing.illegal-header-warnings", "off"));
    return ServerSettings.create(
        ConfigFactory.parseMap(values, "the server's settings")
            .atPath("akka.http.server")
            .withFallback(system.settings().config()));
  }

  /**
   * Makes sure that the port can be listened on, before anything else is begun.
   *
   * @throws IllegalStateException with the same sentence as {@link #start} fails with
   */
  public static void requireFree(HttpSettings settings) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(reason(e, settings), e);
    }
  }

  private static String reason(Throwable failure, HttpSettings settings) {
    String where = "port " + settings.port() + " on " + settings.host();
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String text = root.getMessage() == null ? root.toString() : root.getMessage();
    return root instanceof BindException && text.contains("in use")
        ? where + " is in use: set PORT to another"
        : where + " cannot be listened on: " + text;
  }
}
