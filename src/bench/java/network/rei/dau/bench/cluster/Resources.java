package network.rei.dau.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Samples the resources of the nodes and the sizes of the tables, and compares them with bounds.
 * Since nodes are often started again, growth of a process is found by bounds that no age of it may
 * exceed.
 */
final class Resources implements AutoCloseable {

  private static final long SAMPLE_MILLIS = 10_000;
  private static final long MIB = 1024;

  /** Beside the heap: classes, compiled code, threads, and buffers of Netty and the driver. */
  private static final long MEMORY_BESIDE_HEAP_MIB = 260;

  private static final long MAX_THREADS = 150;
  private static final long MAX_FILES = 300;
  private static final long CONNECTIONS_OF_A_NODE = 4;

  private final Cluster cluster;
  private final Database database;
  private final Findings findings;
  private final long heapMib;
  private final long[] most = new long[4];
  private final List<Map<String, Long>> tables = new ArrayList<>();
  private final Background work;

  Resources(Cluster cluster, Database database, Findings findings, long heapMib) {
    this.cluster = cluster;
    this.database = database;
    this.findings = findings;
    this.heapMib = heapMib;
    work = Background.start("resources", this::run);
  }

  private void run() throws InterruptedException {
    while (true) {
      Thread.sleep(SAMPLE_MILLIS);
      for (Member member : cluster.members()) {
        process(member);
      }
      tables();
    }
  }

  private void process(Member member) {
    Path process = Path.of("/proc", Long.toString(member.pid()));
    try {
      long memory =
          Files.readAllLines(process.resolve("status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .sum();
      String node = "node " + member.index() + ": ";
      check(0, "memory", node, memory / MIB, heapMib + MEMORY_BESIDE_HEAP_MIB);
      check(1, "threads", node, entries(process.resolve("task")), MAX_THREADS);
      check(2, "open files", node, entries(process.resolve("fd")), MAX_FILES);
    } catch (IOException | RuntimeException e) {
      // The process has just ended.
    }
  }

  private void tables() {
    try {
      check(
          3,
          "connections",
          "PostgreSQL: ",
          database.connections(),
          cluster.members().size() * CONNECTIONS_OF_A_NODE);
      Map<String, Long> sizes = database.kibibytesByTable();
      synchronized (tables) {
        tables.add(sizes);
      }
    } catch (SQLException e) {
      // PostgreSQL is away or has no connections left.
    }
  }

  private synchronized void check(int index, String what, String where, long value, long bound) {
    most[index] = Math.max(most[index], value);
    if (value > bound) {
      findings.add("too many resources", where + what + ": " + value + ", at most " + bound);
    }
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  /** Prints the highest values, and the sizes of the tables in the thirds of the time. */
  synchronized void print() {
    System.out.printf(
        "most of a node: %d MB resident (heap %d MB), %d threads, %d open files; %d connections to"
            + " PostgreSQL%n",
        most[0], heapMib, most[1], most[2], most[3]);
    synchronized (tables) {
      Map<String, StringBuilder> thirds = new LinkedHashMap<>();
      for (int third = 0; third < 3; third++) {
        int from = tables.size() * third / 3;
        int to = tables.size() * (third + 1) / 3;
        highest(tables.subList(from, to))
            .forEach(
                (table, size) ->
                    thirds
                        .computeIfAbsent(table, unused -> new StringBuilder())
                        .append(" ")
                        .append(size));
      }
      System.out.println("largest size of each table in each third of the time, KiB: " + thirds);
    }
  }

  private static Map<String, Long> highest(List<Map<String, Long>> samples) {
    Map<String, Long> highest = new LinkedHashMap<>();
    samples.forEach(
        sample -> sample.forEach((table, size) -> highest.merge(table, size, Math::max)));
    return highest;
  }

  @Override
  public void close() {
    work.close();
  }
}
