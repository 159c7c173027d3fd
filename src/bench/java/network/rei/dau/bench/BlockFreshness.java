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
 * Measures the age of a block when it first appears in the answer of the last 24 hours, with
 * default settings. The node has a block from its timestamp on; there is a block every 3 s.
 */
record BlockFreshness(ServerLauncher launcher, HttpReport report) {

  private static final Duration DURATION = Duration.ofMinutes(3);
  private static final Duration SETTLING = Duration.ofSeconds(20);
  private static final int BLOCK_SECONDS = 3;
  private static final long POLL_INTERVAL_MILLIS = 100;
  private static final double TARGET_SECONDS = 4;

  void measure(Path cache) throws IOException, InterruptedException {
    try (ServerProcess service = launcher.serve(cache)) {
      service.awaitOk("/api/stats/24h");
      Thread.sleep(SETTLING.toMillis());
      List<Double> ages = ages(service);
      double p95 = HttpReport.quantile(ages, 0.95);
      report.add(
          HttpReport.format("age of a new block in its first answer (%d blocks), p95", ages.size()),
          HttpReport.format("%.1f s (median %.1f s)", p95, HttpReport.median(ages)),
          HttpReport.format("%.0f s", TARGET_SECONDS),
          p95 <= TARGET_SECONDS);
    }
  }

  private static List<Double> ages(ServerProcess service) throws IOException, InterruptedException {
    List<Double> ages = new ArrayList<>();
    long begin = System.nanoTime();
    long previous = -1;
    while (System.nanoTime() - begin < DURATION.toNanos()) {
      JsonNode range =
          new ObjectMapper().readTree(service.get("/api/stats/24h")).at("/data/blockRange");
      long last = range.get("end").asLong();
      double now = System.currentTimeMillis() / 1e3;
      double lastTime = Instant.parse(range.get("endTimestamp").asText()).getEpochSecond();
      for (long block = previous + 1; previous >= 0 && block <= last; block++) {
        ages.add(now - (lastTime - BLOCK_SECONDS * (last - block)));
      }
      previous = last;
      Thread.sleep(POLL_INTERVAL_MILLIS);
    }
    return ages;
  }
}
