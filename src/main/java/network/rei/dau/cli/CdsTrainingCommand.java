package network.rei.dau.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import network.rei.dau.Service;
import network.rei.dau.Settings;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.node.SimulatedNode;
import picocli.CommandLine.Command;

/**
 * {@code train}: loads the classes that every start loads. The build runs it with {@code
 * -XX:ArchiveClassesAtExit} to create the class-data archive.
 */
@Command(name = "train", description = "Used by the build.", hidden = true)
final class CdsTrainingCommand implements Callable<Integer> {

  private static final List<String> PATHS =
      List.of(
          "/",
          "/health",
          "/metrics",
          "/api/stats/24h",
          "/api/stats/7days",
          "/api/stats/records",
          "/api/stats/history?limit=1",
          "/api/stats/history?limit=0",
          "/nowhere");

  @Override
  public Integer call() throws IOException {
    Terminal.logOnly("OFF");
    Path folder = Files.createTempDirectory("rei-dau-train");
    ChainSpec chain = ChainSpec.of(1, 2_000);
    try (SimulatedNode node = SimulatedNode.start(SimulatedChain.of(chain))) {
      Settings settings =
          Settings.from(
              SettingsSource.load(Optional.empty(), folder, Map.of())
                  .with(overrides(node, folder.resolve("cache"))));
      runOnce(settings);
      serve(settings);
    } finally {
      TemporaryFolder.delete(folder);
    }
    return 0;
  }

  private static Map<String, Object> overrides(SimulatedNode node, Path cache) {
    return Map.of(
        "rei-dau.rpc.urls",
        node.uri().toString(),
        "rei-dau.rpc.max-requests-per-second",
        0,
        "rei-dau.store.cache-dir",
        cache.toString(),
        "rei-dau.http.host",
        "127.0.0.1",
        "rei-dau.http.port",
        0);
  }

  private static void runOnce(Settings settings) {
    Service service = Service.onDemand(settings, Clock.systemUTC());
    service.operations().run().toCompletableFuture().join();
    service.ingestStatus().toCompletableFuture().join();
    service.stop();
  }

  private static void serve(Settings settings) throws IOException {
    Service service = Service.scheduled(settings, Clock.systemUTC());
    String url = Service.localUrl(ServeCommand.bind(service).address()).toString();
    for (String path : PATHS) {
      for (String encoding : List.of("identity", "gzip")) {
        HttpURLConnection connection =
            (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        connection.setRequestProperty("Accept-Encoding", encoding);
        try (InputStream body =
            connection.getResponseCode() < 400
                ? connection.getInputStream()
                : connection.getErrorStream()) {
          body.readAllBytes();
        }
      }
    }
    service.stop();
  }
}
