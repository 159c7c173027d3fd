package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints the results over HTTP, one line each. */
final class HttpReport {

  private final List<String> lines = new ArrayList<>();

  /** Adds a result without a target. */
  void add(String name, String result) throws IOException {
    line(name, result, "");
  }

  /** Adds a result and whether it reaches its target. */
  void add(String name, String result, String target, boolean reached) throws IOException {
    line(name, result, target + (reached ? ": reached" : ": MISSED"));
  }

  private void line(String name, String result, String target) throws IOException {
    String load = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    String line = String.join(" | ", "| " + name, result, load, target) + " |";
    lines.add(line);
    System.out.println(line);
  }

  void print() {
    System.out.println();
    System.out.println("| | result | load | target |");
    System.out.println("|---|---|--:|---|");
    lines.forEach(System.out::println);
    System.out.println();
    System.out.println(
        "'load' is the load average of the machine after the measurement, which the tools and the"
            + " service have caused too.");
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Returns a quantile of values, for example the median for 0.5. */
  static double quantile(List<Double> values, double rank) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get((int) Math.min(sorted.size() - 1L, (long) (rank * sorted.size())));
  }

  static double median(List<Double> values) {
    return quantile(values, 0.5);
  }
}
