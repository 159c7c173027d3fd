package network.rei.dau.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.rei.dau.Settings;
import network.rei.dau.cli.check.Finding.Result;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.simulator.node.SimulatedNode;
import network.rei.dau.storage.files.CacheFolder;
import network.rei.dau.storage.jdbc.JdbcRecordRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-06-15T12:00:05Z"), ZoneOffset.UTC);

  private static final int BLOCKS = 3_000;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private SimulatedNode node;
  private final Map<String, Object> settings = new HashMap<>();

  @BeforeEach
  void startNode() throws IOException {
    node = SimulatedNode.start(SimulatedChain.of(ChainSpec.of(1, BLOCKS)));
    settings.put("rei-dau.rpc.urls", node.uri().toString());
    settings.put("rei-dau.rpc.max-requests-per-second", 0);
    settings.put("rei-dau.rpc.timeout", "2 s");
    settings.put("rei-dau.store.cache-dir", folder.resolve("cache").toString());
    settings.put("rei-dau.http.host", "127.0.0.1");
    settings.put("rei-dau.http.port", 0);
  }

  @AfterEach
  void closeNode() throws IOException {
    node.close();
  }

  @Test
  void shouldFindNothingWrongAndChangeNothing() throws Exception {
    assertThat(check())
        .containsOnlyKeys(
            "settings",
            "cache folder",
            "store",
            "any port",
            "chain",
            "head",
            "batches",
            "proof",
            "history")
        .allSatisfy((subject, finding) -> assertThat(finding.result()).isEqualTo(Result.OK));
    try (Stream<Path> created = Files.list(folder)) {
      assertThat(created).isEmpty();
    }
  }

  @Test
  void shouldDescribeTheEndpoint() throws Exception {
    Map<String, Finding> found = check();

    assertThat(found.get("chain").text()).isEqualTo("47805, with the rules ethereum");
    assertThat(found.get("head").text()).isEqualTo("block 2999 of 2025-06-15T12:00:00Z");
    assertThat(found.get("batches").text()).isEqualTo("200 blocks in a request");
    assertThat(found.get("proof").text())
        .matches("200 blocks with [\\d,]+ transactions are proven.*");
  }

  @Test
  void shouldRefuseAnEndpointOfAnotherChainAndAskNothingElse() throws Exception {
    node.faults().add(new Fault.WrongChainId(1));

    assertThat(ofEndpoint())
        .containsExactly(Finding.invalid("chain", "is 1, but rei-dau.chain.id is 47805"));
  }

  @ParameterizedTest
  @CsvSource({"HTTP_413, 25", "ITEMS_32005, 25", "OBJECT_32600, 25", "FIRST_ITEM_32600, 25"})
  void shouldFindTheLargestBatch(Fault.BatchRejection form, int accepted) throws Exception {
    node.faults().add(new Fault.BatchLimit(40, form));

    Finding batches = check().get("batches");

    assertThat(batches.result()).isEqualTo(Result.WARNING);
    assertThat(batches.text()).startsWith(accepted + " blocks in a request; fewer than");
  }

  @Test
  void shouldReportBlocksThatContradictTheirRoot() throws Exception {
    node.faults().add(new Fault.DefectiveBlock(Fault.BlockDefect.LEFT_OUT_TRANSACTION));

    assertThat(ofEndpoint())
        .last()
        .extracting(Finding::subject, Finding::result)
        .containsExactly("blocks", Result.FAILED);
  }

  @Test
  void shouldReportWhereTheHistoryOfAPrunedNodeBegins() throws Exception {
    node.faults()
        .add(
            new Fault.DefectiveBlock(Fault.BlockDefect.NULL),
            FaultTrigger.onBlocks(block -> block > 0 && block < 2_000));

    Finding history = check().get("history");

    assertThat(history.result()).isEqualTo(Result.WARNING);
    assertThat(history.text())
        .matches("served from block 2\\d{3}: less than rei-dau.ingest.retention, 7 d");
  }

  @Test
  void shouldReportAHeadThatIsOld() throws Exception {
    Map<String, Finding> found =
        check(Clock.offset(CLOCK, Duration.ofHours(1)), LIMIT).values().stream()
            .flatMap(List::stream)
            .collect(Collectors.toMap(Finding::subject, finding -> finding));

    assertThat(found.get("head").result()).isEqualTo(Result.WARNING);
  }

  @Test
  void shouldEndInTimeAndSayWhatHasNotAnswered() throws Exception {
    settings.put("rei-dau.rpc.timeout", "1 minute");
    node.faults().add(new Fault.BrokenConnection(Fault.ConnectionFailure.HANG));

    Map<String, List<Finding>> found = check(CLOCK, Duration.ofSeconds(1));

    assertThat(found.get(node.uri().toString()))
        .containsExactly(Finding.failed("rest", "has not answered within 1 s"));
    assertThat(found.get("")).isNotEmpty();
  }

  @Test
  void shouldReportAnEndpointWithoutAConnectionAndGoOn() throws Exception {
    settings.put("rei-dau.rpc.urls", "http://127.0.0.1:1,ws://127.0.0.1:1," + node.uri());

    Map<String, List<Finding>> found = check(CLOCK, LIMIT);

    assertThat(found.get("http://127.0.0.1:1"))
        .singleElement()
        .extracting(Finding::result)
        .isEqualTo(Result.FAILED);
    assertThat(found.get("ws://127.0.0.1:1"))
        .singleElement()
        .extracting(Finding::result)
        .isEqualTo(Result.WARNING);
    assertThat(found.get(node.uri().toString())).hasSize(5);
  }

  @Test
  void shouldReadTheStoreOfAnotherProcessAndSayThatItIsLocked() throws Exception {
    Settings read = settings();
    try (CacheFolder held = CacheFolder.open(read.store().cacheDir(), CLOCK);
        JdbcRecordRepository store =
            JdbcRecordRepository.open(read.store(), read.storeIdentity())) {
      Map<String, Finding> found = check();

      assertThat(found.get("cache folder").text()).contains("is locked by process ");
      assertThat(found.get("store").result()).isEqualTo(Result.OK);
      assertThat(found.get("store").text()).contains("0 records of 1200 blocks of chain 47805");
      assertThat(held.path()).isEqualTo(read.store().cacheDir());
      assertThat(store.version()).isZero();
    }
  }

  @Test
  void shouldRefuseAStoreOfAnotherChain() throws Exception {
    Settings read = settings();
    JdbcRecordRepository.open(read.store(), read.storeIdentity()).close();
    settings.put("rei-dau.ingest.chunk-size", 100);

    assertThat(check().get("store").result()).isEqualTo(Result.INVALID);
  }

  @Test
  void shouldReportAPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings.put("rei-dau.http.port", taken.getLocalPort());

      Finding port = check().get("port " + taken.getLocalPort());

      assertThat(port.result()).isEqualTo(Result.FAILED);
      assertThat(port.text()).contains("is in use: set PORT to another");
    }
  }

  private Map<String, Finding> check() throws InterruptedException {
    return check(CLOCK, LIMIT).values().stream()
        .flatMap(List::stream)
        .collect(Collectors.toMap(Finding::subject, finding -> finding));
  }

  private List<Finding> ofEndpoint() throws InterruptedException {
    return check(CLOCK, LIMIT).get(node.uri().toString());
  }

  private Map<String, List<Finding>> check(Clock clock, Duration limit)
      throws InterruptedException {
    return new Checks(settings(), clock, limit).run();
  }

  private Settings settings() {
    return Settings.from(SettingsSource.load(Optional.empty(), folder, Map.of()).with(settings));
  }
}
