package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.Service;
import network.rei.dau.Settings;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.settings.SettingsSource;

/**
 * Fetches a day of blocks repeatedly in one JVM, each time into a new store, and prints the seconds
 * of each run from the request to its outcome. The time does not include opening and closing the
 * service.
 *
 * <p>Arguments: the URL of the node, a folder for the stores, the number of rounds.
 */
public final class WarmIngest {

  private WarmIngest() {}

  public static void main(String[] args) throws IOException {
    System.setProperty("rei-dau.log-level", "WARN");
    for (int round = 0; round < Integer.parseInt(args[2]); round++) {
      Path cache = Files.createTempDirectory(Path.of(args[1]), "warm");
      Settings settings =
          Settings.from(
              SettingsSource.load(Optional.empty(), cache, Map.of())
                  .with(
                      Map.of(
                          "rei-dau.rpc.urls",
                          args[0],
                          "rei-dau.rpc.max-requests-per-second",
                          0,
                          "rei-dau.ingest.retention",
                          "24h",
                          "rei-dau.store.cache-dir",
                          cache.toString())));
      Service service = Service.onDemand(settings, Clock.systemUTC());
      long start = System.nanoTime();
      RunOutcome result = service.operations().run().toCompletableFuture().join();
      double seconds = (System.nanoTime() - start) / 1e9;
      service.stop();
      ScenarioRunner.delete(cache);
      if (result.error() != null || !result.missingChunks().isEmpty()) {
        throw new IllegalStateException(result.toString());
      }
      System.out.println(seconds);
    }
  }
}
