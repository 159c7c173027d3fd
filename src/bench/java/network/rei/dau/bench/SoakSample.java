package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the process holds at one moment.
 *
 * @param heapKib used after a collection
 * @param files open, sockets included
 * @param databaseKib size of the database
 * @param logKib size of its write-ahead log
 * @param lagBlocks behind the chain
 */
record SoakSample(
    long heapKib, long threads, long files, long databaseKib, long logKib, long lagBlocks) {

  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  static SoakSample of(Served service, Path cache, ObjectMapper json)
      throws IOException, InterruptedException {
    JsonNode status = json.readTree(service.get("/api/v1/status"));
    String pid = Long.toString(service.pid());
    jcmd(pid, "GC.run");
    return new SoakSample(
        heap(jcmd(pid, "GC.heap_info")),
        entries(Path.of("/proc", pid, "task")),
        entries(Path.of("/proc", pid, "fd")),
        kib(cache.resolve("stats.db")),
        kib(cache.resolve("stats.db-wal")),
        status.get("lagBlocks").asLong());
  }

  static void printHeader() {
    System.out.println("second   heap KiB  threads  files  database KiB   log KiB  lag blocks");
  }

  void print(long second) {
    System.out.printf(
        "%6d %10d %8d %6d %13d %9d %11d%n",
        second, heapKib, threads, files, databaseKib, logKib, lagBlocks);
  }

  /** What grew from the second third of the samples to the last. */
  static List<String> growth(List<SoakSample> samples) {
    List<String> grown = new ArrayList<>();
    check("heap after collection", samples, SoakSample::heapKib, 1.10, grown);
    check("threads", samples, SoakSample::threads, 1.10, grown);
    check("open files", samples, SoakSample::files, 1.20, grown);
    check("database", samples, SoakSample::databaseKib, 1.15, grown);
    check("write-ahead log", samples, SoakSample::logKib, 1.50, grown);
    return grown;
  }

  private static void check(
      String what,
      List<SoakSample> samples,
      ToLongFunction<SoakSample> number,
      double atMost,
      List<String> grown) {
    int third = samples.size() / 3;
    double middle =
        samples.subList(third, 2 * third).stream().mapToLong(number).average().orElse(0);
    double last =
        samples.subList(2 * third, samples.size()).stream().mapToLong(number).average().orElse(0);
    if (last > middle * atMost) {
      grown.add(what + " grew from " + Math.round(middle) + " to " + Math.round(last));
    }
  }

  private static long heap(String info) {
    long used = 0;
    Matcher spaces = USED.matcher(info.lines().filter(l -> !l.contains("Metaspace")).toList() + "");
    while (spaces.find()) {
      used += Long.parseLong(spaces.group(1));
    }
    return used;
  }

  private static String jcmd(String pid, String command) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), pid, command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  private static long kib(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) / 1024 : 0;
  }
}
