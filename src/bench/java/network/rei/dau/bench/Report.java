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

/** The results as a table, medians over the runs. */
final class Report {

  private static final double DAY_0MS_SECONDS = 2.4;
  private static final double DAY_100MS_SECONDS = 5;
  private static final double POLITE_SECONDS = 20;
  private static final double WEEK_TO_DAY = 7.5;
  private static final double WARM_BLOCKS_A_SECOND = 30_000;
  private static final long MEBIBYTE = 1 << 20;
  private static final long DAY_PEAK = 256 * MEBIBYTE;

  private final List<String> lines = new ArrayList<>();
  private final Map<Scenario, Double> floors = new EnumMap<>(Scenario.class);
  private double dayOfWeekSeconds = Double.NaN;
  private final Map<Scenario, Double> medians = new EnumMap<>(Scenario.class);

  /** Says on what is measured, and that a table follows. */
  void machine() throws IOException {
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
        "| | seconds | min-max | blocks/s | x floor | peak RSS MB | CPU s | other CPUs | target |");
    lines.add("|---|--:|--:|--:|--:|--:|--:|--:|---|");
  }

  void floor(Scenario scenario, List<Run> runs) {
    floors.put(scenario, median(runs, Run::seconds));
    row(scenario.key() + " floor", scenario, runs, "");
  }

  /** One day out of the chain of seven, in turns with the seven. */
  void dayOfWeek(List<Run> runs) {
    dayOfWeekSeconds = median(runs, Run::seconds);
    row("week-0ms, one day", Scenario.DAY_0MS, runs, "");
  }

  void ours(Scenario scenario, List<Run> runs) {
    medians.put(scenario, median(runs, Run::seconds));
    row(scenario.key(), scenario, runs, target(scenario, runs));
  }

  /** The first two rounds warm up. */
  void warm(Scenario scenario, List<Double> seconds) {
    List<Double> warm = seconds.subList(Math.min(2, seconds.size()), seconds.size());
    double median = median(warm);
    double speed = scenario.blocks() / median;
    add(
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

  void say(String line) {
    System.out.println(line);
  }

  void print() {
    System.out.println();
    lines.forEach(System.out::println);
    System.out.println();
    System.out.println(
        "Medians. 'other CPUs': how many processors the rest of the machine kept busy meanwhile;"
            + " near 0 on a quiet one.");
  }

  private void row(String name, Scenario scenario, List<Run> runs, String target) {
    double seconds = median(runs, Run::seconds);
    String toFloor =
        floors.containsKey(scenario) && name.startsWith(scenario.key())
            ? String.format(Locale.ROOT, "%.1f", seconds / floors.get(scenario))
            : "";
    add(
        String.format(
            Locale.ROOT,
            "| %s | %.2f | %.2f-%.2f | %.0f | %s | %.0f | %.2f | %.1f | %s |",
            name,
            seconds,
            runs.stream().mapToDouble(Run::seconds).min().orElse(Double.NaN),
            runs.stream().mapToDouble(Run::seconds).max().orElse(Double.NaN),
            scenario.blocks() / seconds,
            toFloor,
            median(runs, run -> (double) run.peakBytes() / MEBIBYTE),
            median(runs, Run::cpuSeconds),
            median(runs, run -> run.othersCpuSeconds() / run.seconds()),
            target));
  }

  private void add(String line) {
    lines.add(line);
    System.out.println(line);
  }

  private String target(Scenario scenario, List<Run> runs) {
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

  private static double median(List<Run> runs, ToDoubleFunction<Run> which) {
    return median(runs.stream().map(which::applyAsDouble).toList());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }
}
