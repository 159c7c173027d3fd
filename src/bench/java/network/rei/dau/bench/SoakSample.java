package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The resources of the process at one moment.
 *
 * @param heapKib the used heap after a garbage collection
 * @param files the number of open files, including sockets
 * @param databaseKib the size of the database
 * @param logKib the size of its write-ahead log
 * @param records the number of stored records
 * @param lagBlocks the number of blocks behind the chain
 */
record SoakSample(
    long heapKib,
    long threads,
    long files,
    long databaseKib,
    long logKib,
    long records,
    long lagBlocks) {

  private static final Pattern USED = Pattern.compile("used (\\d+)K");

  static SoakSample of(SoakService service) throws IOException, InterruptedException {
    JsonNode status = service.get("/api/v1/status");
    Path cache = service.cache();
    String pid = Long.toString(service.pid());
    jcmd(pid, "GC.run");
    return new SoakSample(
        heap(jcmd(pid, "GC.heap_info")),
        entries(Path.of("/proc", pid, "task")),
        entries(Path.of("/proc", pid, "fd")),
        kib(cache.resolve("stats.db")),
        kib(cache.resolve("stats.db-wal")),
        service.get("/api/stats/records").at("/data/totalRecords").asLong(),
        status.get("lagBlocks").asLong());
  }

  static void printHeader() {
    System.out.println(
        "second   heap KiB  threads  files  database KiB   log KiB  records  lag blocks");
  }

  void print(long second) {
    System.out.printf(
        "%6d %10d %8d %6d %13d %9d %8d %11d%n",
        second, heapKib, threads, files, databaseKib, logKib, records, lagBlocks);
  }

  private static long heap(String info) {
    long used = 0;
    Matcher spaces =
        USED.matcher(info.lines().filter(line -> line.contains("generation")).toList() + "");
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
