package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How old a block of the chain is when it first appears in the answer of the last 24 hours, with
 * default settings. A block's timestamp is when the node has it; there is one every 3 s.
 */
record Freshness(Services services, HttpTable table) {

  private static final Duration WATCHED = Duration.ofMinutes(3);
  private static final Duration SETTLED = Duration.ofSeconds(20);
  private static final int BLOCK_SECONDS = 3;
  private static final long LOOK_EVERY_MILLIS = 100;
  private static final double MOST_SECONDS = 30;

  void measure(Path cache) throws IOException, InterruptedException {
    try (Served service = services.serve(cache)) {
      service.awaitOk("/api/stats/24h");
      Thread.sleep(SETTLED.toMillis());
      List<Double> ages = ages(service);
      double p95 = HttpTable.quantile(ages, 0.95);
      table.add(
          HttpTable.format("age of a new block when it is told (%d blocks), p95", ages.size()),
          HttpTable.format("%.1f s (median %.1f s)", p95, HttpTable.median(ages)),
          HttpTable.format("%.0f s", MOST_SECONDS),
          p95 <= MOST_SECONDS);
    }
  }

  private static List<Double> ages(Served service) throws IOException, InterruptedException {
    List<Double> ages = new ArrayList<>();
    long begin = System.nanoTime();
    long known = -1;
    while (System.nanoTime() - begin < WATCHED.toNanos()) {
      JsonNode range =
          new ObjectMapper().readTree(service.get("/api/stats/24h")).at("/data/blockRange");
      long last = range.get("end").asLong();
      double now = System.currentTimeMillis() / 1e3;
      double lastTime = Instant.parse(range.get("endTimestamp").asText()).getEpochSecond();
      for (long block = known + 1; known >= 0 && block <= last; block++) {
        ages.add(now - (lastTime - BLOCK_SECONDS * (last - block)));
      }
      known = last;
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
    return ages;
  }
}
