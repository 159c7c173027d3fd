package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results over HTTP, one line each. */
final class HttpTable {

  private final List<String> lines = new ArrayList<>();

  /** A result without a target. */
  void add(String what, String result) throws IOException {
    line(what, result, "");
  }

  /** A result, and whether it is good enough. */
  void add(String what, String result, String target, boolean reached) throws IOException {
    line(what, result, target + (reached ? ": reached" : ": MISSED"));
  }

  private void line(String what, String result, String target) throws IOException {
    String load = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    String line = String.join(" | ", "| " + what, result, load, target) + " |";
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
        "'load': of the machine at the end, the tools' own and the service's included.");
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** The value that {@code part} of all are not above. */
  static double quantile(List<Double> values, double part) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty()
        ? Double.NaN
        : sorted.get((int) Math.min(sorted.size() - 1L, (long) (part * sorted.size())));
  }

  static double median(List<Double> values) {
    return quantile(values, 0.5);
  }
}
