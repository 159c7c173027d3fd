package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import network.rei.dau.Nightly;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests options, output, error messages and exit codes of the commands. */
@Order(3)
@Execution(ExecutionMode.CONCURRENT)
class CommandLineIT {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String NOWHERE = "http://127.0.0.1:1";

  @TempDir Path folder;

  @Test
  void shouldExplainItself() {
    try (ServiceProcess help = start(Map.of(), "--help")) {
      assertThat(help.exitCode(SOON)).isZero();
      assertThat(help.output()).startsWith("Usage: rei-dau-stats ").contains("--help");
      assertThat(help.error()).isEmpty();
    }
  }

  @Test
  void shouldPrintItsVersion() {
    try (ServiceProcess version = start(Map.of(), "--version")) {
      assertThat(version.exitCode(SOON)).isZero();
      assertThat(version.output()).matches("rei-dau-stats \\d+\\.\\d+\\.\\S+\\R");
    }
  }

  @Test
  void shouldRunWithoutTheLauncher() {
    try (ServiceProcess help = ServiceProcess.startJar(folder, Map.of(), "--help")) {
      assertThat(help.exitCode(SOON)).isZero();
      assertThat(help.output()).startsWith("Usage: rei-dau-stats");
      assertThat(help.error()).isEmpty();
    }
  }

  @Test
  void shouldRefuseWrongArgumentsInOneLine() {
    try (ServiceProcess wrong = start(Map.of(), "backfill", "--from", "yesterday")) {
      assertThat(wrong.exitCode(SOON)).isEqualTo(2);
      assertThat(onlyLine(wrong))
          .startsWith("rei-dau-stats: ")
          .contains("yesterday", "--help")
          .doesNotContain("java.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "once"})
  void shouldRefuseAWrongVariableAndNameItsValueAndBound(String command) {
    try (ServiceProcess wrong = start(Map.of("PORT", "70000"), command)) {
      assertThat(wrong.exitCode(SOON)).isEqualTo(2);
      assertThat(onlyLine(wrong)).contains("rei-dau.", "PORT", "'70000'", "0 to 65535");
    }
  }

  @Test
  void shouldRefuseAWrongUrlWithoutPrintingItsPassword() {
    try (ServiceProcess wrong =
        start(Map.of("REI_RPC_URL", "ftp://someone:secret@example.org"), "once")) {
      assertThat(wrong.exitCode(SOON)).isEqualTo(2);
      assertThat(onlyLine(wrong))
          .contains("REI_RPC_URL", "http, https, ws or wss")
          .doesNotContain("secret");
    }
  }

  @Test
  void shouldRefuseAWrongFileAndNameTheSetting() throws IOException {
    Path file = Files.writeString(folder.resolve("own.conf"), "rei-dau.ingest.chunk-size = 0");
    try (ServiceProcess wrong = start(Map.of(), "once", "--config", file.toString())) {
      assertThat(wrong.exitCode(SOON)).isEqualTo(2);
      assertThat(onlyLine(wrong)).contains("rei-dau.ingest.chunk-size");
    }
  }

  @Test
  @Nightly
  void shouldPreferDotEnvToTheFile() throws IOException {
    Files.writeString(folder.resolve("application.conf"), "rei-dau.ingest.chunk-size = -1");
    Files.writeString(folder.resolve(".env"), "REI_DAU_INGEST_CHUNK_SIZE=-2\n");
    try (ServiceProcess wrong = start(Map.of(), "once")) {
      assertThat(wrong.exitCode(SOON)).isEqualTo(2);
      assertThat(onlyLine(wrong)).contains("'-2'");
    }
  }

  @Test
  @Nightly
  void shouldNameVariablesThatAreNoSettingsAndSettingsThatAreRaised() throws IOException {
    try (SimulatedNode node = SimulatedNodes.node(50)) {
      Map<String, String> environment = onCache("cache", node.uri().toString());
      environment.put("REI_DAU_INGEST_SLOT", "1");
      environment.put("REI_DAU_HTTP_STALE_AFTER", "1 s");
      try (ServiceProcess once = start(environment, "once")) {
        assertThat(once.exitCode(SOON)).as(once.error()).isZero();
        assertThat(once.error().lines())
            .filteredOn(line -> line.startsWith("rei-dau-stats: warning: "))
            .anyMatch(line -> line.endsWith("did you mean REI_DAU_INGEST_SLOTS?"))
            .anyMatch(line -> line.contains("is '1 s', and 30 s is used"))
            .hasSize(2);
      }
    }
  }

  @Test
  void shouldCheckBesideARunningServiceAndReplaceSettingsByOptions() throws IOException {
    try (SimulatedNode node = SimulatedNodes.node(500)) {
      Map<String, String> environment = onCache("cache", NOWHERE);
      environment.put("REI_DAU_HTTP_STALE_AFTER", "30 days");
      String rpc = node.uri().toString();
      try (ServiceProcess service = start(environment, "serve", "--rpc", rpc)) {
        String port = String.valueOf(URI.create(service.url()).getPort());
        try (ServiceProcess check =
            start(environment, "check", "--rpc", rpc + "," + NOWHERE, "--port", port)) {
          assertThat(check.exitCode(SOON)).as(check.output()).isEqualTo(1);
          assertThat(check.error()).isEmpty();
          assertThat(check.output())
              .contains("is locked by process ", "of chain 47805, schema version", "\n" + rpc)
              .containsPattern("port " + port + " +ok +is used by a running rei-dau-stats")
              .containsPattern("proof +ok +[0-9]+ blocks with [0-9,]+ transactions are proven")
              .containsPattern(NOWHERE + "\nchain +failed +");
        }
        try (ServiceProcess check =
            start(environment, "check", "--rpc", rpc, "--port", "0", "--chain-id", "1")) {
          assertThat(check.exitCode(SOON)).as(check.output()).isEqualTo(2);
          assertThat(check.output()).contains("chain 47805, but rei-dau.chain.id is 1");
        }
      }
    }
  }

  @Test
  @Nightly
  void shouldReportTheWrongChainOnceAndInTheResult() throws IOException {
    try (SimulatedNode node = SimulatedNodes.node(50)) {
      Map<String, String> environment = onCache("cache", node.uri().toString());
      try (ServiceProcess once = start(environment, "once", "--chain-id", "5")) {
        assertThat(once.exitCode(SOON)).isEqualTo(1);
        assertThat(messages(once).filter(line -> line.contains("serves chain id 47805")))
            .singleElement()
            .asString()
            .startsWith("rei-dau-stats: endpoint ");
        assertThat(once.result().get("error").asText()).contains("but rei-dau.chain.id is 5");
      }
    }
  }

  @Test
  @Nightly
  void shouldWarnAboutARefusedEndpointBesideOneThatWorks() throws IOException {
    try (SimulatedNode node = SimulatedNodes.node(50);
        SimulatedNode other = SimulatedNodes.node(50)) {
      other.faults().add(new Fault.WrongChainId(5));
      String urls = node.uri() + "," + other.uri();
      try (ServiceProcess once = start(onCache("cache", urls), "once")) {
        assertThat(once.exitCode(SOON)).as(once.error()).isZero();
        assertThat(messages(once).filter(line -> line.contains("serves chain id 5")))
            .singleElement()
            .asString()
            .startsWith("rei-dau-stats: warning: endpoint ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "demo"})
  void shouldPrintOneLineIfThePortIsInUse(String command) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> environment = onCache("cache", NOWHERE);
      environment.put("PORT", String.valueOf(taken.getLocalPort()));
      environment.put("REI_DAU_LOG_LEVEL", "ERROR");
      try (ServiceProcess refused = start(environment, command)) {
        assertThat(refused.exitCode(SOON)).isEqualTo(1);
        assertThat(onlyLine(refused)).contains("port " + taken.getLocalPort(), "in use");
      }
    }
  }

  @Test
  @Nightly
  void shouldPrintOneLineIfAnotherProcessUsesTheCache() {
    Map<String, String> environment = onCache("cache", NOWHERE);
    try (ServiceProcess first = start(environment, "serve")) {
      first.url();
      try (ServiceProcess second = start(environment, "once")) {
        assertThat(second.exitCode(SOON)).isEqualTo(1);
        assertThat(onlyLine(second)).contains("cache is in use by process ");
      }
    }
  }

  @Test
  @Nightly
  void shouldPrintOneLineIfTheCacheCannotBeCreated() throws IOException {
    Files.writeString(folder.resolve("cache"), "a file");
    try (ServiceProcess refused = start(onCache("cache", NOWHERE), "once")) {
      assertThat(refused.exitCode(SOON)).isEqualTo(1);
      assertThat(onlyLine(refused)).contains("cache: a file is there");
    }
  }

  @Test
  void shouldFetchOnlyNewBlocksPrintOneLineOfJsonAndRefuseTheStoreOfAnotherChain()
      throws IOException {
    try (SimulatedNode node = SimulatedNodes.node(500)) {
      Map<String, String> environment = onCache("cache", node.uri().toString());
      environment.put("REI_DAU_INGEST_CHUNK_SIZE", "200");
      assertThat(once(environment)).isEqualTo(List.of(499L, 500L, 2L, List.of()));

      node.chain().advance(7);
      node.counters().reset();
      assertThat(once(environment)).isEqualTo(List.of(506L, 7L, 0L, List.of()));
      assertThat(node.counters().requested().keySet()).allMatch(block -> block >= 500);

      environment.put("REI_DAU_INGEST_CHUNK_SIZE", "300");
      assertRefused(environment, "records of 200 blocks", "chunk-size is 300");
      environment.put("REI_DAU_INGEST_CHUNK_SIZE", "200");
      environment.put("REI_DAU_CHAIN_ID", "55555");
      assertRefused(environment, "chain 47805", "chain.id is 55555");
    }
  }

  @Test
  void shouldReportThatItWasStoppedBeforeItsEnd() throws IOException {
    try (SimulatedNode node = SimulatedNodes.node(500)) {
      node.faults().latency(Duration.ofSeconds(3), Duration.ZERO);
      try (ServiceProcess once = start(onCache("cache", node.uri().toString()), "once")) {
        Awaitility.await().atMost(SOON).until(() -> node.counters().inFlight() > 0);
        once.terminate();
        assertThat(once.exitCode(SOON)).isEqualTo(143);
        assertThat(once.output()).isEmpty();
        assertThat(once.complaints()).singleElement().asString().contains("stopped before the end");
      }
    }
  }

  private List<Object> once(Map<String, String> environment) {
    try (ServiceProcess once = start(environment, "once")) {
      assertThat(once.exitCode(SOON)).as(once.error()).isZero();
      assertThat(once.output().lines()).hasSize(1);
      JsonNode result = once.result();
      assertThat(result.fieldNames())
          .toIterable()
          .containsExactly(
              "lastProcessedBlock", "blocksFetched", "recordsSealed", "missingChunks", "seconds");
      assertThat(result.get("missingChunks").isArray()).isTrue();
      assertThat(result.get("seconds").asDouble()).isBetween(0.01, 60.0);
      assertThat(once.error()).doesNotContain("rei-dau-stats:");
      List<Long> missing = new ArrayList<>();
      result.get("missingChunks").forEach(index -> missing.add(index.asLong()));
      return List.of(
          result.get("lastProcessedBlock").asLong(),
          result.get("blocksFetched").asLong(),
          result.get("recordsSealed").asLong(),
          missing);
    }
  }

  private void assertRefused(Map<String, String> environment, String held, String wanted) {
    try (ServiceProcess refused = start(environment, "once")) {
      assertThat(refused.exitCode(SOON)).isEqualTo(2);
      assertThat(onlyLine(refused)).contains(held, wanted);
    }
  }

  @Test
  @Nightly
  void shouldMoveTheFilesOfTheNodeJsVersionAside() throws IOException {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Files.writeString(cache.resolve("statistics.json"), "theirs");
    Files.writeString(cache.resolve("history.json"), "theirs too");
    try (SimulatedNode node = SimulatedNodes.node(50)) {
      for (int start = 1; start <= 2; start++) {
        try (ServiceProcess once = start(onCache("cache", node.uri().toString()), "once")) {
          assertThat(once.exitCode(SOON)).as(once.error()).isZero();
        }
      }
    }
    try (Stream<Path> folders = Files.list(cache)) {
      Path aside = folders.filter(Files::isDirectory).findFirst().orElseThrow();
      assertThat(aside.resolve("statistics.json")).hasContent("theirs");
      assertThat(aside.resolve("history.json")).hasContent("theirs too");
    }
    assertThat(
            ServiceProcess.parse(Files.readString(cache.resolve("statistics.json")))
                .get("lastProcessedBlock")
                .asLong())
        .isEqualTo(49);
  }

  private ServiceProcess start(Map<String, String> environment, String... arguments) {
    return ServiceProcess.start(folder, environment, arguments);
  }

  private Map<String, String> onCache(String name, String url) {
    return new HashMap<>(ServiceProcess.environment(folder.resolve(name), url));
  }

  /** Returns the lines on standard error without those of the progress. */
  private static Stream<String> messages(ServiceProcess process) {
    return process.error().lines().filter(line -> line.startsWith("rei-dau-stats: "));
  }

  private static String onlyLine(ServiceProcess process) {
    assertThat(process.output()).isEmpty();
    assertThat(process.error().lines()).as(process.error()).hasSize(1);
    return process.error().strip();
  }
}
