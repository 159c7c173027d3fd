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
import java.util.HashMap;
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
 * Runs the service with simulated chains and with faults. The first phase is in real time, with a
 * Prometheus: see {@link SoakAlertPhase}. In the second phase, with another chain, store and
 * process, ten days of the chain pass within half an hour: days end, records are pruned, no
 * resource may grow, and at the end all numbers must be true. This chain begins as many days ago,
 * since the service refuses blocks that are ahead of the clock.
 */
final class Soak {

  private static final int DAYS = 10;
  private static final int BLOCKS_A_DAY = 28_800;
  private static final int CHUNK = 1200;
  private static final int SAMPLES = 90;
  private static final int PRINTED = 3;
  private static final int RETENTION_DAYS = 2;

  /** The default interval of half an hour on the clock of {@link ScaledAlertRules}. */
  private static final Duration RUN_EVERY = Duration.ofSeconds(1800 / ScaledAlertRules.FACTOR);

  private final Path project;
  private final Duration length;
  private final List<String> wrong = new ArrayList<>();

  /**
   * @param project the folder of the project
   * @param length the length of the second phase
   */
  Soak(Path project, Duration length) {
    this.project = project;
    this.length = length;
  }

  /** Runs both phases and prints the results; returns whether all expectations were met. */
  boolean run() throws IOException, InterruptedException {
    Path place =
        Files.createTempDirectory(Files.createDirectories(project.resolve("target/bench")), "soak");
    try (SoakDisk disk = new SoakDisk(place.resolve("disk"));
        SoakService service = SoakService.on(project, place)) {
      Optional<Path> binary = PrometheusServer.binary();
      if (binary.isPresent()) {
        watched(binary.get(), place, service, disk);
      } else {
        wrong.add(
            "the alerts were not watched, since there is no Prometheus: set PROMETHEUS to the"
                + " binary (docs/benchmarks.md says where to get it)");
        try (SimulatedNode past = past()) {
          tenDays(service, past, disk);
        }
      }
      wrong.forEach(what -> System.out.println("WRONG: " + what));
      System.out.println(
          wrong.isEmpty()
              ? "alerts fired as expected, no resource has grown, all numbers are true"
              : "MISSED");
      return wrong.isEmpty();
    }
  }

  /**
   * Starts a node whose chain reaches the present when ten days have passed in the second phase.
   */
  private SimulatedNode past() throws IOException {
    return node(Instant.now().minus(Duration.ofDays(DAYS)));
  }

  /** Starts a node with a chain of three days. */
  private static SimulatedNode node(Instant end) throws IOException {
    return SimulatedNode.start(
        SimulatedChain.of(
            ChainSpec.of(5, 3 * BLOCKS_A_DAY)
                .endingAt(end.truncatedTo(ChronoUnit.SECONDS))
                .withTiming(BlockTiming.every(Duration.ofSeconds(3)))
                .withTraffic(
                    TrafficProfile.steady()
                        .withTransactionsPerBlock(2)
                        .withPopulation(20_000, 0.9))),
        NodeOptions.defaults());
  }

  private static Map<String, String> settings(SimulatedNode node, Duration interval) {
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
        interval.toSeconds() + " s");
  }

  private void watched(Path binary, Path place, SoakService service, SoakDisk disk)
      throws IOException, InterruptedException {
    String rules =
        ScaledAlertRules.of(Files.readString(project.resolve("deploy/prometheus/alerts.yml")));
    Path own = Files.createDirectory(place.resolve("prometheus"));
    try (SimulatedNode present = node(Instant.now())) {
      present.chain().follow(Clock.systemUTC());
      Map<String, String> settings = new HashMap<>(settings(present, RUN_EVERY));
      settings.putAll(SoakAlertPhase.AHEAD);
      service.startOn(disk.folder().resolve("cache"), settings, SoakAlertPhase.SLOWLY);
      try (PrometheusServer prometheus =
              PrometheusServer.start(
                  binary,
                  own,
                  rules,
                  List.of("127.0.0.1:" + service.port()),
                  Duration.ofSeconds(1));
          SimulatedNode past = past()) {
        SoakAlerts alerts = new SoakAlerts(prometheus);
        new SoakAlertPhase(present, service, disk, alerts).run();
        long begin = System.nanoTime();
        tenDays(service, past, disk);
        System.out.println("alerts: random faults fired " + alerts.firedSince(begin));
        past.chain().follow(Clock.systemUTC());
        alerts.awaitSilence("after the random faults", System.nanoTime());
        wrong.addAll(alerts.wrong());
      }
    }
  }

  private void tenDays(SoakService service, SimulatedNode node, SoakDisk disk)
      throws IOException, InterruptedException {
    SimulatedChain chain = node.chain();
    service.startOn(
        disk.folder().resolve("cache-of-ten-days"), settings(node, interval()), Map.of());
    service.awaitFill(chain.head());
    int daysBefore = wholeDays(service);
    List<SoakSample> samples = new ArrayList<>();
    try (SoakTraffic traffic = new SoakTraffic(service)) {
      samples(service, chain, new SoakRandomFaults(node, 7), samples);
      System.out.printf(
          "%d requests were answered, and %d 5xx%n", traffic.answered(), traffic.refused());
      if (traffic.answered() < length.toSeconds()) {
        wrong.add("only " + traffic.answered() + " requests were answered");
      }
    }
    wrong.addAll(SoakStability.of(samples));
    wrong.addAll(new SoakVerification(chain, service).differences(daysBefore + DAYS));
    pruned(chain, samples);
  }

  /**
   * Returns the interval of runs in the second phase, which prune: in a short phase it is shorter,
   * so that the number of records does not depend on the length.
   */
  private Duration interval() {
    Duration scaled = length.dividedBy(SAMPLES / PRINTED);
    return scaled.compareTo(RUN_EVERY) < 0 ? scaled : RUN_EVERY;
  }

  private static int wholeDays(SoakService service) throws IOException, InterruptedException {
    int whole = 0;
    for (JsonNode day : service.get("/api/v1/days?limit=60").get("days")) {
      whole += day.get("complete").asBoolean() ? 1 : 0;
    }
    return whole;
  }

  /** Lets the chain grow and injects faults, and takes a sample of the process every 20 s. */
  private void samples(
      SoakService service, SimulatedChain chain, SoakRandomFaults faults, List<SoakSample> samples)
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
  private void pruned(SimulatedChain chain, List<SoakSample> samples) {
    long sinceRuns =
        2L * interval().toSeconds() * DAYS * BLOCKS_A_DAY / length.toSeconds() / CHUNK + 1;
    long most = RETENTION_DAYS * BLOCKS_A_DAY / CHUNK + 2 + sinceRuns;
    long kept = samples.get(samples.size() - 1).records();
    long ever = (chain.head() + 1) / CHUNK;
    System.out.printf("%d records were pruned, %d are kept%n", ever - kept, kept);
    if (kept > most) {
      wrong.add(kept + " records are kept, at most " + most + " should be");
    }
  }
}
