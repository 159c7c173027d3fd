package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the time from the start of the process to the first answer of the last 24 hours, whose
 * numbers must be those that the cache was left with. No node is available, so the numbers cannot
 * be newer.
 */
record StartupTime(ServerLauncher launcher, HttpReport report) {

  /** A URL where no node listens. */
  static final String NO_NODE = "http://127.0.0.1:9";

  private static final double TARGET_SECONDS = 2;

  /** A way to start the service. */
  interface Start {
    ServerProcess on(ServerLauncher launcher, Path cache) throws IOException;
  }

  void measure(Path cache, int runs) throws IOException, InterruptedException {
    measure("start, bin/rei-dau-stats serve", cache, runs, ServerLauncher::serve);
    measure("start, java -jar", cache, runs, ServerLauncher::serveWithoutLauncher);
  }

  private void measure(String row, Path cache, int runs, Start start)
      throws IOException, InterruptedException {
    ServerLauncher withoutNode = new ServerLauncher(launcher.project(), launcher.folder(), NO_NODE);
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      seconds.add(secondsOfAStart(withoutNode, cache, start));
    }
    double median = HttpReport.median(seconds);
    report.add(
        row,
        HttpReport.format(
            "%.2f s (%.2f-%.2f)",
            median, HttpReport.quantile(seconds, 0), HttpReport.quantile(seconds, 1)),
        HttpReport.format("%.0f s", TARGET_SECONDS),
        median <= TARGET_SECONDS);
  }

  /** Starts the service on a copy of a cache, and returns the seconds until its first answer. */
  static double secondsOfAStart(ServerLauncher launcher, Path cache, Start start)
      throws IOException, InterruptedException {
    ObjectMapper json = new ObjectMapper();
    JsonNode expected = json.readTree(cache.resolve("statistics.json").toFile()).get("stats");
    Path copy = launcher.copy(cache);
    long begin = System.nanoTime();
    try (ServerProcess service = start.on(launcher, copy)) {
      String body = service.awaitOk("/api/stats/24h");
      double seconds = (System.nanoTime() - begin) / 1e9;
      requireSame(expected, json.readTree(body).get("data"));
      return seconds;
    } finally {
      ScenarioRunner.delete(copy);
    }
  }

  private static void requireSame(JsonNode expected, JsonNode answered) {
    for (String name : List.of("totalBlocks", "uniqueAddressCount", "uniqueSenders")) {
      if (!expected.get(name).equals(answered.get(name))) {
        throw new IllegalStateException(answered + " is not " + expected);
      }
    }
  }
}
