package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prints the results of the scenarios as a table of medians over the runs. */
final class ScenarioReport {

  private static final double DAY_0MS_SECONDS = 2.4;
  private static final double DAY_100MS_SECONDS = 5;
  private static final double POLITE_SECONDS = 20;
  private static final double WEEK_TO_DAY = 7.5;
  private static final double WARM_BLOCKS_A_SECOND = 30_000;
  private static final long MEBIBYTE = 1 << 20;
  private static final long DAY_PEAK = 256 * MEBIBYTE;

  private final List<String> lines = new ArrayList<>();
  private final Map<Scenario, Double> downloads = new EnumMap<>(Scenario.class);
  private final Map<Scenario, Double> medians = new EnumMap<>(Scenario.class);
  private double dayOfWeekSeconds = Double.NaN;

  /** Starts the table with a line about the machine. */
  ScenarioReport() throws IOException {
    lines.add(
        String.format(
            Locale.ROOT,
            "%s, %d cores, Java %s, load %s",
            Instant.now(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version"),
            Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]));
    lines.add("");
    lines.add(
        "| | seconds | min-max | blocks/s | x download | peak RSS MB | CPU s | other CPUs | target"
            + " |");
    lines.add("|---|--:|--:|--:|--:|--:|--:|--:|---|");
  }

  /** Adds the download of the same blocks, which is the lower bound of any client. */
  void addDownload(Scenario scenario, List<ProcessRun> runs) {
    downloads.put(scenario, median(runs, ProcessRun::seconds));
    row(scenario.key() + " download", scenario, runs, "");
  }

  /** Adds one day of the chain of seven days, measured in turns with the seven days. */
  void addDayOfWeek(List<ProcessRun> runs) {
    dayOfWeekSeconds = median(runs, ProcessRun::seconds);
    row("week-0ms, one day", Scenario.DAY_0MS, runs, "");
  }

  void add(Scenario scenario, List<ProcessRun> runs) {
    medians.put(scenario, median(runs, ProcessRun::seconds));
    row(scenario.key(), scenario, runs, target(scenario, runs));
  }

  /** Adds the rounds of {@link WarmIngest}, of which the first two warm up. */
  void addWarm(Scenario scenario, List<Double> seconds) {
    List<Double> warm = seconds.subList(Math.min(2, seconds.size()), seconds.size());
    double median = median(warm);
    double speed = scenario.blocks() / median;
    print(
        String.format(
            Locale.ROOT,
            "| %s (%d rounds) | %.2f | %.2f-%.2f | %.0f | | | | | %s |",
            scenario.key(),
            warm.size(),
            median,
            warm.stream().mapToDouble(x -> x).min().orElse(Double.NaN),
            warm.stream().mapToDouble(x -> x).max().orElse(Double.NaN),
            speed,
            reached(speed >= WARM_BLOCKS_A_SECOND, "at least 30,000 blocks/s")));
  }

  void print() {
    System.out.println();
    lines.forEach(System.out::println);
    System.out.println();
    System.out.println(
        "Medians. 'other CPUs' is the number of processors that other processes kept busy; it is"
            + " near 0 on a quiet machine.");
  }

  private void row(String name, Scenario scenario, List<ProcessRun> runs, String target) {
    double seconds = median(runs, ProcessRun::seconds);
    String toDownload =
        downloads.containsKey(scenario) && name.startsWith(scenario.key())
            ? String.format(Locale.ROOT, "%.1f", seconds / downloads.get(scenario))
            : "";
    print(
        String.format(
            Locale.ROOT,
            "| %s | %.2f | %.2f-%.2f | %.0f | %s | %.0f | %.2f | %.1f | %s |",
            name,
            seconds,
            runs.stream().mapToDouble(ProcessRun::seconds).min().orElse(Double.NaN),
            runs.stream().mapToDouble(ProcessRun::seconds).max().orElse(Double.NaN),
            scenario.blocks() / seconds,
            toDownload,
            median(runs, run -> (double) run.peakBytes() / MEBIBYTE),
            median(runs, ProcessRun::cpuSeconds),
            median(runs, run -> run.othersCpuSeconds() / run.seconds()),
            target));
  }

  private void print(String line) {
    lines.add(line);
    System.out.println(line);
  }

  private String target(Scenario scenario, List<ProcessRun> runs) {
    double seconds = medians.get(scenario);
    double day = medians.getOrDefault(Scenario.DAY_0MS, Double.NaN);
    return switch (scenario) {
      case DAY_0MS ->
          reached(
              seconds <= DAY_0MS_SECONDS && median(runs, r -> (double) r.peakBytes()) <= DAY_PEAK,
              "2.4 s, 256 MB");
      case DAY_100MS -> reached(seconds <= DAY_100MS_SECONDS, "5 s");
      case DAY_100MS_POLITE -> reached(seconds <= POLITE_SECONDS, "20 s");
      case DAY_HTTP_502 -> {
        double bound = 2 * day + 2;
        yield reached(seconds <= bound, String.format(Locale.ROOT, "%.1f s, numbers right", bound));
      }
      case DAY_BLOCK_NULL -> "numbers right";
      case WEEK_0MS ->
          String.format(Locale.ROOT, "%.1f x a day; ", seconds / dayOfWeekSeconds)
              + reached(seconds <= WEEK_TO_DAY * dayOfWeekSeconds, "7.5");
      case WARM -> "";
    };
  }

  private static String reached(boolean reached, String target) {
    return target + (reached ? ": reached" : ": MISSED");
  }

  private static double median(List<ProcessRun> runs, ToDoubleFunction<ProcessRun> which) {
    return median(runs.stream().map(which::applyAsDouble).toList());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }
}
