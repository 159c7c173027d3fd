package network.rei.dau.http.v1.windows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import network.rei.dau.activity.Ledgers;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.http.TestServer;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowResourcesTest {

  // 5 records of up to 10 blocks, which are an hour apart; block n is sent by n to n + 1
  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"));

  private static TestServer server;
  private static TestServer empty;

  @BeforeAll
  static void start() {
    server = new TestServer(TestServer.storeOf(LEDGER), TestServer.supervisorOf(TestServer.IDLE));
    empty =
        new TestServer(
            TestServer.storeOf(Ledger.empty()), TestServer.supervisorOf(TestServer.IDLE));
  }

  @AfterAll
  static void stop() {
    server.close();
    empty.close();
  }

  @Test
  void shouldReturnTheFieldsOfARollingWindowInOrder() {
    assertThat(text("/api/v1/windows/24h"))
        .isEqualTo(
            """
            {"asOf":"2026-03-05T12:00:00.000Z","asOfBlock":44,\
            "window":{"length":"24h","from":"2026-03-04T12:00:01.000Z",\
            "to":"2026-03-05T12:00:01.000Z"},\
            "addresses":25,"senders":24,"recipients":24,"newSenders":24,"transactions":24,\
            "blocks":24,"contractCreations":0,"transactionsPerSender":1.0,\
            "averageBlockTime":3600.0,"gasUsed":504000,"gasUtilisation":7.0E-4,\
            "averageBaseFee":7.0,"averageBlockSize":650.0,\
            "transactionsPerSecond":2.777777777777778E-4,"emptyBlocks":0,"complete":true,"missingBlocks":0,\
            "coveredFrom":"2026-03-04T13:00:00.000Z","coveredTo":"2026-03-05T12:00:00.000Z",\
            "firstBlock":21,"lastBlock":44,"availableFrom":null,\
            "filter":"raw","leftOut":null,"unavailable":[]}\
            """);
  }

  @Test
  void shouldReturnNoMetricsOfAWindowWhoseBlocksAreNotInMemory() {
    try (TestServer limited =
        new TestServer(
            TestServer.storeOf(LEDGER.within(1)), TestServer.supervisorOf(TestServer.IDLE))) {
      JsonNode window = limited.json("/api/v1/windows/24h");

      for (String metric : List.of("addresses", "transactions", "blocks", "averageBlockTime")) {
        assertThat(window.get(metric).isNull()).as(metric).isTrue();
      }
      assertThat(window.get("complete").asBoolean()).isFalse();
      assertThat(window.get("missingBlocks").asInt()).isZero();
      assertThat(window.get("firstBlock").asInt()).isEqualTo(21);
      assertThat(window.get("availableFrom").asText()).isEqualTo("2026-03-05T12:00:01.000Z");
      JsonNode status = limited.json("/api/v1/status");
      assertThat(status.get("availableFrom").asText()).isEqualTo("2026-03-05T12:00:01.000Z");
      JsonNode top = limited.json("/api/v1/addresses/top");
      assertThat(top.get("total").isNull()).isTrue();
      assertThat(top.get("addresses")).isEmpty();
      JsonNode address = limited.json("/api/v1/addresses/0x" + "0".repeat(40));
      for (String field : List.of("active", "first", "sent", "total")) {
        assertThat(address.get(field).isNull()).as(field).isTrue();
      }
      assertThat(limited.json("/api/stats/24h").get("data").get("totalBlocks").isNull()).isTrue();
      JsonNode record = limited.json("/api/stats/history").get("data").get(0).get("stats");
      assertThat(record.has("uniqueAddresses")).isFalse();
      assertThat(record.get("uniqueAddressCount").asInt()).isPositive();
    }
  }

  /** The ledger without the records of blocks 0 to 29, the last of which is of 21:00 on the 4th. */
  private static Ledger pruned() {
    return Ledgers.change(
            Ledgers.derivingPeriods(LEDGER).ledger(),
            List.of(),
            new LedgerChange.Removal(List.of(), List.of(0L, 1L, 2L), List.of()))
        .ledger();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-03, 2026-03-04, 8, 9",
    "2026-03-03, 2026-03-05, 32, 33",
    "2026-01-01, 2026-03-05T12:00:00Z, 44, 45",
    "2026-03-04T20:00:00Z, 2026-03-04T21:00:00Z, 1, 2",
    "2026-03-04T20:00:00Z, 2026-03-05, 4, null",
    "2026-03-04T20:30:00Z, 2026-03-05, null, null"
  })
  void shouldAnswerWindowsBeforeTheRecordsFromStoredPeriods(
      String from, String to, String blocks, String addresses) {
    try (TestServer server =
        new TestServer(TestServer.storeOf(pruned()), TestServer.supervisorOf(TestServer.IDLE))) {
      JsonNode window = server.json("/api/v1/windows?from=" + from + "&to=" + to);

      assertThat(window.get("blocks").asText()).isEqualTo(blocks);
      assertThat(window.get("transactions").asText()).isEqualTo(blocks);
      assertThat(window.get("addresses").asText()).isEqualTo(addresses);
      assertThat(window.get("availableFrom").asText())
          .isEqualTo(addresses.equals("null") ? "2026-03-04T22:00:01.000Z" : "null");
      assertThat(window.get("complete").asBoolean()).isEqualTo(!blocks.equals("null"));
    }
  }

  @Test
  void shouldNotCountTransactionsOfAddressesBeforeTheRecords() {
    try (TestServer server =
        new TestServer(TestServer.storeOf(pruned()), TestServer.supervisorOf(TestServer.IDLE))) {
      JsonNode top = server.json("/api/v1/addresses/top?from=2026-03-03&to=2026-03-04");
      assertThat(top.get("total").isNull()).isTrue();
      assertThat(top.get("addresses")).isEmpty();
      assertThat(top.get("availableFrom").asText()).isEqualTo("2026-03-04T22:00:01.000Z");

      JsonNode address =
          server.json(
              "/api/v1/addresses/" + TestLedgers.address(30) + "?from=2026-03-03&to=2026-03-05");
      assertThat(address.get("sent").isNull()).isTrue();
      assertThat(address.get("availableFrom").asText()).isEqualTo("2026-03-04T22:00:01.000Z");

      JsonNode blocks = server.json("/api/v1/windows?fromBlock=29&toBlock=31");
      assertThat(blocks.get("blocks").isNull()).isTrue();
      assertThat(blocks.get("availableFrom").asText()).isEqualTo("2026-03-04T22:00:01.000Z");
    }
  }

  @ParameterizedTest
  @CsvSource({"1h, 1", "2h, 2", "1d, 24", "45H, 45", "7d, 45"})
  void shouldTakeRollingWindowsOfEveryLengthUpToTheRetention(String length, int blocks) {
    assertThat(server.json("/api/v1/windows/" + length).get("blocks").asInt()).isEqualTo(blocks);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-05, 2026-03-05T12:00:00Z, 12, true",
    "2026-03-05T11:00:00Z, 2026-03-05T12:00:00Z, 1, true",
    "2026-03-05T11:00:00Z, 2026-03-05T12:00:01Z, 2, false",
    "2026-03-05T13:00:00%2B02:00, 2026-03-05T12:00:00, 1, true",
    "2026-03-04, 2026-03-05, 24, true"
  })
  void shouldTakeHalfOpenTimeWindowsWhichAreCompleteOnceALaterBlockIsStored(
      String from, String to, int blocks, boolean complete) {
    JsonNode window = server.json("/api/v1/windows?from=" + from + "&to=" + to);

    assertThat(window.get("blocks").asInt()).isEqualTo(blocks);
    assertThat(window.get("complete").asBoolean()).isEqualTo(complete);
  }

  @Test
  void shouldIncludeBothEndsOfARangeOfBlocks() {
    JsonNode window = server.json("/api/v1/windows?fromBlock=7&toBlock=12");

    assertThat(window.get("window").toString()).isEqualTo("{\"fromBlock\":7,\"toBlock\":12}");
    assertThat(window.get("blocks").asInt()).isEqualTo(6);
    assertThat(window.get("addresses").asInt()).isEqualTo(7);
    assertThat(window.get("complete").asBoolean()).isTrue();
  }

  @Test
  void shouldReturnNullForARateThatIsNotDefined() {
    JsonNode window = server.json("/api/v1/windows?fromBlock=7&toBlock=7");

    assertThat(window.get("averageBlockTime").isNull()).isTrue();
    assertThat(window.get("transactionsPerSender").asDouble()).isEqualTo(1);
  }

  @Test
  void shouldReturnNullInsteadOf0ForUnknownCounts() {
    JsonNode window = server.json("/api/v1/windows?fromBlock=100&toBlock=199");

    assertThat(window.get("addresses").isNull()).isTrue();
    assertThat(window.get("blocks").isNull()).isTrue();
    assertThat(window.get("complete").asBoolean()).isFalse();
    assertThat(window.get("coveredFrom").isNull()).isTrue();
  }

  @Test
  void shouldReturnNullsWithoutData() {
    JsonNode window = empty.json("/api/v1/windows/24h");

    assertThat(window.get("asOf").isNull()).isTrue();
    assertThat(window.get("window").toString()).isEqualTo("{\"length\":\"24h\"}");
    assertThat(window.get("senders").isNull()).isTrue();
    assertThat(window.get("missingBlocks").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/windows/8d|length|8d|length is '8d': it must be hours or days from 1h to 7d, such as"
            + " 24h.",
        "/windows|from||from is missing: it must be a time, or fromBlock a block.",
        "/windows?from=2026-03-05|to||to is missing: it must be a time after from.",
        "/windows?from=2026-03-05&to=2026-03-05|to|2026-03-05|to is '2026-03-05': it must be after"
            + " from.",
        "/windows?from=x&to=2026-03-05|from|x|from is 'x': it must be an ISO 8601 time or date,"
            + " such as 2026-03-05T12:00:00Z, or seconds since 1970.",
        "/windows?fromBlock=3&toBlock=2|toBlock|2|toBlock is '2': it must be a whole number from 3"
            + " to 4611686018427387903.",
        "/windows?fromBlock=3|toBlock||toBlock is missing: it must be a block, fromBlock or a later"
            + " one.",
        "/windows?fromBlock=3&toBlock=4&to=2026-03-05|to|2026-03-05|to is '2026-03-05': it must be"
            + " left out where blocks are given.",
        "/windows/24h?format=csv|format|csv|format is 'csv': it must be 'json'."
      })
  void shouldSendAProblemThatNamesAnInvalidParameter(
      String path, String parameter, String value, String detail) {
    HttpResponse<byte[]> response = server.get("/api/v1" + path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = server.json(response);
    assertThat(problem.get("type").asText()).isEqualTo("about:blank");
    assertThat(problem.get("title").asText()).isEqualTo("Bad Request");
    assertThat(problem.get("status").asInt()).isEqualTo(400);
    assertThat(problem.get("detail").asText()).isEqualTo(detail);
    assertThat(problem.get("parameter").asText()).isEqualTo(parameter);
    assertThat(problem.path("value").asText(null)).isEqualTo(value);
    assertThat(detail).contains(problem.get("allowed").asText());
  }

  private static String text(String path) {
    return new String(server.get(path).body(), StandardCharsets.UTF_8);
  }
}
