package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares this build with another one, the baseline: a run over a day and over a week of blocks,
 * the start of the service, and requests a second of the most used route.
 *
 * <p>Both builds run in turns against the same simulated node, and the order changes with every
 * round, so that other load on the machine affects both alike. The first round warms up the caches
 * of the operating system and is not counted.
 */
final class Comparison {

  private static final String ROUTE = "/api/stats/24h";
  private static final int WARM_UP_SECONDS = 10;
  private static final int LOAD_SECONDS = 5;

  /** A build, and what was measured of it: name of a row and values. */
  private record Build(String name, Path project, Map<String, List<Double>> values) {

    Path launcher() {
      return project.resolve("bin/rei-dau-stats");
    }

    void add(String row, double value) {
      values.computeIfAbsent(row, key -> new ArrayList<>()).add(value);
    }
  }

  /** A measurement of one build. */
  private interface Measurement {
    void run(Build build, boolean counted) throws IOException, InterruptedException;
  }

  private final List<Build> builds;
  private final Path scratch;
  private final int runs;
  private final ScenarioRunner scenarios;

  /**
   * Prepares a comparison.
   *
   * @param baseline the folder of the other project, with its launcher in {@code bin} and its jar
   *     in {@code target}
   * @param project the folder of this project
   * @param runs the number of counted rounds
   * @param scenarios runs {@code once} and verifies its numbers
   */
  Comparison(Path baseline, Path project, int runs, ScenarioRunner scenarios) {
    this.builds =
        List.of(
            new Build("baseline", baseline.toAbsolutePath().normalize(), new LinkedHashMap<>()),
            new Build("current", project, new LinkedHashMap<>()));
    this.scratch = project.resolve("target/bench");
    this.runs = runs;
    this.scenarios = scenarios;
  }

  /**
   * Measures both builds and prints a table.
   *
   * @return whether each run fetched all blocks and published the true numbers
   */
  boolean run() throws IOException, InterruptedException {
    Files.createDirectories(scratch);
    Path folder = Files.createTempDirectory(scratch, "compare");
    try {
      compareRuns(Scenario.DAY_0MS, folder);
      Map<String, Path> caches = compareRuns(Scenario.WEEK_0MS, folder);
      compareStart(caches, folder);
      compareThroughput(caches, folder);
    } finally {
      ScenarioRunner.delete(folder);
    }
    print();
    return scenarios.successful();
  }

  /** Returns the caches of the last runs. */
  private Map<String, Path> compareRuns(Scenario scenario, Path folder)
      throws IOException, InterruptedException {
    Map<String, Path> caches = new LinkedHashMap<>();
    try (NodeProcess node = NodeProcess.start(builds.get(1).launcher(), scenario)) {
      inTurns(
          (build, counted) -> {
            Path cache = Files.createTempDirectory(folder, "cache");
            ProcessRun run = scenarios.once(build.launcher(), node, scenario, cache);
            Path previous = caches.put(build.name(), cache);
            if (previous != null) {
              ScenarioRunner.delete(previous);
            }
            if (counted) {
              build.add(scenario.key() + ", seconds", run.seconds());
              build.add(scenario.key() + ", CPU seconds", run.cpuSeconds());
              build.add(scenario.key() + ", peak RSS MB", run.peakBytes() / (double) (1 << 20));
            }
          });
    }
    return caches;
  }

  private void compareStart(Map<String, Path> caches, Path folder)
      throws IOException, InterruptedException {
    inTurns(
        (build, counted) -> {
          ServerLauncher launcher = launcher(build, folder);
          double seconds =
              StartupTime.secondsOfAStart(
                  launcher, caches.get(build.name()), ServerLauncher::serve);
          if (counted) {
            build.add("start, seconds", seconds);
          }
        });
  }

  private void compareThroughput(Map<String, Path> caches, Path folder)
      throws IOException, InterruptedException {
    if (LoadTest.missingTools().contains("wrk")) {
      System.out.println("compare: requests a second are left out, since wrk is not installed");
      return;
    }
    Map<String, ServerProcess> services = new LinkedHashMap<>();
    try {
      for (Build build : builds) {
        services.put(build.name(), launcher(build, folder).serve(caches.get(build.name())));
      }
      for (ServerProcess service : services.values()) {
        service.awaitOk(ROUTE);
        LoadTest.wrk(service.url(ROUTE), WARM_UP_SECONDS);
      }
      inTurns(
          (build, counted) -> {
            LoadTest load = LoadTest.wrk(services.get(build.name()).url(ROUTE), LOAD_SECONDS);
            if (counted) {
              build.add(ROUTE + ", requests/s", load.perSecond());
              build.add(ROUTE + ", p99 ms", load.p99Millis());
            }
          });
    } finally {
      services.values().forEach(ServerProcess::close);
    }
  }

  /** Returns a launcher of services whose endpoint refuses connections. */
  private static ServerLauncher launcher(Build build, Path folder) {
    return new ServerLauncher(build.project(), folder, StartupTime.NO_NODE);
  }

  private void inTurns(Measurement measurement) throws IOException, InterruptedException {
    for (int round = 0; round <= runs; round++) {
      measurement.run(builds.get(round % 2), round > 0);
      measurement.run(builds.get((round + 1) % 2), round > 0);
    }
  }

  private void print() {
    Build baseline = builds.get(0);
    Build current = builds.get(1);
    System.out.println();
    for (Build build : builds) {
      System.out.println(build.name() + ": " + build.project());
    }
    System.out.printf("%nMedians of %d rounds in turns (minimum-maximum)%n%n", runs);
    System.out.println("| | baseline | current | current to baseline |");
    System.out.println("|---|--:|--:|--:|");
    baseline
        .values()
        .forEach(
            (row, before) -> {
              List<Double> now = current.values().get(row);
              System.out.println(
                  HttpReport.format(
                      "| %s | %s | %s | %.2f |",
                      row,
                      summary(before),
                      summary(now),
                      HttpReport.median(now) / HttpReport.median(before)));
            });
  }

  private static String summary(List<Double> values) {
    return HttpReport.format(
        "%,.2f (%,.2f-%,.2f)",
        HttpReport.median(values), HttpReport.quantile(values, 0), HttpReport.quantile(values, 1));
  }
}
