package network.rei.dau.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.CoordinatedShutdown;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.client.ApiClient;
import network.rei.dau.client.ApiException;
import network.rei.dau.client.api.AddressesApi;
import network.rei.dau.client.api.BlockscoutApi;
import network.rei.dau.client.api.ConcentrationApi;
import network.rei.dau.client.api.ContractsApi;
import network.rei.dau.client.api.DefinitionsApi;
import network.rei.dau.client.api.OperationsApi;
import network.rei.dau.client.api.PicturesApi;
import network.rei.dau.client.api.SeriesApi;
import network.rei.dau.client.api.ServiceApi;
import network.rei.dau.client.api.StatsApi;
import network.rei.dau.client.api.WindowsApi;
import network.rei.dau.client.model.ContractMetric;
import network.rei.dau.client.model.LineName;
import network.rei.dau.client.model.MetricName;
import network.rei.dau.client.model.Operation;
import network.rei.dau.client.model.WindowActivity;
import network.rei.dau.http.admin.AdminTestServer;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The description is good for programs: a client that openapi-generator makes of it reads every
 * operation's answer, over a socket.
 */
class GeneratedClientTest {

  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"));

  private static final String ADDRESS = TestLedgers.address(30).toString();
  private static final String DAY_BEFORE = "2026-03-04";
  private static final String DAY = "2026-03-05";

  private static final String LOGGER = GeneratedClientTest.class.getName();

  /** A call of each operation. */
  private static final Map<String, Call> CALLS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "getRollingWindow",
                  client -> client.windows.getRollingWindow("24h", null, null, null)),
              Map.entry(
                  "getWindow",
                  client ->
                      client.windows.getWindow(DAY_BEFORE, DAY, null, null, null, null, null)),
              Map.entry("listMetrics", client -> client.series.listMetrics(null, null, null)),
              Map.entry(
                  "getSeries",
                  client ->
                      client.series.getSeries(
                          MetricName.SENDERS,
                          "day",
                          null,
                          null,
                          null,
                          null,
                          "Europe/Berlin",
                          "iso")),
              Map.entry(
                  "getBadge",
                  client -> client.pictures.getBadge(MetricName.SENDERS, "24h", null, null)),
              Map.entry(
                  "getChart",
                  client ->
                      client.pictures.getChart(
                          MetricName.SENDERS,
                          null,
                          "2026-03-04",
                          "2026-03-05",
                          "Europe/Berlin",
                          "day",
                          null,
                          "dark",
                          null,
                          null)),
              Map.entry("getChartAsPng", GeneratedClientTest::downloadedPicture),
              Map.entry(
                  "getEmbed",
                  client ->
                      client.pictures.getEmbed(
                          MetricName.SENDERS, "7d", null, null, null, "day", null, null)),
              Map.entry("getIndex", client -> client.service.getIndex()),
              Map.entry("getDescriptionAsJson", client -> client.service.getDescriptionAsJson()),
              Map.entry(
                  "listHours", client -> client.series.listHours(1, 0, null, null, null, null)),
              Map.entry(
                  "getSeveralSeries",
                  client ->
                      client.series.getSeveralSeries(
                          "senders,blocks", "day", null, null, null, null, null, null)),
              Map.entry(
                  "listDays",
                  client -> client.series.listDays(1, 0, null, null, "Europe/Berlin", null)),
              Map.entry("listCohorts", client -> client.series.listCohorts(1, 0, null, "iso")),
              Map.entry(
                  "listBusiestAddresses",
                  client ->
                      client.addresses.listBusiestAddresses(
                          "24h", null, null, null, null, "sent", 3, 0, null, "organic", null,
                          null)),
              Map.entry(
                  "getAddress",
                  client ->
                      client.addresses.getAddress(
                          TestLedgers.address(30).toString(),
                          null,
                          null,
                          null,
                          1L,
                          40L,
                          null,
                          null)),
              Map.entry(
                  "getConcentration",
                  client ->
                      client.concentration.getConcentration(
                          "24h", null, null, null, null, null, null, null, null)),
              Map.entry(
                  "getConcentrationSeries",
                  client ->
                      client.concentration.getConcentrationSeries(
                          "day", null, null, null, null, null, null)),
              Map.entry(
                  "listDefinitions",
                  client ->
                      client.definitions.listDefinitions(
                          "24h", null, null, null, null, null, null, null)),
              Map.entry(
                  "listContracts",
                  client ->
                      client.contracts.listContracts(
                          "24h", null, null, null, null, "users", 5, 0, null, null, null, null)),
              Map.entry(
                  "listNewcomersByContract",
                  client ->
                      client.contracts.listNewcomersByContract(
                          "24h", null, null, null, null, 5, 0, null, null, null, null)),
              Map.entry(
                  "listContractGroups",
                  client ->
                      client.contracts.listContractGroups(
                          "24h", null, null, null, null, "users", 5, 0, null, null, null, null)),
              Map.entry(
                  "listContractCohorts",
                  client ->
                      client.contracts.listContractCohorts(ADDRESS, "newUsers", 5, 0, null, null)),
              Map.entry(
                  "getContract",
                  client ->
                      client.contracts.getContract(
                          ADDRESS, "24h", null, null, null, null, 5, 0, null, null, null, null)),
              Map.entry(
                  "getContractSeries",
                  client ->
                      client.contracts.getContractSeries(
                          ADDRESS,
                          ContractMetric.USERS,
                          "day",
                          null,
                          null,
                          null,
                          null,
                          null,
                          null)),
              Map.entry(
                  "getContractConcentration",
                  client ->
                      client.contracts.getContractConcentration(
                          ADDRESS, "24h", null, null, null, null, null, null, null, null)),
              Map.entry(
                  "getContractConcentrationSeries",
                  client ->
                      client.contracts.getContractConcentrationSeries(
                          ADDRESS, "day", null, null, null, null, null, null)),
              Map.entry(
                  "getOverlap",
                  client ->
                      client.contracts.getOverlap(
                          ADDRESS, ADDRESS, null, "24h", null, null, null, null, null, null, null,
                          null)),
              Map.entry("listLines", client -> client.blockscout.listLines()),
              Map.entry(
                  "getLine",
                  client ->
                      client.blockscout.getLine(
                          LineName.NEW_TXNS, LocalDate.parse(DAY), null, "WEEK")),
              Map.entry("listCounters", client -> client.blockscout.listCounters()),
              Map.entry(
                  "listLinesOfStatsService", client -> client.blockscout.listLinesOfStatsService()),
              Map.entry(
                  "getLineOfStatsService",
                  client ->
                      client.blockscout.getLineOfStatsService(
                          LineName.ACTIVE_ACCOUNTS, null, LocalDate.parse(DAY), null)),
              Map.entry(
                  "listCountersOfStatsService",
                  client -> client.blockscout.listCountersOfStatsService()),
              Map.entry("getStatus", client -> client.service.getStatus(null, null)),
              Map.entry("listenToEvents", GeneratedClientTest::eventsUntilTheServiceStops),
              Map.entry("getLast24Hours", client -> client.stats.getLast24Hours()),
              Map.entry("getLast7Days", client -> client.stats.getLast7Days()),
              Map.entry("listHistory", client -> client.stats.listHistory("none", 1, 0)),
              Map.entry("listRecentRecords", client -> client.stats.listRecentRecords("addresses")),
              Map.entry("getHealth", client -> client.service.getHealth()),
              Map.entry("getAlive", client -> client.service.getAlive()),
              Map.entry("getReady", client -> client.service.getReady()),
              Map.entry("getOperationalMetrics", client -> client.service.getOperationalMetrics()),
              Map.entry("getService", client -> client.service.getService()),
              Map.entry("getDescription", client -> client.service.getDescription()),
              Map.entry(
                  "beginRun", client -> started(client, there -> there.operations.beginRun())),
              Map.entry(
                  "beginBackfill",
                  client ->
                      started(
                          client,
                          there -> there.operations.beginBackfill(LocalDate.of(2026, 3, 1)))),
              Map.entry(
                  "beginVerify",
                  client -> started(client, there -> there.operations.beginVerify(2))),
              Map.entry(
                  "beginFetch",
                  client -> started(client, there -> there.operations.beginFetch(3L, 4L))),
              Map.entry(
                  "beginPrune", client -> started(client, there -> there.operations.beginPrune())),
              Map.entry(
                  "beginBackup",
                  client -> started(client, there -> there.operations.beginBackup("a.db"))),
              Map.entry(
                  "beginRestore",
                  client -> started(client, there -> there.operations.beginRestore("a.db"))),
              Map.entry("listLoggers", client -> client.operations.listLoggers()),
              Map.entry("getLogger", client -> client.operations.getLogger(LOGGER)),
              Map.entry("setLogger", client -> client.operations.setLogger("INFO", LOGGER)),
              Map.entry("resetLogger", client -> client.operations.resetLogger(LOGGER)),
              Map.entry("listOperations", client -> client.operations.listOperations()),
              Map.entry("getOperation", GeneratedClientTest::operationThatWasBegun)));

  private static JsonNode description;
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    description =
        new ObjectMapper(new YAMLFactory())
            .readTree(GeneratedClientTest.class.getResource("/openapi.yaml"));
    server = serverOverLedger();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Set<String> operations() {
    return CALLS.keySet();
  }

  @Test
  void shouldCallEveryOperationOfTheDescription() {
    assertThat(CALLS.keySet())
        .containsExactlyInAnyOrderElementsOf(
            description.get("paths").findValuesAsText("operationId"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldReadTheAnswerOf(String operation) throws ApiException {
    Client client = new Client(server);

    Object answer = CALLS.get(operation).on(client);

    assertThat(answer).isNotNull();
    assertThat(client.requested)
        .singleElement()
        .satisfies(path -> assertThat(path).matches(patternOf(operation)));
  }

  @Test
  void shouldReadTheNumbersThatAreThere() throws ApiException {
    WindowActivity window =
        new Client(server).windows.getWindow(null, null, 10L, 19L, null, null, null);

    assertThat(window.getBlocks()).isEqualTo(10);
    assertThat(window.getComplete()).isTrue();
    assertThat(window.getAsOf()).isEqualTo("2026-03-05T12:00:00Z");
    assertThat(window.getWindow().getFromBlock()).isEqualTo(10);
    assertThat(window.getWindow().getLength()).isNull();
  }

  @Test
  void shouldReadWhatCannotBeKnownAsNull() throws ApiException {
    WindowActivity window =
        new Client(server)
            .windows.getWindow("2027-01-01", "2027-01-02", null, null, null, null, null);

    assertThat(window.getComplete()).isFalse();
    assertThat(window.getFirstBlock()).isNull();
    assertThat(window.getCoveredFrom()).isNull();
  }

  @Test
  void shouldThrowWhatIsWrong() {
    Client client = new Client(server);

    assertThatThrownBy(() -> client.windows.getRollingWindow("x", null, null, null))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(400);
              assertThat(e.getResponseBody()).contains("\"parameter\":\"length\"");
            });
  }

  /** At a server of its own, since operations are in each other's way. */
  private static Object started(Client client, Call operation) throws ApiException {
    try (TestServer idle = serverOverLedger()) {
      Client there = new Client(idle);
      Object started = operation.on(there);
      client.requested.addAll(there.requested);
      return started;
    }
  }

  private static Operation operationThatWasBegun(Client client) throws ApiException {
    Operation started = new Client(server).operations.beginRun();
    return client.operations.getOperation(started.getId());
  }

  /** The client writes what is no text to a temporary file. */
  private static Object downloadedPicture(Client client) throws ApiException {
    File picture =
        client.pictures.getChartAsPng(
            MetricName.SENDERS, "7d", null, null, null, "day", null, null, 240, 120, 1);
    assertThat(picture).isNotEmpty();
    return picture.delete();
  }

  /** Events have no end, but that of the service. */
  private static String eventsUntilTheServiceStops(Client client) {
    try (TestServer stopping = serverOverLedger()) {
      Client there = new Client(stopping);
      CompletableFuture<String> events =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return there.service.listenToEvents("7");
                } catch (ApiException e) {
                  throw new CompletionException(e);
                }
              });
      there.firstEvent.join();
      CoordinatedShutdown.get(stopping.kit.system()).runAll(CoordinatedShutdown.unknownReason());
      client.requested.addAll(there.requested);
      return events.join();
    }
  }

  /** Returns a regular expression for the path of an operation. */
  private static String patternOf(String operation) {
    return description.get("paths").properties().stream()
        .filter(path -> path.getValue().findValuesAsText("operationId").contains(operation))
        .map(path -> path.getKey().replaceFirst("/$", "/?").replaceAll("\\{[^}]*}", "[^/]+"))
        .findFirst()
        .orElseThrow();
  }

  private static TestServer serverOverLedger() {
    return AdminTestServer.server(
        TestServer.storeOf(LEDGER, Optional.empty()),
        AdminTestServer.running(TestServer.IDLE),
        Path.of("none"));
  }

  /** What is done with a client. */
  @FunctionalInterface
  private interface Call {
    Object on(Client client) throws ApiException;
  }

  /**
   * All parts of the generated client, the paths that it has asked for, and the arrival of the
   * first event of a stream.
   */
  private static final class Client {
    final CopyOnWriteArrayList<String> requested = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> firstEvent = new CompletableFuture<>();
    final WindowsApi windows;
    final SeriesApi series;
    final AddressesApi addresses;
    final ConcentrationApi concentration;
    final DefinitionsApi definitions;
    final ContractsApi contracts;
    final BlockscoutApi blockscout;
    final PicturesApi pictures;
    final ServiceApi service;
    final StatsApi stats;
    final OperationsApi operations;

    Client(TestServer server) {
      ApiClient client = new ApiClient();
      client.updateBaseUri("http://127.0.0.1:" + server.port());
      client.setRequestInterceptor(
          request -> request.header("Authorization", "Bearer " + AdminTestServer.TOKEN));
      client.setObjectMapper(new TextsAsTheyAre(client.getObjectMapper()));
      client.setResponseInterceptor(
          response -> {
            requested.add(response.uri().getPath());
            if (response.headers().firstValue("Content-Type").orElse("").contains("event-stream")) {
              await().until(() -> response.body().available() > 0);
              firstEvent.complete(null);
            }
          });
      windows = new WindowsApi(client);
      series = new SeriesApi(client);
      addresses = new AddressesApi(client);
      concentration = new ConcentrationApi(client);
      definitions = new DefinitionsApi(client);
      contracts = new ContractsApi(client);
      blockscout = new BlockscoutApi(client);
      pictures = new PicturesApi(client);
      service = new ServiceApi(client);
      stats = new StatsApi(client);
      operations = new OperationsApi(client);
    }
  }

  /** The generated client takes every answer for JSON, also those that are texts. */
  private static final class TextsAsTheyAre extends ObjectMapper {
    private static final long serialVersionUID = 1L;

    TextsAsTheyAre(ObjectMapper json) {
      super(json);
    }

    @Override
    public ObjectMapper copy() {
      return new TextsAsTheyAre(this);
    }

    @Override
    @SuppressWarnings("unchecked") // T is String
    public <T> T readValue(String content, TypeReference<T> type) throws JsonProcessingException {
      return type.getType() == String.class ? (T) content : super.readValue(content, type);
    }
  }
}
