package network.rei.dau.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import network.rei.dau.e2e.Ports;

/**
 * Runs the packaged service on large chains: it stores their history, answers each route, and
 * follows new blocks. The memory is that of a container, from which the launcher computes the heap.
 */
final class LargeChainBenchmark {

  private static final long FILL_SECONDS = 1_800;
  private static final long FOLLOW_SECONDS = 60;
  private static final int REQUESTS = 20;
  private static final long DAY_SECONDS = 86_400;
  private static final long MEBIBYTE = 1 << 20;

  private static final List<String> ROUTES =
      List.of(
          "/api/stats/24h",
          "/api/stats/7days",
          "/api/stats/history?include=none",
          "/api/stats/records",
          "/api/v1/windows/1h",
          "/api/v1/windows/24h",
          "/api/v1/windows/7d",
          "/api/v1/series/addresses?resolution=hour",
          "/api/v1/days",
          "/api/v1/retention",
          "/api/v1/addresses/top",
          "/api/v1/status",
          "/health",
          "/metrics");

  private final Path launcher;
  private final Path scratch;
  private final Clock clock = Clock.systemUTC();
  private final ObjectMapper json = new ObjectMapper();
  private boolean successful;

  LargeChainBenchmark(Path project) {
    this.launcher = project.resolve("bin/rei-dau-stats");
    this.scratch = project.resolve("target/bench");
  }

  /** Runs scenarios, and returns whether each process lived and all its numbers were right. */
  boolean run(List<LargeScenario> scenarios) throws IOException, InterruptedException {
    boolean all = true;
    Files.createDirectories(scratch);
    for (LargeScenario scenario : scenarios) {
      Path folder = Files.createTempDirectory(scratch, scenario.key());
      successful = true;
      try {
        run(scenario, folder);
      } finally {
        ScenarioRunner.delete(folder);
      }
      all &= successful;
    }
    return all;
  }

  private void run(LargeScenario scenario, Path folder) throws IOException, InterruptedException {
    Optional<MemoryGroup> group =
        MemoryGroup.create("rei-dau-" + scenario.key(), scenario.containerMegabytes());
    print(
        "%s: %s",
        scenario.key(),
        group.isPresent()
            ? "a control group limits the memory to " + scenario.containerMegabytes() + " MB"
            : "no control group can be created, so only the heap is limited");
    try {
      run(scenario, folder, group);
    } finally {
      if (group.isPresent()) {
        group.get().close();
      }
    }
    print("%s: %s", scenario.key(), successful ? "lived, numbers right" : "FAILED");
  }

  private void run(LargeScenario scenario, Path folder, Optional<MemoryGroup> group)
      throws IOException, InterruptedException {
    LargeChain chain = scenario.chainUntil(clock.millis());
    int port = Ports.reserve();
    print("%s", chain);
    try (ServerProcess node = startNode(chain, port, folder);
        ServerProcess service = startService(scenario, port, folder, group)) {
      fill(chain, service);
      latencies(service);
      follow(chain, service);
      verify(chain, service);
      print(
          "peak RSS %d MB; CPU of the node %.0f s",
          ProcessRun.peakBytes(service.pid(), 0) / MEBIBYTE, ProcessRun.cpuSeconds(node.pid(), 0));
      check(service.process().isAlive(), "the process has ended");
    }
  }

  private ServerProcess startNode(LargeChain chain, int port, Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(
            LargeChainNode.class.getName(), String.valueOf(port), String.valueOf(Long.MAX_VALUE)));
    command.addAll(chain.arguments());
    return ServerProcess.start(new ProcessBuilder(command), port, folder.resolve("node.log"));
  }

  private ServerProcess startService(
      LargeScenario scenario, int nodePort, Path folder, Optional<MemoryGroup> group)
      throws IOException {
    int port = Ports.reserve();
    List<String> command = List.of(launcher.toString(), "serve");
    ProcessBuilder builder =
        new ProcessBuilder(group.map(one -> one.command(command)).orElse(command))
            .directory(folder.toFile());
    if (group.isEmpty()) {
      builder
          .environment()
          .put("REI_DAU_SYSTEM", container(scenario, folder.resolve("system")).toString());
    }
    builder.environment().put("REI_RPC_URL", "http://127.0.0.1:" + nodePort);
    builder.environment().put("REI_DAU_RPC_MAX_REQUESTS_PER_SECOND", "0");
    builder.environment().put("REI_DAU_INGEST_FOLLOW_INTERVAL", "1 s");
    // The node computes its blocks while it sends them, so their roots are not those of real lists.
    builder.environment().put("REI_DAU_RPC_VERIFY", "none");
    builder.environment().put("CACHE_DIR", folder.resolve("cache").toString());
    builder.environment().put("PORT", String.valueOf(port));
    return ServerProcess.start(builder, port, folder.resolve("service.log"));
  }

  /** Creates the files from which the launcher reads the memory of a container. */
  private static Path container(LargeScenario scenario, Path system) throws IOException {
    Path group = Files.createDirectories(system.resolve("sys/fs/cgroup"));
    Files.writeString(
        group.resolve("memory.max"), String.valueOf(scenario.containerMegabytes() * MEBIBYTE));
    Path process = Files.createDirectories(system.resolve("proc/self"));
    Files.writeString(process.resolve("cgroup"), "0::/\n");
    return system;
  }

  /** Waits until the whole chain is stored, and prints how long that took. */
  private void fill(LargeChain chain, ServerProcess service)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    long head = chain.headAt(clock.millis());
    service.awaitOk("/health");
    JsonNode status = get(service, "/api/v1/status");
    while (!isStored(status, head)) {
      if (secondsSince(start) > FILL_SECONDS) {
        throw new IOException("the chain was not stored in time: " + status);
      }
      TimeUnit.MILLISECONDS.sleep(500);
      status = get(service, "/api/v1/status");
    }
    double seconds = secondsSince(start);
    print(
        "%,d blocks with %,d transactions in %.1f s (%,.0f blocks/s, %,.0f transactions/s), CPU"
            + " %.0f s, peak RSS %d MB; all in memory: %s",
        head + 1,
        (head + 1) * chain.transactions(),
        seconds,
        (head + 1) / seconds,
        (head + 1) * chain.transactions() / seconds,
        ProcessRun.cpuSeconds(service.pid(), 0),
        ProcessRun.peakBytes(service.pid(), 0) / MEBIBYTE,
        status.get("availableFrom").isNull()
            ? "yes"
            : "from " + status.get("availableFrom").asText());
  }

  private static boolean isStored(JsonNode status, long head) {
    return status.path("asOfBlock").asLong(-1) >= head
        && status.get("gaps").isEmpty()
        && !status.get("processing").asBoolean()
        && status.get("progress").isNull();
  }

  private void latencies(ServerProcess service) throws IOException, InterruptedException {
    for (String route : ROUTES) {
      List<Double> millis = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        long start = System.nanoTime();
        service.get(route);
        millis.add((System.nanoTime() - start) / 1e6);
      }
      print(
          "%-42s first %7.1f ms, median %7.1f ms, highest of the others %7.1f ms",
          route,
          millis.get(0),
          HttpReport.median(millis),
          HttpReport.quantile(millis.subList(1, millis.size()), 1));
    }
  }

  /** Prints the CPU time while new blocks arrive, and how old the newest stored block is. */
  private void follow(LargeChain chain, ServerProcess service)
      throws IOException, InterruptedException {
    double cpu = ProcessRun.cpuSeconds(service.pid(), 0);
    long before = get(service, "/api/v1/status").get("asOfBlock").asLong();
    List<Double> blocksBehind = new ArrayList<>();
    long start = System.nanoTime();
    while (secondsSince(start) < FOLLOW_SECONDS) {
      TimeUnit.SECONDS.sleep(1);
      long stored = get(service, "/api/v1/status").get("asOfBlock").asLong();
      blocksBehind.add((double) (chain.headAt(clock.millis()) - stored));
    }
    long followed = get(service, "/api/v1/status").get("asOfBlock").asLong() - before;
    double secondsBehind = HttpReport.median(blocksBehind) * chain.blockMillis() / 1e3;
    print(
        "following %d blocks in %d s: CPU %.1f %%, %.0f blocks (%.1f s) behind in the median, %.0f"
            + " at most",
        followed,
        FOLLOW_SECONDS,
        100 * (ProcessRun.cpuSeconds(service.pid(), 0) - cpu) / secondsSince(start),
        HttpReport.median(blocksBehind),
        secondsBehind,
        HttpReport.quantile(blocksBehind, 1));
    check(followed > 0, "no block was followed");
  }

  /** Compares windows and the last complete days with numbers counted by brute force. */
  private void verify(LargeChain chain, ServerProcess service)
      throws IOException, InterruptedException {
    long last = get(service, "/api/v1/status").get("asOfBlock").asLong();
    JsonNode availableFrom = get(service, "/api/v1/status").get("availableFrom");
    long available =
        availableFrom.isNull()
            ? 0
            : chain.firstAt(Instant.parse(availableFrom.asText()).getEpochSecond());
    for (long seconds : new long[] {3_600, DAY_SECONDS, 7 * DAY_SECONDS}) {
      long first = Math.max(available, chain.firstAt(chain.timestamp(last) - seconds + 1));
      compare(
          "blocks " + first + " to " + last,
          get(service, "/api/v1/windows?fromBlock=" + first + "&toBlock=" + last),
          chain.truth(first, last));
    }
    JsonNode day = get(service, "/api/v1/windows/24h");
    check(
        available > 0 == day.get("addresses").isNull()
            || available <= chain.firstAt(chain.timestamp(last) - DAY_SECONDS + 1),
        "the last 24 hours are " + day);
    for (JsonNode complete : get(service, "/api/v1/days?limit=8").get("days")) {
      if (complete.get("complete").asBoolean()) {
        long start =
            LocalDate.parse(complete.get("date").asText())
                .atStartOfDay(ZoneOffset.UTC)
                .toEpochSecond();
        compare(
            complete.get("date").asText(),
            complete,
            chain.truth(chain.firstAt(start), chain.firstAt(start + DAY_SECONDS) - 1));
      }
    }
  }

  private void compare(String what, JsonNode answered, LargeChain.Truth truth) {
    List<String> names =
        List.of("blocks", "transactions", "addresses", "senders", "recipients", "newSenders");
    List<Long> expected =
        List.of(
            truth.blocks(),
            truth.transactions(),
            truth.addresses(),
            truth.senders(),
            truth.recipients(),
            truth.newSenders());
    List<Long> numbers = names.stream().map(name -> answered.path(name).asLong(-1)).toList();
    print("%s: %s %s", what, numbers, numbers.equals(expected) ? "right" : "WRONG");
    check(numbers.equals(expected), what + " should be " + expected);
  }

  private void check(boolean right, String otherwise) {
    if (!right) {
      print("FAILED: %s", otherwise);
      successful = false;
    }
  }

  private JsonNode get(ServerProcess service, String path)
      throws IOException, InterruptedException {
    return json.readTree(service.get(path));
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
