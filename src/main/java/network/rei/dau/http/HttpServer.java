package network.rei.dau.http;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.settings.ServerSettings;
import com.typesafe.config.ConfigFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.stats.StatsStore;

/** The HTTP server of the service. */
public final class HttpServer {

  private HttpServer() {}

  /**
   * Starts to listen, and stops with the actor system: CoordinatedShutdown unbinds the port and
   * lets requests in flight end, for {@link HttpSettings#stopTimeout} at most.
   *
   * @param clock tells {@code /health} how old the data is
   * @return the address listened on; failed with an {@link IllegalStateException}, whose message is
   *     one line for the operator, if that is not possible
   */
  public static CompletionStage<InetSocketAddress> start(
      ActorSystem<?> system,
      HttpSettings settings,
      ActorRef<StatsStore.Command> statsStore,
      ActorRef<StatsSupervisor.Command> supervisor,
      Clock clock) {
    ApiRoutes api = new ApiRoutes(system, settings, statsStore, supervisor, clock);
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .withSettings(serverSettings(system, settings))
        .bind(new RequestHandler(api, system))
        .thenApply(binding -> binding.addToCoordinatedShutdown(settings.stopTimeout(), system))
        .thenApply(ServerBinding::localAddress)
        .exceptionally(
            failure -> {
              throw new IllegalStateException(reason(failure, settings), failure);
            });
  }

  private static ServerSettings serverSettings(ActorSystem<?> system, HttpSettings settings) {
    Map<String, ?> values =
        Map.ofEntries(
            Map.entry("server-header", "rei-dau-stats"),
            Map.entry("idle-timeout", settings.idleTimeout().toMillis() + " ms"),
            // each route bounds itself by the ask timeout, so a timer a request would be for
            // nothing
            Map.entry("request-timeout", "infinite"),
            Map.entry("max-connections", settings.maxConnections()),
            Map.entry("backlog", 1024),
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

  private static String reason(Throwable failure, HttpSettings settings) {
    String where = "port " + settings.port() + " on " + settings.host();
    Throwable cause = failure;
    while (cause instanceof CompletionException
        || (cause.getCause() != null && !(cause instanceof BindException))) {
      cause = cause.getCause();
    }
    String text = String.valueOf(cause.getMessage());
    return text.contains("in use")
        ? where + " is in use: set PORT to another"
        : where + " cannot be listened on: " + text;
  }
}
