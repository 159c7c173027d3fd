package network.rei.dau.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How fast the service answers: the packaged one, as a process of its own, over the seven days of a
 * simulated chain that goes on growing.
 */
final class Http {

  private static final int WEEK = 201_601;
  private static final int DAY = 28_800;

  /** 8,000 addresses in 1,200 blocks. */
  private static final List<String> CHAIN =
      List.of("--growing", "--seed", "1", "--transactions", "7.3", "--accounts", "60000");

  private final Path project;
  private final Path scratch;
  private final int runs;
  private final HttpTable table = new HttpTable();

  Http(Path project, int runs) {
    this.project = project;
    this.scratch = project.resolve("target/bench");
    this.runs = runs;
  }

  /** Measures all of it, and prints a table. */
  void run() throws IOException, InterruptedException {
    List<String> missing = Load.missingTools();
    if (!missing.isEmpty()) {
      System.out.println("http: left out, since not installed: " + String.join(", ", missing));
      return;
    }
    Files.createDirectories(scratch);
    Path place = Files.createTempDirectory(scratch, "http");
    Path launcher = project.resolve("bin/rei-dau-stats");
    try (Node node = Node.start(launcher, WEEK, CHAIN)) {
      Services services = new Services(project, place, node.url());
      Path week = services.cache("week", Map.of());
      Path allButADay =
          services.cache("six-days", Map.of("REI_DAU_INGEST_CONFIRMATIONS", String.valueOf(DAY)));
      new Starting(services, table).measure(week, runs);
      new Throughput(services, table).measure(week, runs);
      new DuringIngest(services, table).measure(allButADay, runs);
      new Windows(services, table).measure(week);
    } finally {
      Whole.delete(place);
    }
    table.print();
  }

  /** Measures how fresh the answers are: for three minutes, in which the machine is nearly idle. */
  void runFreshness() throws IOException, InterruptedException {
    Files.createDirectories(scratch);
    Path place = Files.createTempDirectory(scratch, "freshness");
    try (Node node = Node.start(project.resolve("bin/rei-dau-stats"), WEEK, CHAIN)) {
      Services services = new Services(project, place, node.url());
      new Freshness(services, table).measure(services.cache("week", Map.of()));
    } finally {
      Whole.delete(place);
    }
    table.print();
  }
}
