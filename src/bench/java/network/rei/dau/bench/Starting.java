package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * From the start of the process to the first answer of the last 24 hours, which must be the numbers
 * that the cache was left with. No node is there, so that they are not newer.
 */
record Starting(Services services, HttpTable table) {

  private static final double MOST_SECONDS = 2;
  private static final String NOBODY = "http://127.0.0.1:9";

  private interface Start {
    Served of(Services services, Path cache) throws IOException;
  }

  void measure(Path cache, int runs) throws IOException, InterruptedException {
    tell("start, bin/rei-dau-stats serve", seconds(cache, runs, Services::serve));
    tell("start, java -jar", seconds(cache, runs, Services::serveByJavaAlone));
  }

  private List<Double> seconds(Path cache, int runs, Start start)
      throws IOException, InterruptedException {
    Services alone = new Services(services.project(), services.place(), NOBODY);
    JsonNode expected =
        new ObjectMapper().readTree(cache.resolve("statistics.json").toFile()).get("stats");
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      Path copy = services.copy(cache);
      long begin = System.nanoTime();
      try (Served service = start.of(alone, copy)) {
        String body = service.awaitOk("/api/stats/24h");
        seconds.add((System.nanoTime() - begin) / 1e9);
        requireSame(expected, new ObjectMapper().readTree(body).get("data"));
      }
      Whole.delete(copy);
    }
    return seconds;
  }

  private static void requireSame(JsonNode expected, JsonNode answered) {
    for (String name : List.of("totalBlocks", "uniqueAddressCount", "uniqueSenders")) {
      if (!expected.get(name).equals(answered.get(name))) {
        throw new IllegalStateException(answered + " is not " + expected);
      }
    }
  }

  private void tell(String what, List<Double> seconds) throws IOException {
    double median = HttpTable.median(seconds);
    table.add(
        what,
        HttpTable.format("%.2f s (%.2f-%.2f)", median, least(seconds), most(seconds)),
        HttpTable.format("%.0f s", MOST_SECONDS),
        median <= MOST_SECONDS);
  }

  private static double least(List<Double> seconds) {
    return HttpTable.quantile(seconds, 0);
  }

  private static double most(List<Double> seconds) {
    return HttpTable.quantile(seconds, 1);
  }
}
