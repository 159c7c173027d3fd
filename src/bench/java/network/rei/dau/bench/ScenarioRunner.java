package network.rei.dau.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Runs the scenarios, each with a simulated node of its own. */
final class ScenarioRunner {

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "REI_DAU_RPC_MAX_REQUESTS_PER_SECOND",
          "0",
          "REI_DAU_INGEST_RETENTION",
          "24h",
          "REI_DAU_INGEST_FIRST_WINDOW",
          "24h");

  private final Path launcher;
  private final Path scratch;
  private final int runs;
  private final ScenarioReport report;
  private final ExpectedStatistics expected = new ExpectedStatistics();
  private boolean successful = true;

  ScenarioRunner(Path project, int runs, ScenarioReport report) {
    this.launcher = project.resolve("bin/rei-dau-stats");
    this.scratch = project.resolve("target/bench");
    this.runs = runs;
    this.report = report;
  }

  /** Returns whether each run until now fetched all blocks and published the true numbers. */
  boolean successful() {
    return successful;
  }

  /**
   * Measures scenarios one after the other.
   *
   * @param selected keys of scenarios
   * @return {@link #successful()}
   */
  boolean run(Set<String> selected) throws IOException, InterruptedException {
    Files.createDirectories(scratch);
    for (Scenario scenario : Scenario.values()) {
      if (selected.contains(scenario.key())) {
        try (NodeProcess node = NodeProcess.start(launcher, scenario)) {
          if (scenario == Scenario.WARM) {
            measureWarm(node, scenario);
          } else {
            measure(node, scenario);
          }
        }
      }
    }
    return successful;
  }

  /** Measures in turns with the reference, so that other load on the machine affects both alike. */
  private void measure(NodeProcess node, Scenario scenario)
      throws IOException, InterruptedException {
    List<ProcessRun> downloads = new ArrayList<>();
    List<ProcessRun> days = new ArrayList<>();
    List<ProcessRun> measured = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      if (scenario.besideDownload()) {
        downloads.add(check("download", ProcessRun.of(download(node, scenario), node.pid())));
      }
      if (scenario == Scenario.WEEK_0MS) {
        days.add(once(node, scenario, Map.of()));
      }
      measured.add(once(node, scenario, scenario.environment()));
    }
    if (!downloads.isEmpty()) {
      report.addDownload(scenario, downloads);
    }
    if (!days.isEmpty()) {
      report.addDayOfWeek(days);
    }
    report.add(scenario, measured);
  }

  private ProcessRun once(NodeProcess node, Scenario scenario, Map<String, String> settings)
      throws IOException, InterruptedException {
    Path cache = Files.createTempDirectory(scratch, "cache");
    try {
      return once(launcher, node, scenario, settings, cache);
    } finally {
      delete(cache);
    }
  }

  /** Runs {@code once} of any build into an empty cache folder, and verifies its numbers. */
  ProcessRun once(Path anyLauncher, NodeProcess node, Scenario scenario, Path cache)
      throws IOException, InterruptedException {
    return once(anyLauncher, node, scenario, scenario.environment(), cache);
  }

  private ProcessRun once(
      Path anyLauncher,
      NodeProcess node,
      Scenario scenario,
      Map<String, String> settings,
      Path cache)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(anyLauncher.toString(), "once");
    builder.environment().putAll(ENVIRONMENT);
    builder.environment().put("REI_RPC_URL", node.url());
    builder.environment().putAll(settings);
    builder.environment().put("CACHE_DIR", cache.toString());
    builder.directory(cache.toFile());
    builder.redirectErrorStream(true).redirectOutput(cache.resolve("output").toFile());
    ProcessRun run = check(scenario.key(), ProcessRun.of(builder, node.pid()));
    if (run.exitCode() != 0) {
      System.out.println(Files.readString(cache.resolve("output")));
      return run;
    }
    String differences = expected.differences(scenario.blocks(), cache.resolve("statistics.json"));
    if (!differences.isEmpty()) {
      System.out.println(scenario.key() + ": WRONG: " + differences);
      successful = false;
    }
    return run;
  }

  private void measureWarm(NodeProcess node, Scenario scenario)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        java(WarmIngest.class, "-Xmx192m", "-XX:+UseSerialGC", "-Xss512k")
            .redirectOutput(ProcessBuilder.Redirect.PIPE);
    builder.command().addAll(List.of(node.url(), scratch.toString(), String.valueOf(2 * runs)));
    Process process = builder.start();
    List<Double> seconds = new ArrayList<>();
    try (var lines = process.inputReader()) {
      lines.lines().forEach(line -> seconds.add(Double.parseDouble(line)));
    }
    if (process.waitFor() != 0) {
      successful = false;
    }
    report.addWarm(scenario, seconds);
  }

  private ProcessRun check(String name, ProcessRun run) {
    if (run.exitCode() != 0) {
      System.out.println(name + ": FAILED with exit code " + run.exitCode());
      successful = false;
    }
    return run;
  }

  private static ProcessBuilder download(NodeProcess node, Scenario scenario) {
    ProcessBuilder builder =
        java(DownloadOnlyClient.class, "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    builder.command().addAll(List.of(node.url(), String.valueOf(scenario.blocks())));
    return builder;
  }

  /** Prepares a process that runs a main class of the benchmarks. */
  private static ProcessBuilder java(Class<?> main, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
