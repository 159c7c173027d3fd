package network.rei.dau.cli.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import network.rei.dau.Service;
import network.rei.dau.Settings;
import network.rei.dau.cluster.ClusterSettings;
import network.rei.dau.http.connection.Listener;
import network.rei.dau.http.connection.Listener.Place;

/** Checks whether the ports can be listened on. */
final class PortCheck {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final String SERVER = "rei-dau-stats";

  private final Settings settings;
  private final boolean running;
  private final Consumer<Finding> findings;

  /**
   * @param running whether a service uses the cache folder, which then may also use the ports
   */
  PortCheck(Settings settings, boolean running, Consumer<Finding> findings) {
    this.settings = settings;
    this.running = running;
    this.findings = findings;
  }

  void run() {
    List<Place> places = new ArrayList<>(List.of(Place.of(settings.http())));
    if (settings.http().management().isOn()) {
      places.add(Place.of(settings.http().management()));
    }
    ClusterSettings cluster = settings.cluster();
    if (cluster.isOn()) {
      places.add(
          new Place(
              cluster.bindHost().orElse(cluster.host()),
              cluster.bindPort().orElse(cluster.port()),
              1,
              cluster.bindPort().isPresent()
                  ? "REI_DAU_CLUSTER_BIND_PORT"
                  : "REI_DAU_CLUSTER_PORT"));
    }
    places.forEach(this::check);
  }

  private void check(Place place) {
    String subject = place.port() == 0 ? "any port" : "port " + place.port();
    try {
      Listener.requireFree(place);
      findings.accept(Finding.ok(subject, "is free on " + place.host()));
    } catch (IllegalStateException e) {
      boolean ours = isOurs(place);
      findings.accept(
          ours && running
              ? Finding.ok(subject, "is used by a running rei-dau-stats")
              : Finding.failed(
                  subject, e.getMessage() + (ours ? " (another rei-dau-stats uses it)" : "")));
    }
  }

  /** Returns whether a rei-dau-stats answers on the port. */
  private static boolean isOurs(Place place) {
    try {
      InetAddress host = InetAddress.getByName(place.host());
      URI url = Service.localUrl(new InetSocketAddress(host, place.port()));
      HttpResponse<Void> response =
          HttpClient.newBuilder()
              .connectTimeout(TIMEOUT)
              .build()
              .send(
                  HttpRequest.newBuilder(url.resolve("/alive")).timeout(TIMEOUT).build(),
                  HttpResponse.BodyHandlers.discarding());
      return response.headers().firstValue("Server").filter(SERVER::equals).isPresent();
    } catch (IOException | IllegalArgumentException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
