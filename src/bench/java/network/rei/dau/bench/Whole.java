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

/** Runs the scenarios, each with a node of its own. */
final class Whole {

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
  private final Report report;
  private final Expected expected = new Expected();
  private boolean right = true;

  Whole(Path project, int runs, Report report) {
    this.launcher = project.resolve("bin/rei-dau-stats");
    this.scratch = project.resolve("target/bench");
    this.runs = runs;
    this.report = report;
  }

  /**
   * Measures scenarios one after another.
   *
   * @param wanted keys of scenarios
   * @return whether each run fetched everything and published the true numbers
   */
  boolean run(Set<String> wanted) throws IOException, InterruptedException {
    Files.createDirectories(scratch);
    for (Scenario scenario : Scenario.values()) {
      if (wanted.contains(scenario.key())) {
        try (Node node = Node.start(launcher, scenario)) {
          if (scenario == Scenario.WARM) {
            warm(node, scenario);
          } else {
            measure(node, scenario);
          }
        }
      }
    }
    return right;
  }

  /** In turns with what it is compared to, so that both see the same neighbours on the machine. */
  private void measure(Node node, Scenario scenario) throws IOException, InterruptedException {
    List<Run> floors = new ArrayList<>();
    List<Run> days = new ArrayList<>();
    List<Run> ours = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      if (scenario.besideFloor()) {
        floors.add(check("floor", Run.of(floor(node, scenario), node.pid())));
      }
      if (scenario == Scenario.WEEK_0MS) {
        days.add(once(node, scenario, Map.of()));
      }
      ours.add(once(node, scenario, scenario.environment()));
    }
    if (!floors.isEmpty()) {
      report.floor(scenario, floors);
    }
    if (!days.isEmpty()) {
      report.dayOfWeek(days);
    }
    report.ours(scenario, ours);
  }

  private Run once(Node node, Scenario scenario, Map<String, String> settings)
      throws IOException, InterruptedException {
    Path cache = Files.createTempDirectory(scratch, "cache");
    try {
      ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "once");
      builder.environment().putAll(ENVIRONMENT);
      builder.environment().put("REI_RPC_URL", node.url());
      builder.environment().putAll(settings);
      builder.environment().put("CACHE_DIR", cache.toString());
      builder.directory(cache.toFile());
      builder.redirectErrorStream(true).redirectOutput(cache.resolve("output").toFile());
      Run run = check(scenario.key(), Run.of(builder, node.pid()));
      if (run.exitCode() != 0) {
        report.say(Files.readString(cache.resolve("output")));
        return run;
      }
      String differences =
          expected.differences(scenario.blocks(), cache.resolve("statistics.json"));
      if (!differences.isEmpty()) {
        report.say(scenario.key() + ": WRONG: " + differences);
        right = false;
      }
      return run;
    } finally {
      delete(cache);
    }
  }

  private void warm(Node node, Scenario scenario) throws IOException, InterruptedException {
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
      right = false;
    }
    report.warm(scenario, seconds);
  }

  private Run check(String what, Run run) {
    if (run.exitCode() != 0) {
      report.say(what + ": FAILED with exit code " + run.exitCode());
      right = false;
    }
    return run;
  }

  private static ProcessBuilder floor(Node node, Scenario scenario) {
    ProcessBuilder builder =
        java(Floor.class, "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    builder.command().addAll(List.of(node.url(), String.valueOf(scenario.blocks())));
    return builder;
  }

  /** A main class of ours in a process. */
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
