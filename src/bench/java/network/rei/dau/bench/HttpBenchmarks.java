package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Measures the packaged service over HTTP: a separate process with seven days of a simulated chain
 * that keeps growing.
 */
final class HttpBenchmarks {

  private static final int WEEK = 201_601;
  private static final int DAY = 28_800;

  /** A chain with about 8,000 addresses in 1,200 blocks. */
  private static final List<String> CHAIN =
      List.of("--growing", "--seed", "1", "--transactions", "7.3", "--accounts", "60000");

  private final Path project;
  private final Path scratch;
  private final int runs;
  private final HttpReport report = new HttpReport();

  HttpBenchmarks(Path project, int runs) {
    this.project = project;
    this.scratch = project.resolve("target/bench");
    this.runs = runs;
  }

  /** Measures start, throughput and latencies, and prints a table. */
  void run() throws IOException, InterruptedException {
    List<String> missing = LoadTest.missingTools();
    if (!missing.isEmpty()) {
      System.out.println(
          "http: left out, since these tools are not installed: " + String.join(", ", missing));
      return;
    }
    Files.createDirectories(scratch);
    Path folder = Files.createTempDirectory(scratch, "http");
    Path launcher = project.resolve("bin/rei-dau-stats");
    try (NodeProcess node = NodeProcess.start(launcher, WEEK, CHAIN)) {
      ServerLauncher services = new ServerLauncher(project, folder, node.url());
      Path week = services.cache("week", Map.of());
      Path withoutLastDay =
          services.cache("six-days", Map.of("REI_DAU_INGEST_CONFIRMATIONS", String.valueOf(DAY)));
      new StartupTime(services, report).measure(week, runs);
      new HttpThroughput(services, report).measure(week, runs);
      new LatencyDuringIngest(services, report).measure(withoutLastDay, runs);
      new WindowLatency(services, report).measure(week);
    } finally {
      ScenarioRunner.delete(folder);
    }
    report.print();
  }

  /** Measures for three minutes how old a new block is when it appears in an answer. */
  void runFreshness() throws IOException, InterruptedException {
    Files.createDirectories(scratch);
    Path folder = Files.createTempDirectory(scratch, "freshness");
    try (NodeProcess node = NodeProcess.start(project.resolve("bin/rei-dau-stats"), WEEK, CHAIN)) {
      ServerLauncher services = new ServerLauncher(project, folder, node.url());
      new BlockFreshness(services, report).measure(services.cache("week", Map.of()));
    } finally {
      ScenarioRunner.delete(folder);
    }
    report.print();
  }
}
