package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.simulator.BlockTiming;
import network.rei.dau.simulator.ChainSpec;
import network.rei.dau.simulator.Counts;
import network.rei.dau.simulator.NodeOptions;
import network.rei.dau.simulator.SimulatedChain;
import network.rei.dau.simulator.SimulatedNode;
import network.rei.dau.simulator.Traffic;

/**
 * The service for half an hour beside a chain whose clock runs so fast that ten days pass, with
 * random faults: midnights are rolled over, records are pruned, nothing may grow, and at the end
 * every number must be right.
 */
final class Soak {

  private static final int DAYS = 10;
  private static final int BLOCKS_A_DAY = 28_800;
  private static final int SECONDS_A_DAY = 86_400;
  private static final Duration RETENTION = Duration.ofDays(2);
  private static final Duration SETTLING = Duration.ofMinutes(3);

  private final Path project;
  private final Duration length;
  private final SimulatedChain chain;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param project the project's folder
   */
  Soak(Path project, Duration length) {
    this.project = project;
    this.length = length;
    this.chain =
        SimulatedChain.of(
            ChainSpec.of(5, 3 * BLOCKS_A_DAY)
                .withTiming(BlockTiming.every(Duration.ofSeconds(3)))
                .withTraffic(
                    Traffic.steady().withTransactionsPerBlock(2).withPopulation(20_000, 0.9)));
  }

  /** Runs it and prints what it saw; whether all is as it should be. */
  boolean run() throws IOException, InterruptedException {
    Path place = Files.createTempDirectory("soak");
    int port = Served.freePort();
    try (SimulatedNode node = SimulatedNode.start(chain, NodeOptions.defaults());
        Served service = serve(place, node, port)) {
      service.awaitOk("/health");
      SoakSample.printHeader();
      List<SoakSample> samples = samples(service, place, new SoakFaults(node, 7));
      List<String> faults = new ArrayList<>(SoakSample.growth(samples));
      faults.addAll(differences(service));
      faults.forEach(fault -> System.out.println("WRONG: " + fault));
      System.out.println(faults.isEmpty() ? "nothing grew, every number is right" : "MISSED");
      return faults.isEmpty();
    }
  }

  private Served serve(Path place, SimulatedNode node, int port) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(project.resolve("bin/rei-dau-stats").toString(), "serve")
            .directory(place.toFile());
    builder.environment().put("REI_RPC_URL", node.uri().toString());
    builder.environment().put("CACHE_DIR", place.resolve("cache").toString());
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("REI_DAU_RPC_MAX_REQUESTS_PER_SECOND", "0");
    builder.environment().put("REI_DAU_INGEST_RETENTION", RETENTION.toDays() + " days");
    builder.environment().put("REI_DAU_INGEST_HISTORY_DAYS", "3");
    builder.environment().put("REI_DAU_INGEST_FOLLOW_INTERVAL", "1 s");
    builder.environment().put("REI_DAU_INGEST_INTERVAL", "20 s");
    return Served.start(builder, port, place.resolve("log"));
  }

  /** Lets the chain run and the faults come and go; looks at the process every minute. */
  private List<SoakSample> samples(Served service, Path place, SoakFaults faults)
      throws IOException, InterruptedException {
    List<SoakSample> samples = new ArrayList<>();
    long blocks = (long) DAYS * BLOCKS_A_DAY;
    long seconds = length.toSeconds();
    long grown = 0;
    long begin = System.nanoTime();
    for (long second = 1; second <= seconds; second++) {
      long due = blocks * second / seconds;
      chain.advance((int) (due - grown));
      grown = due;
      faults.second();
      if (second % Math.max(1, seconds / 30) == 0) {
        samples.add(SoakSample.of(service, place.resolve("cache"), json));
        samples.get(samples.size() - 1).print(second);
      }
      long wait = begin + second * 1_000_000_000L - System.nanoTime();
      Thread.sleep(Math.max(0, wait / 1_000_000));
    }
    faults.end();
    return samples;
  }

  /** How the service differs from the truth, once it has had time to mend what faults left. */
  private List<String> differences(Served service) throws IOException, InterruptedException {
    long head = chain.head();
    long begin = System.nanoTime();
    JsonNode status = json.readTree(service.get("/api/v1/status"));
    while (System.nanoTime() - begin < SETTLING.toNanos()
        && !(status.get("asOfBlock").asLong() == head
            && status.get("gaps").isEmpty()
            && !status.get("processing").asBoolean())) {
      Thread.sleep(500);
      status = json.readTree(service.get("/api/v1/status"));
    }
    List<String> wrong = new ArrayList<>();
    JsonNode day = json.readTree(service.get("/api/stats/24h")).get("data");
    long first = day.at("/blockRange/start").asLong();
    compare("the last 24 hours", chain.truth().inBlocks(first, head), day, true, wrong);
    long lastSecond = chain.block(head).timestamp();
    int compared = 0;
    for (JsonNode row : json.readTree(service.get("/api/v1/days?limit=60")).get("days")) {
      LocalDate date = LocalDate.parse(row.get("date").asText());
      long midnight = date.toEpochDay() * SECONDS_A_DAY;
      if (row.get("complete").asBoolean() && midnight + SECONDS_A_DAY <= lastSecond) {
        Counts truth = chain.truth().inTime(midnight, midnight + SECONDS_A_DAY, 0, head);
        compare(date.toString(), truth, row, false, wrong);
        compared++;
      }
    }
    System.out.printf(
        "%d whole days and the last 24 hours were compared with the chain, up to %s%n",
        compared, Instant.ofEpochSecond(lastSecond).atOffset(ZoneOffset.UTC));
    if (compared < DAYS) {
      wrong.add("only " + compared + " whole days are told, of " + DAYS);
    }
    return wrong;
  }

  private static void compare(
      String what, Counts truth, JsonNode told, boolean hot, List<String> wrong) {
    compare(what + ", blocks", truth.blocks(), told.get(hot ? "totalBlocks" : "blocks"), wrong);
    compare(
        what + ", transactions",
        truth.transactions(),
        told.get(hot ? "totalTransactions" : "transactions"),
        wrong);
    compare(
        what + ", addresses",
        truth.addresses(),
        told.get(hot ? "uniqueAddressCount" : "addresses"),
        wrong);
    compare(
        what + ", senders", truth.senders(), told.get(hot ? "uniqueSenders" : "senders"), wrong);
  }

  private static void compare(String what, long truth, JsonNode told, List<String> wrong) {
    if (told == null || told.asLong() != truth) {
      wrong.add(what + ": " + told + ", in truth " + truth);
    }
  }
}
