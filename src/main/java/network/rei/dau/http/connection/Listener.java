package network.rei.dau.http.connection;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.settings.ServerSettings;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.http.admin.AdminSettings;

/** Listens on ports, with the limits of the settings. */
public final class Listener {

  /**
   * A place to listen at.
   *
   * @param variable that sets its port
   */
  public record Place(String host, int port, String variable) {

    public static Place of(HttpSettings settings) {
      return new Place(settings.host(), settings.port(), "PORT");
    }

    public static Place of(AdminSettings settings) {
      return new Place(settings.host(), settings.port(), "REI_DAU_ADMIN_PORT");
    }

    private String reason(Throwable failure) {
      String where = "port " + port + " on " + host;
      Throwable root = failure;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      String text = root.getMessage() == null ? root.toString() : root.getMessage();
      return root instanceof BindException && text.contains("in use")
          ? where + " is in use: set " + variable + " to another"
          : where + " cannot be listened on: " + text;
    }
  }

  /**
   * What the kernel may hold of an answer that is not read; left to itself it takes 4 MB of each, 8
   * GB of 2,000 clients that read nothing.
   */
  private static final String SEND_BUFFER = "128 KiB";

  private final ActorSystem<?> system;
  private final HttpSettings settings;

  public Listener(ActorSystem<?> system, HttpSettings settings) {
    this.system = system;
    this.settings = settings;
  }

  /**
   * Listens on an address.
   *
   * @return the binding; fails with an {@link IllegalStateException}, whose message is one line for
   *     the operator
   */
  public CompletionStage<ServerBinding> listen(Place place, Route route) {
    return Http.get(system)
        .newServerAt(place.host(), place.port())
        .withSettings(serverSettings(system, settings))
        .bindFlow(HeaderTimeout.limit(route.flow(system), settings.headerTimeout()))
        .exceptionally(
            failure -> {
              throw new IllegalStateException(place.reason(failure), failure);
            });
  }

  /** Returns the settings of the server in the form of Akka HTTP. */
  public static ServerSettings serverSettings(ActorSystem<?> system, HttpSettings settings) {
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
   * Makes sure that the ports can be listened on, before anything else is begun.
   *
   * @throws IllegalStateException with the same sentence as the start of the server fails with
   */
  public static void requireFree(HttpSettings settings) {
    requireFree(Place.of(settings));
    if (settings.admin().isApart()) {
      requireFree(Place.of(settings.admin()));
    }
  }

  private static void requireFree(Place place) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(place.host(), place.port()));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(place.reason(e), e);
    }
  }
}
