package network.rei.dau.http.v1.blockscout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.StreamSupport;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.http.TestServer;
import network.rei.dau.http.TestSettings;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockscoutResourcesTest {

  // 24 blocks a day from block 0, 2026-02-17T12:00Z, to 2026-03-05T12:00Z
  private static final Ledger LEDGER =
      TestLedgers.of(0, 24 * 16, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"));

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(TestServer.storeOf(LEDGER), TestServer.supervisorOf(TestServer.IDLE));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /**
   * Reads a line as DefiLlama's adapter does (dimension-adapters, users/utils/blockscoutStats.ts):
   * one day is requested, and the value of the point with exactly that date is converted to a
   * number.
   */
  private static double fetchLine(TestServer from, String path, String line, long start) {
    LocalDate date = LocalDate.ofInstant(Instant.ofEpochSecond(start), ZoneOffset.UTC);
    HttpResponse<byte[]> response =
        from.get("%s/%s?from=%s&to=%s&resolution=DAY".formatted(path, line, date, date));
    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode point =
        StreamSupport.stream(from.json(response).get("chart").spliterator(), false)
            .filter(item -> item.get("date").asText().equals(date.toString()))
            .findFirst()
            .orElseThrow();
    assertThat(point.get("value").isTextual()).isTrue();
    return Double.parseDouble(point.get("value").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/lines", "/stats-service/api/v1/lines"})
  void shouldBeReadAsDefiLlamaReadsBlockscout(String path) {
    for (String date : List.of("2026-03-03", "2026-03-04", "2026-03-05")) {
      long start = Instant.parse(date + "T00:00:00Z").getEpochSecond();
      JsonNode day = day(date);

      assertThat(fetchLine(server, path, "newTxns", start))
          .isEqualTo(day.get("transactions").asDouble());
      assertThat(fetchLine(server, path, "activeAccounts", start))
          .isEqualTo(day.get("senders").asDouble());
      assertThat(fetchLine(server, path, "newAccounts", start))
          .isEqualTo(day.get("newSenders").asDouble());
    }
  }

  @Test
  void shouldGiveDefiLlamaNoNumberOfADayThatIsUnknown() {
    long before = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
    assertThatThrownBy(() -> fetchLine(server, "/api/v1/lines", "activeAccounts", before))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void shouldReturnTheShapeOfBlockscout() {
    assertThat(text("/api/v1/lines/averageBlockSize?from=2026-03-04&to=2026-03-05"))
        .isEqualTo(
            """
            {"chart":[\
            {"date":"2026-03-04","date_to":"2026-03-04","value":"650","is_approximate":false},\
            {"date":"2026-03-05","date_to":"2026-03-05","value":"650","is_approximate":true}],\
            "info":{"id":"averageBlockSize","title":"Average block size",\
            "description":"Mean of the sizes of the blocks, rounded","units":"Bytes",\
            "resolutions":["DAY","WEEK","MONTH"]}}\
            """);
    assertThat(text("/api/v1/counters"))
        .startsWith(
            "{\"counters\":[{\"id\":\"averageBlockTime\",\"value\":\"3600\",\"title\":\"Average"
                + " block time\",\"units\":\"s\",")
        .contains(
            "{\"id\":\"totalBlocks\",\"value\":\"385\",\"title\":\"Total blocks\",\"description\"");
  }

  @Test
  void shouldListEachLineOnceAndServeIt() {
    List<String> listed = new ArrayList<>();
    for (JsonNode section : server.json("/api/v1/lines").get("sections")) {
      for (JsonNode info : section.get("charts")) {
        listed.add(info.get("id").asText());
        JsonNode line = server.json("/api/v1/lines/" + info.get("id").asText());
        assertThat(line.get("info")).isEqualTo(info);
        assertThat(line.get("chart")).isNotEmpty();
      }
    }
    assertThat(listed)
        .containsExactlyElementsOf(Line.of(true).stream().map(Line::id).toList())
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "activeAccounts, senders",
    "newAccounts, newSenders",
    "newTxns, transactions",
    "newBlocks, blocks",
    "networkUtilization, gasUtilisation"
  })
  void shouldHaveTheValuesOfTheSeriesByDayWeekAndMonth(String line, String metric) {
    for (String resolution : List.of("DAY", "WEEK", "MONTH")) {
      JsonNode chart =
          server.json("/api/v1/lines/" + line + "?resolution=" + resolution).get("chart");
      JsonNode points =
          server.json("/api/v1/series/" + metric + "?resolution=" + resolution).get("points");
      assertThat(chart).hasSameSizeAs(points);
      for (int i = 0; i < points.size(); i++) {
        assertThat(chart.get(i).get("date").asText())
            .isEqualTo(points.get(i).get("start").asText().substring(0, 10));
        assertThat(Double.parseDouble(chart.get(i).get("value").asText()))
            .isEqualTo(points.get(i).get("value").asDouble());
        assertThat(chart.get(i).get("is_approximate").asBoolean())
            .isEqualTo(!points.get(i).get("complete").asBoolean());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "accountsGrowth, newAccounts",
    "txnsGrowth, newTxns",
  })
  void shouldAddUpALineSinceTheFirstBlock(String growth, String line) {
    JsonNode days = server.json("/api/v1/lines/" + line).get("chart");
    JsonNode sums = server.json("/api/v1/lines/" + growth).get("chart");
    long sum = 0;
    assertThat(sums).hasSameSizeAs(days);
    for (int i = 0; i < days.size(); i++) {
      sum += days.get(i).get("value").asLong();
      assertThat(sums.get(i).get("value").asLong()).isEqualTo(sum);
      assertThat(sums.get(i).get("is_approximate")).isEqualTo(days.get(i).get("is_approximate"));
    }
    JsonNode weeks = server.json("/api/v1/lines/" + growth + "?resolution=WEEK").get("chart");
    assertThat(weeks.get(0).get("date").asText()).isEqualTo("2026-02-16");
    assertThat(weeks.get(0).get("date_to").asText()).isEqualTo("2026-02-22");
    assertThat(weeks.get(0).get("value")).isEqualTo(sums.get(5).get("value"));
    assertThat(weeks.get(2).get("value").asLong()).isEqualTo(sum);
    assertThat(weeks.get(2).get("is_approximate").asBoolean()).isTrue();
  }

  @Test
  void shouldNotAddUpALineWhoseFirstBlocksAreUnknown() {
    Ledger later = TestLedgers.of(100, 200, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"));
    try (TestServer other = serverOf(later)) {
      assertThat(other.json("/api/v1/lines/txnsGrowth").get("chart")).isEmpty();
      assertThat(other.json("/api/v1/lines/newTxns").get("chart")).isNotEmpty();
    }
  }

  @Test
  void shouldMarkADayThatLacksBlocksAndLeaveOutItsCounters() {
    try (TestServer other = serverOf(LEDGER.without(List.of(36L)))) {
      JsonNode day =
          other.json("/api/v1/lines/newBlocks?from=2026-03-04&to=2026-03-04").get("chart").get(0);
      assertThat(day.get("value").asInt()).isLessThan(24);
      assertThat(day.get("is_approximate").asBoolean()).isTrue();
      JsonNode sums = other.json("/api/v1/lines/txnsGrowth").get("chart");
      assertThat(sums.get(sums.size() - 1).get("is_approximate").asBoolean()).isTrue();
      assertThat(other.json("/api/v1/counters").get("counters").findValuesAsText("id"))
          .containsExactly("totalBlocks");
    }
  }

  @Test
  void shouldNotServeNewAccountsWhereNoncesDoNotCount() {
    SettingsSource source =
        SettingsSource.load(Optional.empty(), Path.of("src"), Map.of())
            .with(Map.of("rei-dau.chain.id", 728_126_428));
    HttpSettings tron = new TestSettings().filter(FilterSettings.from(source)).build();
    try (TestServer other =
        new TestServer(
            TestServer.storeOf(LEDGER), TestServer.supervisorOf(TestServer.IDLE), tron)) {
      assertThat(other.get("/api/v1/lines/newAccounts").statusCode()).isEqualTo(404);
      assertThat(other.get("/api/v1/lines/newTxns").statusCode()).isEqualTo(200);
      assertThat(new String(other.get("/api/v1/lines").body(), StandardCharsets.UTF_8))
          .doesNotContain("newAccounts", "accountsGrowth");
    }
  }

  @Test
  void shouldBeEmptyWithoutBlocks() {
    try (TestServer other = serverOf(Ledger.empty())) {
      for (Line line : Line.of(true)) {
        assertThat(other.json("/api/v1/lines/" + line.id()).get("chart")).isEmpty();
      }
      assertThat(other.json("/api/v1/counters").get("counters")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "newTxns?resolution=YEAR|400|resolution is 'YEAR': it must be 'DAY', 'WEEK' or 'MONTH'.",
        "newTxns?from=yesterday|400|from is 'yesterday': it must be an ISO 8601 date, such as"
            + " 2026-03-05.",
        "newTxns?from=2026-03-05&to=2026-03-04|400|to is '2026-03-04': it must be from or a later"
            + " date.",
        "x|404|line is 'x': it must be 'activeAccounts', 'newAccounts', 'accountsGrowth',"
            + " 'newTxns', 'txnsGrowth', 'newBlocks', 'averageBlockSize', 'averageGasLimit',"
            + " 'averageGasUsed', 'gasUsedGrowth' or 'networkUtilization'."
      })
  void shouldSendAProblem(String path, int status, String detail) {
    HttpResponse<byte[]> response = server.get("/stats-service/api/v1/lines/" + path);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(server.json(response).get("detail").asText()).isEqualTo(detail);
  }

  private static TestServer serverOf(Ledger ledger) {
    return new TestServer(TestServer.storeOf(ledger), TestServer.supervisorOf(TestServer.IDLE));
  }

  private static JsonNode day(String date) {
    return StreamSupport.stream(server.json("/api/v1/days").get("days").spliterator(), false)
        .filter(day -> day.get("date").asText().equals(date))
        .findFirst()
        .orElseThrow();
  }

  private static String text(String path) {
    return new String(server.get(path).body(), StandardCharsets.UTF_8);
  }
}
