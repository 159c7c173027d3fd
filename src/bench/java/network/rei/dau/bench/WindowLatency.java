package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures latencies of windows of seven days, each with other bounds, so that the service computes
 * each of them. One client sends one request after the other.
 */
record WindowLatency(ServerLauncher launcher, HttpReport report) {

  private static final int WARM_UP = 100;
  private static final int REQUESTS = 400;
  private static final double TARGET_MILLIS = 50;

  void measure(Path cache) throws IOException, InterruptedException {
    try (ServerProcess service = launcher.serve(cache)) {
      JsonNode week = new ObjectMapper().readTree(service.awaitOk("/api/v1/windows/7d"));
      Instant from = Instant.parse(week.at("/window/from").asText());
      Instant to = Instant.parse(week.at("/window/to").asText());
      List<Double> millis = new ArrayList<>();
      for (int i = 0; i < WARM_UP + REQUESTS; i++) {
        String window =
            "/api/v1/windows?from=" + from.plusSeconds(7L * i) + "&to=" + to.minusSeconds(5L * i);
        long begin = System.nanoTime();
        service.get(window);
        if (i >= WARM_UP) {
          millis.add((System.nanoTime() - begin) / 1e6);
        }
      }
      double p99 = HttpReport.quantile(millis, 0.99);
      report.add(
          HttpReport.format("any 7 days, %,d addresses, p99", week.get("addresses").asLong()),
          HttpReport.format("%.1f ms (median %.1f ms)", p99, HttpReport.median(millis)),
          HttpReport.format("%.0f ms", TARGET_MILLIS),
          p99 <= TARGET_MILLIS);
    }
  }
}
