package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How long answers take at 1,000 requests a second while a day of blocks is fetched: the service is
 * started with a cache that lacks the last day, and asked from its first answer on.
 */
record DuringIngest(Services services, HttpTable table) {

  private static final int SECONDS = 8;
  private static final double MOST_MILLIS = 50;

  void measure(Path cache, int runs) throws IOException, InterruptedException {
    List<Load> loads = new ArrayList<>();
    List<Double> fetched = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      Path copy = services.copy(cache);
      try (Served service = services.serve(copy)) {
        long before = blocks(service.awaitOk("/api/v1/status"));
        loads.add(Load.hey(service.url("/api/stats/24h"), SECONDS));
        fetched.add((double) blocks(service.get("/api/v1/status")) - before);
      }
      Whole.delete(copy);
    }
    System.out.println(loads);
    double p99 = HttpTable.median(loads.stream().map(Load::p99Millis).toList());
    double rate = HttpTable.median(loads.stream().map(Load::perSecond).toList());
    long failed = loads.stream().mapToLong(Load::failed).sum();
    table.add(
        HttpTable.format(
            "hey, %,.0f/s, while fetching %,.0f blocks, p99", rate, HttpTable.median(fetched)),
        HttpTable.format("%.1f ms, %d failed", p99, failed),
        HttpTable.format("%.0f ms", MOST_MILLIS),
        p99 <= MOST_MILLIS && failed == 0);
  }

  /** How many are stored. */
  private static long blocks(String answer) throws IOException {
    JsonNode status = new ObjectMapper().readTree(answer);
    long missing = 0;
    for (JsonNode gap : status.get("gaps")) {
      missing += gap.get("blocks").asLong();
    }
    JsonNode coverage = status.get("coverage");
    return coverage.get("lastBlock").asLong() - coverage.get("firstBlock").asLong() - missing;
  }
}
