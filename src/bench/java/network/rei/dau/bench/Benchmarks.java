package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import network.rei.dau.bench.cluster.ClusterSoak;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks and prints their results as tables.
 *
 * <p>Arguments: the folder of the project; a comma-separated list of the benchmarks to run ({@code
 * all}, {@code jmh}, {@code http}, {@code freshness}, names of {@link Scenario}, and {@code year},
 * {@code soak}, {@code cluster-soak}, {@code compare} and names of {@link LargeScenario}, which are
 * not part of {@code all}); the number of runs of each process; the length of the soak in seconds;
 * the folder of the build that {@code compare} compares with; of {@code cluster-soak} the length in
 * minutes, the seed, and the commit of the version before. Instead of the last two, {@code default}
 * selects the time as the seed, and the last release.
 */
public final class Benchmarks {

  private static final String JMH = "jmh";
  private static final String HTTP = "http";
  private static final String FRESHNESS = "freshness";
  private static final String YEAR = "year";
  private static final String SOAK = "soak";
  private static final String CLUSTER_SOAK = "cluster-soak";
  private static final String COMPARE = "compare";
  private static final String DEFAULT = "default";

  private Benchmarks() {}

  public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
    Path project = Path.of(args[0]);
    Set<String> selected = selected(args[1]);
    int runs = Integer.parseInt(args[2]);
    ScenarioReport report = new ScenarioReport();
    if (selected.remove(JMH)) {
      new Runner(new OptionsBuilder().include("network\\.rei\\.dau\\..*Benchmark\\.").build())
          .run();
    }
    boolean http = selected.remove(HTTP);
    boolean freshness = selected.remove(FRESHNESS);
    boolean year = selected.remove(YEAR);
    boolean soak = selected.remove(SOAK);
    boolean clusterSoak = selected.remove(CLUSTER_SOAK);
    boolean compare = selected.remove(COMPARE);
    List<LargeScenario> large = LargeScenario.removeFrom(selected);
    ScenarioRunner scenarios = new ScenarioRunner(project, runs, report);
    boolean successful = scenarios.run(selected);
    if (!selected.isEmpty()) {
      report.print();
    }
    if (http) {
      new HttpBenchmarks(project, runs).run();
    }
    if (freshness) {
      new HttpBenchmarks(project, runs).runFreshness();
    }
    if (year) {
      new LongRetention(project, runs, new HttpReport()).run();
    }
    if (compare) {
      successful &= new Comparison(Path.of(args[4]), project, runs, scenarios).run();
    }
    if (!large.isEmpty()) {
      successful &= new LargeChainBenchmark(project).run(large);
    }
    if (soak) {
      successful &= new Soak(project, Duration.ofSeconds(Long.parseLong(args[3]))).run();
    }
    if (clusterSoak) {
      successful &= new ClusterSoak(project, clusterSoakOptions(args)).run();
    }
    if (!successful) {
      System.exit(1);
    }
  }

  private static ClusterSoak.Options clusterSoakOptions(String[] args) {
    boolean anySeed = args[6].equals(DEFAULT);
    return new ClusterSoak.Options(
        Duration.ofMinutes(Long.parseLong(args[5])),
        anySeed ? System.currentTimeMillis() / 1_000 % 1_000_000 : Long.parseLong(args[6]),
        args[7].equals(DEFAULT) ? "" : args[7]);
  }

  private static Set<String> selected(String list) {
    Set<String> names =
        Arrays.stream(Scenario.values())
            .map(Scenario::key)
            .collect(Collectors.toCollection(TreeSet::new));
    names.addAll(List.of(JMH, HTTP, FRESHNESS));
    if (list.equals("all")) {
      return names;
    }
    names.addAll(List.of(YEAR, SOAK, CLUSTER_SOAK, COMPARE));
    names.addAll(LargeScenario.keys());
    Set<String> selected = new TreeSet<>(Arrays.asList(list.split(",", -1)));
    if (!names.containsAll(selected)) {
      throw new IllegalArgumentException(
          "-Dbench is " + list + ", but must be all or names out of " + names);
    }
    return selected;
  }
}
