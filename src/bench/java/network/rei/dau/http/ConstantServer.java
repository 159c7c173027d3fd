package network.rei.dau.http;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.Settings;
import network.rei.dau.http.connection.Listener;
import network.rei.dau.http.directive.CommonHeaders;
import network.rei.dau.http.directive.Responses;
import network.rei.dau.settings.SettingsSource;

/**
 * What no service on Akka HTTP can be faster than: a server with our settings that answers every
 * request with the same response, made before.
 *
 * <p>Arguments: the port, a file with the body.
 */
public final class ConstantServer {

  private ConstantServer() {}

  public static void main(String[] args) throws IOException {
    System.setProperty("rei-dau.log-level", "WARN");
    Settings settings =
        Settings.from(
            SettingsSource.load(Optional.empty(), Path.of("."), Map.of())
                .with(
                    Map.of(
                        "rei-dau.http.host",
                        "127.0.0.1",
                        "rei-dau.http.port",
                        Integer.parseInt(args[0]))));
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "constant", settings.akka());
    HttpResponse constant = response(Files.readAllBytes(Path.of(args[1])));
    Http.get(system)
        .newServerAt(settings.http().host(), settings.http().port())
        .withSettings(Listener.serverSettings(system, settings.http()))
        .bindSync(request -> constant)
        .toCompletableFuture()
        .join();
  }

  /** Returns a response with the headers of the service. */
  private static HttpResponse response(byte[] body) {
    return CommonHeaders.addTo(
        HttpResponse.create()
            .addHeader(RawHeader.create("Vary", "Accept-Encoding"))
            .withEntity(HttpEntities.create(Responses.JSON, body)));
  }
}
