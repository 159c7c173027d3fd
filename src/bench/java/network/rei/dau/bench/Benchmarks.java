package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs benchmarks and prints a table.
 *
 * <p>Arguments: the project's folder; what to run, comma-separated: {@code all}, {@code jmh},
 * {@code http}, {@code freshness}, {@code soak} (not one of all), or names of {@link Scenario}; how
 * often each process is run; how many seconds the soak lasts.
 */
public final class Benchmarks {

  private static final String JMH = "jmh";
  private static final String HTTP = "http";
  private static final String FRESHNESS = "freshness";
  private static final String SOAK = "soak";

  private Benchmarks() {}

  public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
    Path project = Path.of(args[0]);
    Set<String> wanted = wanted(args[1]);
    int runs = Integer.parseInt(args[2]);
    Report report = new Report();
    report.machine();
    if (wanted.remove(JMH)) {
      new Runner(new OptionsBuilder().include("network\\.rei\\.dau\\..*Benchmark\\.").build())
          .run();
    }
    boolean http = wanted.remove(HTTP);
    boolean freshness = wanted.remove(FRESHNESS);
    boolean soak = wanted.remove(SOAK);
    boolean right = new Whole(project, runs, report).run(wanted);
    if (!wanted.isEmpty()) {
      report.print();
    }
    if (http) {
      new Http(project, runs).run();
    }
    if (freshness) {
      new Http(project, runs).runFreshness();
    }
    if (soak) {
      right &= new Soak(project, Duration.ofSeconds(Long.parseLong(args[3]))).run();
    }
    if (!right) {
      System.exit(1);
    }
  }

  private static Set<String> wanted(String list) {
    Set<String> known =
        Arrays.stream(Scenario.values())
            .map(Scenario::key)
            .collect(Collectors.toCollection(TreeSet::new));
    known.addAll(List.of(JMH, HTTP, FRESHNESS));
    if (list.equals("all")) {
      return known;
    }
    known.add(SOAK);
    Set<String> wanted = new TreeSet<>(Arrays.asList(list.split(",", -1)));
    if (!known.containsAll(wanted)) {
      throw new IllegalArgumentException("-Dbench is " + list + ", known are all and " + known);
    }
    return wanted;
  }
}
