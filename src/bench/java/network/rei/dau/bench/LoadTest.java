package network.rei.dau.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The result of a load generator.
 *
 * @param perSecond requests a second that were answered with 200
 * @param p99Millis the 99th percentile of the latency in milliseconds
 * @param failed the number of requests with another status or without an answer
 */
record LoadTest(double perSecond, double p99Millis, long failed) {

  private static final Pattern WRK_RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern WRK_P99 = Pattern.compile("99%\\s+([0-9.]+)(us|ms|s)\\b");
  private static final Pattern WRK_NON_2XX = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern HEY_RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern HEY_P99 = Pattern.compile("99% in ([0-9.]+) secs");
  private static final Pattern HEY_200 = Pattern.compile("\\[200]\\s+(\\d+) responses");
  private static final Pattern HEY_OTHER = Pattern.compile("\\[(?!200)\\d+]\\s+(\\d+) ");

  /** Returns the tools that are not on the PATH. */
  static List<String> missingTools() {
    String[] folders = System.getenv().getOrDefault("PATH", "").split(":", -1);
    return List.of("wrk", "hey", "nginx").stream()
        .filter(
            tool ->
                Arrays.stream(folders)
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder, tool))))
        .toList();
  }

  /** Sends as many requests as possible over 64 connections. */
  static LoadTest wrk(String url, int seconds) throws IOException, InterruptedException {
    String output = run("wrk", "-t2", "-c64", "-d" + seconds + "s", "--latency", url);
    Matcher p99 = found(WRK_P99, output);
    double unit = p99.group(2).equals("us") ? 1e-3 : p99.group(2).equals("ms") ? 1 : 1e3;
    Matcher failed = WRK_NON_2XX.matcher(output);
    return new LoadTest(
        number(found(WRK_RATE, output)), number(p99) * unit, failed.find() ? count(failed) : 0);
  }

  /** Sends 1,000 requests a second over 50 connections. */
  static LoadTest hey(String url, int seconds) throws IOException, InterruptedException {
    String output = run("hey", "-z", seconds + "s", "-c", "50", "-q", "20", url);
    long failed =
        HEY_OTHER.matcher(output).results().mapToLong(r -> Long.parseLong(r.group(1))).sum();
    found(HEY_200, output);
    return new LoadTest(
        number(found(HEY_RATE, output)), number(found(HEY_P99, output)) * 1e3, failed);
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
    return output;
  }

  private static Matcher found(Pattern pattern, String output) throws IOException {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in " + output);
    }
    return matcher;
  }

  private static double number(Matcher matcher) {
    return Double.parseDouble(matcher.group(1));
  }

  private static long count(Matcher matcher) {
    return Long.parseLong(matcher.group(1));
  }
}
