package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures latencies at 1,000 requests a second while the service fetches a day of blocks: it
 * starts with a cache that lacks the last day, and the load begins with its first answer.
 */
record LatencyDuringIngest(ServerLauncher launcher, HttpReport report) {

  private static final int SECONDS = 8;
  private static final double TARGET_MILLIS = 50;

  void measure(Path cache, int runs) throws IOException, InterruptedException {
    List<LoadTest> loads = new ArrayList<>();
    List<Double> fetched = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      Path copy = launcher.copy(cache);
      try (ServerProcess service = launcher.serve(copy)) {
        long before = blocks(service.awaitOk("/api/v1/status"));
        loads.add(LoadTest.hey(service.url("/api/stats/24h"), SECONDS));
        fetched.add((double) blocks(service.get("/api/v1/status")) - before);
      }
      ScenarioRunner.delete(copy);
    }
    System.out.println(loads);
    double p99 = HttpReport.median(loads.stream().map(LoadTest::p99Millis).toList());
    double rate = HttpReport.median(loads.stream().map(LoadTest::perSecond).toList());
    long failed = loads.stream().mapToLong(LoadTest::failed).sum();
    report.add(
        HttpReport.format(
            "hey, %,.0f/s, while fetching %,.0f blocks, p99", rate, HttpReport.median(fetched)),
        HttpReport.format("%.1f ms, %d failed", p99, failed),
        HttpReport.format("%.0f ms", TARGET_MILLIS),
        p99 <= TARGET_MILLIS && failed == 0);
  }

  /** Returns the number of stored blocks. */
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
