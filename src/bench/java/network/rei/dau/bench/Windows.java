package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a window of any seven days takes, each with other bounds, so that it is computed. The
 * time is that of a client, one request after the other.
 */
record Windows(Services services, HttpTable table) {

  private static final int WARM_UP = 100;
  private static final int REQUESTS = 400;
  private static final double MOST_MILLIS = 50;

  void measure(Path cache) throws IOException, InterruptedException {
    try (Served service = services.serve(cache)) {
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
      double p99 = HttpTable.quantile(millis, 0.99);
      table.add(
          HttpTable.format("any 7 days, %,d addresses, p99", week.get("addresses").asLong()),
          HttpTable.format("%.1f ms (median %.1f ms)", p99, HttpTable.median(millis)),
          HttpTable.format("%.0f ms", MOST_MILLIS),
          p99 <= MOST_MILLIS);
    }
  }
}
