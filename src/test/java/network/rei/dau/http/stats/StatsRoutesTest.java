package network.rei.dau.http.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.TestServer;
import network.rei.dau.http.memory.ResponseMemory;
import network.rei.dau.http.v1.V1Routes;
import network.rei.dau.stats.answer.AnswerKind;
import network.rei.dau.stats.answer.PreparedAnswers;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatsRoutesTest {

  // 5 records of up to 10 blocks, which are an hour apart
  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"));

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(TestServer.storeOf(LEDGER), TestServer.supervisorOf(TestServer.IDLE));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theLast24HoursAreThePreparedBytes() {
    HttpResponse<byte[]> response = server.get("/api/stats/24h");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            PreparedAnswers.of(LEDGER, 7, TestServer.NOW, true)
                .body(AnswerKind.LAST_24_HOURS)
                .json());
    assertThat(header(response, "Content-Type")).isEqualTo("application/json; charset=utf-8");
    assertThat(server.json(response).at("/data/totalBlocks").asInt()).isEqualTo(24);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/stats/history", "/api/stats/records"})
  void aListIsSentOnceForEachVersionOfTheData(String path) {
    HttpResponse<byte[]> response = server.get(path);

    String tag = header(response, "ETag");
    assertThat(tag).startsWith("W/\"7-");
    assertThat(server.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
    assertThat(server.get(path, "If-None-Match", "\"6-x\"").body()).isEqualTo(response.body());
  }

  @Test
  void aListIsRefusedWhileOtherResponsesTakeAllMemory() {
    // A server of its own: what others have dropped is given back at any time.
    try (TestServer full =
        new TestServer(TestServer.storeOf(LEDGER), TestServer.supervisorOf(TestServer.IDLE))) {
      ResponseMemory memory = full.held.memory();
      long all = memory.available();
      memory.take(ResponseMemory.Kind.BODIES, all);

      HttpResponse<byte[]> refused = full.get("/api/stats/history");
      HttpResponse<byte[]> prepared = full.get("/api/stats/24h");
      memory.giveBack(ResponseMemory.Kind.BODIES, all);

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(header(refused, "Retry-After")).isEqualTo("1");
      assertThat(full.json(refused).get("message").asText()).contains("memory for responses");
      assertThat(prepared.statusCode()).isEqualTo(200);
      assertThat(full.get("/api/stats/history").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theLast7DaysAreADayEach() {
    assertThat(server.json("/api/stats/7days").get("data").findValuesAsText("date"))
        .containsExactly("2026-03-05", "2026-03-04", "2026-03-03");
  }

  @Test
  void theLast7DaysAreSevenAtMost() {
    // midnight is not the end of the last 7 times 24 hours, which therefore overlap 8 days
    Ledger ledger = TestLedgers.of(0, 24 * 9, 10, 3600, Instant.parse("2026-03-09T12:00:00Z"));
    try (TestServer other =
        new TestServer(TestServer.storeOf(ledger), TestServer.supervisorOf(TestServer.IDLE))) {
      assertThat(other.json("/api/stats/7days").get("data").findValuesAsText("date"))
          .containsExactly(
              "2026-03-09",
              "2026-03-08",
              "2026-03-07",
              "2026-03-06",
              "2026-03-05",
              "2026-03-04",
              "2026-03-03");
    }
  }

  @Test
  void theRootListsEveryRoute() {
    List<String> routes = new ArrayList<>();
    server.json("/").get("endpoints").fieldNames().forEachRemaining(routes::add);

    assertThat(routes)
        .containsAll(V1Routes.PATHS.stream().map(path -> "GET " + path).toList())
        .contains("GET /api/stats/24h", "GET /health", "GET /docs/", "GET /openapi.json")
        .noneMatch(route -> route.contains("/api/admin/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/API/Stats/24H",
        "/api/stats/24h/",
        "/api/stats/24h?cached=no&x",
        "/Api/Stats/24h/?q=%20"
      })
  void theCaseASlashAtTheEndAndUnknownParametersAreIgnored(String path) {
    assertThat(server.get(path).body()).isEqualTo(server.get("/api/stats/24h").body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/stats/24h", "/api/stats/7days"})
  void preparedAnswersAreGzippedForWhoAcceptsIt(String path) {
    HttpResponse<byte[]> response = server.get(path, "Accept-Encoding", "br, gzip;q=0.5");

    assertThat(header(response, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(response, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(TestServer.unzipped(response.body())).isEqualTo(server.get(path).body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip;q=0", "br", "identity", "*;q=1, gzip;q=0"})
  void whoDoesNotAcceptGzipGetsItPlain(String accepted) {
    HttpResponse<byte[]> response = server.get("/api/stats/24h", "Accept-Encoding", accepted);

    assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(header(response, "Vary")).isEqualTo("Accept-Encoding");
  }

  @Test
  void historyListsAllRecordsOldestFirstWithTheirAddresses() {
    JsonNode history = server.json("/api/stats/history");

    assertThat(history.get("data").findValuesAsText("start"))
        .containsExactly("0", "10", "20", "30", "40");
    assertThat(history.get("count").asInt()).isEqualTo(5);
    assertThat(history.get("total").asInt()).isEqualTo(5);
    JsonNode last = history.get("data").get(4);
    assertThat(last.get("sealed").asBoolean()).isFalse();
    assertThat(last.at("/stats/uniqueAddresses")).hasSize(6);
    assertThat(last.at("/stats/uniqueAddresses/0").asText())
        .isEqualTo("0x0000000000000000000000000000000000000028");
  }

  @Test
  void historyIsStreamedAndGzippedForWhoAcceptsIt() {
    HttpResponse<byte[]> response = server.get("/api/stats/history", "Accept-Encoding", "gzip");

    assertThat(header(response, "Content-Encoding")).isEqualTo("gzip");
    assertThat(response.headers().allValues("Vary")).containsExactly("Accept-Encoding");
    assertThat(header(response, "Transfer-Encoding")).isEqualTo("chunked");
    assertThat(header(response, "Content-Type")).isEqualTo("application/json; charset=utf-8");
    assertThat(TestServer.unzipped(response.body()))
        .isEqualTo(server.get("/api/stats/history").body());
  }

  @Test
  void historyCanLeaveTheAddressesOut() {
    JsonNode history = server.json("/api/stats/history?include=none");

    assertThat(history.get("data")).hasSize(5);
    assertThat(history.findValues("uniqueAddresses")).isEmpty();
    assertThat(history.findValues("uniqueAddressCount")).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({
    "limit=2, 0 10",
    "offset=3, 30 40",
    "limit=2&offset=1, 10 20",
    "limit=10&offset=4, 40",
    "offset=9, ''",
    "offset=2147483647&limit=10000, ''"
  })
  void historyIsPagedByLimitAndOffset(String query, String starts) {
    JsonNode history = server.json("/api/stats/history?include=none&" + query);

    assertThat(String.join(" ", history.get("data").findValuesAsText("start"))).isEqualTo(starts);
    assertThat(history.get("count").asInt()).isEqualTo(history.get("data").size());
    assertThat(history.get("total").asInt()).isEqualTo(5);
  }

  @Test
  void recordsAreThoseOfTheLast24Hours() {
    JsonNode data = server.json("/api/stats/records").get("data");

    assertThat(data.get("records").findValuesAsText("start")).containsExactly("20", "30", "40");
    assertThat(data.get("count").asInt()).isEqualTo(3);
    assertThat(data.get("totalRecords").asInt()).isEqualTo(5);
    assertThat(data.findValues("uniqueAddresses")).hasSize(3);
    assertThat(server.json("/api/stats/records?include=none").findValues("uniqueAddresses"))
        .isEmpty();
  }

  @Test
  void healthHasItsFieldsInTheOrderOfTheTable() {
    assertThat(new String(server.get("/health").body(), UTF_8))
        .isEqualTo(
            """
            {"status":"healthy","timestamp":"2026-03-05T12:00:10.000Z",\
            "service":"REI Network DAU Stats","lastProcessedBlock":44,\
            "lastProcessedBlockTimestamp":"2026-03-05T12:00:00.000Z","isProcessing":false,\
            "lastRun":{"started":"2026-03-05T11:59:10.000Z",\
            "finished":"2026-03-05T11:59:40.000Z","result":"completed","error":null},\
            "missingChunks":[],"errors":{},"asOf":"2026-03-05T12:00:00.000Z","lagSeconds":10,\
            "stale":false,"reasons":[],"headBlock":40,"endpoints":[{"name":"rpc.rei.network",\
            "state":"healthy","latencyMillis":12.0,"head":5000,"lagging":false,"servesFrom":null,\
            "unverifiedBlocks":0}],"cluster":null,"availableFrom":null,\
            "requiredHeapMegabytes":null,"webhooks":[{"name":"team","pendingEvents":2,\
            "oldestEventAgeSeconds":60,"lastFailure":{"timestamp":"2026-03-05T12:00:00.000Z",\
            "error":"HTTP 503"}}]}\
            """);
  }

  @Test
  void theRootNamesTheServiceAndItsVersion() {
    JsonNode service = server.json("/");

    assertThat(service.get("message").asText()).isEqualTo("REI Network DAU Statistics Service");
    assertThat(service.get("version").asText()).isNotEqualTo("unknown").isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/health", "/api/stats/24h", "/api/stats/history", "/api/stats/records"})
  void headIsGetWithoutABody(String path) {
    HttpResponse<byte[]> head = server.send("HEAD", path);

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "Content-Type")).isEqualTo("application/json; charset=utf-8");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit is '0': it must be a whole number from 1 to 10000.",
    "limit=10001, limit is '10001': it must be a whole number from 1 to 10000.",
    "limit=ten, limit is 'ten': it must be a whole number from 1 to 10000.",
    "offset=-1, offset is '-1': it must be a whole number from 0 to 2147483647.",
    "offset=, offset is '': it must be a whole number from 0 to 2147483647.",
    "include=all, include is 'all': it must be 'addresses' or 'none'."
  })
  void aWrongParameterIsNamedWithItsValueAndItsBound(String query, String message) {
    HttpResponse<byte[]> response = server.get("/api/stats/history?" + query);

    assertError(response, 400, "Bad Request");
    assertThat(server.json(response).get("message").asText()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/nothing", "//", "//api/stats/24h", "/api/stats/24h//", "/api/stats", "/api"})
  void whatIsNotThereIs404(String path) {
    assertError(server.get(path), 404, "Not Found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void otherMethodsAre405AndToldWhatIsAllowed(String method) {
    HttpResponse<byte[]> response = server.send(method, "/api/stats/24h");

    assertError(response, 405, "Method Not Allowed");
    assertThat(header(response, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void aBodyThatNobodyTakesIsAnsweredToo() throws IOException {
    String response =
        server.sendRaw(
            "POST /api/stats/24h HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Length: 100000\r\n\r\n"
                + "x".repeat(100_000));

    assertThat(response).startsWith("HTTP/1.1 405").contains("{\"success\":false");
  }

  @Test
  void preflightsAreAnsweredWithWhatWasAskedFor() {
    HttpResponse<byte[]> response =
        server.send(
            "OPTIONS",
            "/api/stats/24h",
            "Origin",
            "https://example.org",
            "Access-Control-Request-Method",
            "GET",
            "Access-Control-Request-Headers",
            "X-Requested-With, If-None-Match");

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(response, "Access-Control-Allow-Methods")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(header(response, "Access-Control-Allow-Headers"))
        .isEqualTo("X-Requested-With, If-None-Match");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/health", "/api/stats/24h", "/API/stats/history", "/nothing"})
  void everyAnswerMayBeReadFromAnyOrigin(String path) {
    assertThat(server.get(path).headers().allValues("Access-Control-Allow-Origin"))
        .containsExactly("*");
  }

  @Test
  void theServerDoesNotTellItsVersion() {
    assertThat(header(server.get("/"), "Server")).isEqualTo("rei-dau-stats");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /api/%zz HTTP/1.1, 400",
    "GET /api/stats/history?limit=%zz HTTP/1.1, 400",
    "GET /\u0001 HTTP/1.1, 400",
    "NONSENSE / HTTP/1.1, 501",
    "GET / HTTP/9.9, 505"
  })
  void whatCannotBeReadIsAnsweredInJson(String line, int status) throws IOException {
    assertRawError(server.sendRaw(line + "\r\nHost: x\r\nConnection: close\r\n\r\n"), status);
  }

  @Test
  void limitsAreAnsweredInJson() throws IOException {
    assertRawError(
        server.sendRaw("GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n"), 414);
    assertRawError(
        server.sendRaw("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(9000) + "\r\n\r\n"),
        431);
  }

  private static void assertRawError(String response, int status) {
    assertThat(response)
        .startsWith("HTTP/1.1 " + status)
        .contains("Content-Type: application/json; charset=utf-8")
        .contains("Access-Control-Allow-Origin: *")
        .contains("{\"success\":false,\"error\":");
  }

  private static void assertError(HttpResponse<byte[]> response, int status, String error) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(header(response, "Content-Type")).isEqualTo("application/json; charset=utf-8");
    JsonNode json = server.json(response);
    assertThat(json.get("success").asBoolean(true)).isFalse();
    assertThat(json.get("error").asText()).isEqualTo(error);
    assertThat(json.get("message").asText()).isNotBlank();
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }
}
