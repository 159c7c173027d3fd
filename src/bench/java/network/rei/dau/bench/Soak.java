package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.simulator.chain.BlockTiming;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import network.rei.dau.simulator.node.NodeOptions;
import network.rei.dau.simulator.node.SimulatedNode;

/**
 * Runs the service with a simulated chain and with faults. The first phase is in real time, with a
 * Prometheus: see {@link SoakAlertPhase}. In the second phase, after a restart, ten days of the
 * chain pass within half an hour: days end, records are pruned, no resource may grow, and at the
 * end all numbers must be true.
 */
final class Soak {

  private static final int DAYS = 10;
  private static final int BLOCKS_A_DAY = 28_800;
  private static final int CHUNK = 1200;
  private static final int SAMPLES = 90;
  private static final int PRINTED = 3;
  private static final int RETENTION_DAYS = 2;

  /** The default interval of half an hour on the clock of {@link ScaledAlertRules}. */
  private static final int RUN_EVERY_SECONDS = 1800 / ScaledAlertRules.FACTOR;

  private final Path project;
  private final Duration length;
  private final SimulatedChain chain;
  private final List<String> wrong = new ArrayList<>();

  /**
   * @param project the folder of the project
   * @param length the length of the second phase
   */
  Soak(Path project, Duration length) {
    this.project = project;
    this.length = length;
    this.chain =
        SimulatedChain.of(
            ChainSpec.of(5, 3 * BLOCKS_A_DAY)
                .endingAt(Instant.now().truncatedTo(ChronoUnit.SECONDS))
                .withTiming(BlockTiming.every(Duration.ofSeconds(3)))
                .withTraffic(
                    TrafficProfile.steady()
                        .withTransactionsPerBlock(2)
                        .withPopulation(20_000, 0.9)));
  }

  /** Runs both phases and prints the results; returns whether all expectations were met. */
  boolean run() throws IOException, InterruptedException {
    Path place =
        Files.createTempDirectory(Files.createDirectories(project.resolve("target/bench")), "soak");
    try (SimulatedNode node = SimulatedNode.start(chain, NodeOptions.defaults());
        SoakDisk disk = new SoakDisk(place.resolve("disk"));
        SoakService service =
            SoakService.on(project, place, disk.folder().resolve("cache"), settings(node))) {
      Optional<Path> binary = PrometheusServer.binary();
      if (binary.isPresent()) {
        watched(binary.get(), place, node, service, disk);
      } else {
        wrong.add(
            "the alerts were not watched, since there is no Prometheus: set PROMETHEUS to the"
                + " binary (docs/benchmarks.md says where to get it)");
        service.start();
        tenDays(service, node);
      }
      wrong.forEach(what -> System.out.println("WRONG: " + what));
      System.out.println(
          wrong.isEmpty()
              ? "alerts fired as expected, no resource has grown, all numbers are true"
              : "MISSED");
      return wrong.isEmpty();
    }
  }

  private static Map<String, String> settings(SimulatedNode node) {
    return Map.of(
        "REI_RPC_URL",
        node.uri().toString(),
        "REI_DAU_RPC_MAX_REQUESTS_PER_SECOND",
        "0",
        "REI_DAU_INGEST_RETENTION",
        RETENTION_DAYS + " days",
        "REI_DAU_INGEST_HISTORY_DAYS",
        "3",
        "REI_DAU_INGEST_FOLLOW_INTERVAL",
        "1 s",
        "REI_DAU_INGEST_INTERVAL",
        RUN_EVERY_SECONDS + " s");
  }

  private void watched(
      Path binary, Path place, SimulatedNode node, SoakService service, SoakDisk disk)
      throws IOException, InterruptedException {
    String rules =
        ScaledAlertRules.of(Files.readString(project.resolve("deploy/prometheus/alerts.yml")));
    Path own = Files.createDirectory(place.resolve("prometheus"));
    chain.follow(Clock.systemUTC());
    service.start(SoakAlertPhase.SLOWLY);
    try (PrometheusServer prometheus =
        PrometheusServer.start(
            binary, own, rules, List.of("127.0.0.1:" + service.port()), Duration.ofSeconds(1))) {
      SoakAlerts alerts = new SoakAlerts(prometheus);
      new SoakAlertPhase(node, service, disk, alerts).run();
      service.restart();
      long begin = System.nanoTime();
      tenDays(service, node);
      System.out.println("alerts: random faults fired " + alerts.firedSince(begin));
      alerts.awaitSilence("after the random faults", System.nanoTime());
      wrong.addAll(alerts.wrong());
    }
  }

  private void tenDays(SoakService service, SimulatedNode node)
      throws IOException, InterruptedException {
    int daysBefore = wholeDays(service);
    List<SoakSample> samples = new ArrayList<>();
    try (SoakTraffic traffic = new SoakTraffic(service)) {
      samples(service, new SoakRandomFaults(node, 7), samples);
      System.out.printf(
          "%d requests were answered, and %d 5xx%n", traffic.answered(), traffic.refused());
      if (traffic.answered() < length.toSeconds()) {
        wrong.add("only " + traffic.answered() + " requests were answered");
      }
    }
    wrong.addAll(SoakStability.of(samples));
    wrong.addAll(new SoakVerification(chain, service).differences(daysBefore + DAYS));
    pruned(samples);
  }

  private static int wholeDays(SoakService service) throws IOException, InterruptedException {
    int whole = 0;
    for (JsonNode day : service.get("/api/v1/days?limit=60").get("days")) {
      whole += day.get("complete").asBoolean() ? 1 : 0;
    }
    return whole;
  }

  /** Lets the chain grow and injects faults, and takes a sample of the process every 20 s. */
  private void samples(SoakService service, SoakRandomFaults faults, List<SoakSample> samples)
      throws IOException, InterruptedException {
    SoakSample.printHeader();
    long blocks = (long) DAYS * BLOCKS_A_DAY;
    long seconds = length.toSeconds();
    long grown = 0;
    long begin = System.nanoTime();
    for (long second = 1; second <= seconds; second++) {
      long due = blocks * second / seconds;
      chain.advance((int) (due - grown));
      grown = due;
      faults.second();
      if (second % Math.max(1, seconds / SAMPLES) == 0) {
        samples.add(SoakSample.of(service));
        if (samples.size() % PRINTED == 0) {
          samples.get(samples.size() - 1).print(second);
        }
      }
      long wait = begin + second * 1_000_000_000L - System.nanoTime();
      Thread.sleep(Math.max(0, wait / 1_000_000));
    }
    faults.end();
  }

  /**
   * Checks the number of kept records: those of the retention, two at its bounds, and those since
   * the last run, which prunes, or since the last two runs if a fault interrupted one.
   */
  private void pruned(List<SoakSample> samples) {
    long sinceRuns = 2L * RUN_EVERY_SECONDS * DAYS * BLOCKS_A_DAY / length.toSeconds() / CHUNK + 1;
    long most = RETENTION_DAYS * BLOCKS_A_DAY / CHUNK + 2 + sinceRuns;
    long kept = samples.get(samples.size() - 1).records();
    long ever = (chain.head() + 1) / CHUNK;
    System.out.printf("%d records were pruned, %d are kept%n", ever - kept, kept);
    if (kept > most) {
      wrong.add(kept + " records are kept, at most " + most + " should be");
    }
  }
}
