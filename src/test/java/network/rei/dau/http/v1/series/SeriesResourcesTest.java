package network.rei.dau.http.v1.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.http.TestServer;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesResourcesTest {

  // 45 blocks half an hour apart, from 2026-03-04T14:00Z to 2026-03-05T12:00Z
  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 1800, Instant.parse("2026-03-05T12:00:00Z"));

  private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

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
  void shouldReturnASeriesWithItsDefinitionAndAPointPerHour() {
    JsonNode series = server.json("/api/v1/series/addresses");

    assertThat(series.get("asOf").asText()).isEqualTo("2026-03-05T12:00:00.000Z");
    assertThat(series.get("metric").asText()).isEqualTo("addresses");
    assertThat(series.get("unit").asText()).isEqualTo("addresses");
    assertThat(series.get("definition").asText()).isEqualTo(Metric.ADDRESSES.definition());
    assertThat(series.get("resolution").asText()).isEqualTo("hour");
    assertThat(series.get("points")).hasSize(23);
    assertThat(series.get("points").get(22).toString())
        .isEqualTo(
            """
            {"start":"2026-03-05T12:00:00.000Z","end":"2026-03-05T13:00:00.000Z",\
            "value":2,"complete":false,"coveredFrom":"2026-03-05T12:00:00.000Z","revision":0}\
            """);
    assertThat(series.get("points").get(1).get("value").asInt()).isEqualTo(3);
    assertThat(series.get("points").get(1).get("complete").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "resolution=day, 2",
    "resolution=DAY&from=2026-03-05, 1",
    "from=2026-03-05T10:59:59Z, 3",
    "from=2026-03-05T10:59:59Z&to=2026-03-05T11:00:00Z, 1",
    "to=2026-03-04T16:00:00Z, 2",
    "from=2020-01-01&to=2030-01-01, 23",
    "from=2027-01-01, 0"
  })
  void shouldReturnTheWholeHoursAndDaysThatOverlapTheTime(String query, int points) {
    assertThat(server.json("/api/v1/series/blocks?" + query).get("points")).hasSize(points);
  }

  @Test
  void shouldListTheMetricsOfContracts() {
    JsonNode metrics = server.json("/api/v1/metrics").get("contractMetrics");

    assertThat(metrics.findValuesAsText("metric"))
        .containsExactly("users", "transactions", "newUsers");
    assertThat(metrics.at("/0/series").asText()).isEqualTo("contracts/{address}/series/users");
    assertThat(metrics.at("/0/resolutions").toString())
        .isEqualTo("[\"hour\",\"day\",\"week\",\"month\"]");
    for (JsonNode metric : metrics) {
      String series = metric.get("series").asText().replace("{address}", "0x" + "00".repeat(20));
      assertThat(server.json("/api/v1/" + series).get("definition"))
          .isEqualTo(metric.get("definition"));
    }
    assertThat(new String(server.get("/api/v1/metrics?format=csv").body(), StandardCharsets.UTF_8))
        .contains("\r\nusers,addresses,")
        .contains(",contracts/{address}/series/newUsers\r\n");
  }

  @Test
  void shouldListEveryMetricWithItsDefinitionAndItsSeries() {
    JsonNode metrics = server.json("/api/v1/metrics").get("metrics");

    assertThat(metrics).hasSize(Metric.values().length);
    for (JsonNode metric : metrics) {
      for (String field : List.of("definition", "unit", "source")) {
        assertThat(metric.get(field).asText()).isNotBlank();
      }
      JsonNode series = server.json("/api/v1/" + metric.get("series").asText());
      assertThat(series.get("metric")).isEqualTo(metric.get("metric"));
      if (metric.get("resolutions").get(0).asText().equals("hour")) {
        assertThat(series.get("points").get(1).get("value").isNumber()).isTrue();
      }
    }
  }

  @Test
  void shouldReturnTheSameValuesInSeriesDaysAndWindows() {
    JsonNode day = server.json("/api/v1/days").get("days").get(1);
    JsonNode window = server.json("/api/v1/windows?from=2026-03-04&to=2026-03-05");

    for (Metric metric : Metric.values()) {
      JsonNode points =
          server.json("/api/v1/series/" + metric.key() + "?resolution=day").get("points");
      assertThat(points.get(0).get("value")).isEqualTo(day.get(metric.key()));
      if (metric.resolutions().contains(Resolution.HOUR)) {
        assertThat(points.get(0).get("value")).isEqualTo(window.get(metric.key()));
      }
    }
  }

  @Test
  void shouldCompareADayWithEarlierDaysThatAreStored() {
    // from block 0, so that the history is complete; 24 blocks a day, each with its own sender
    Ledger days = TestLedgers.of(0, 24 * 40, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"));
    try (TestServer other =
        new TestServer(TestServer.storeOf(days), TestServer.supervisorOf(TestServer.IDLE))) {
      JsonNode yesterday = other.json("/api/v1/days").get("days").get(1);
      assertThat(yesterday.get("weeklySenders").asInt()).isEqualTo(7 * 24);
      assertThat(yesterday.get("monthlySenders").asInt()).isEqualTo(30 * 24);
      assertThat(yesterday.get("stickiness").asDouble()).isEqualTo(1.0 / 30);
      assertThat(yesterday.get("returningSenders").asInt()).isZero();
      assertThat(yesterday.get("churnedSenders").asInt()).isEqualTo(24);
      assertThat(yesterday.get("sendersWeekChange").asDouble()).isZero();
      JsonNode months = other.json("/api/v1/series/senders?resolution=month").get("points");
      assertThat(months.findValuesAsText("start"))
          .containsExactly(
              "2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z");
      assertThat(months.get(1).get("value").asInt()).isEqualTo(28 * 24);
    }
  }

  @Test
  void shouldReturnWhenTheRetentionOfACohortIsAvailable() {
    JsonNode cohorts = server.json("/api/v1/retention").get("cohorts");

    assertThat(cohorts.findValuesAsText("date")).containsExactly("2026-03-05", "2026-03-04");
    JsonNode yesterday = cohorts.get(1);
    assertThat(yesterday.get("newSenders").asInt()).isEqualTo(20);
    assertThat(yesterday.get("day1").isNull()).isTrue();
    assertThat(yesterday.get("day1AvailableFrom").asText()).isEqualTo("2026-03-06");
    assertThat(yesterday.get("day30AvailableFrom").asText()).isEqualTo("2026-04-04");
  }

  @Test
  void shouldReturnDaysNewestFirstWithChangesBetweenCompleteDays() {
    // from block 0, so that the first day is complete, too; 48 blocks a day
    Ledger days = TestLedgers.of(0, 120, 10, 1800, Instant.parse("2026-03-05T12:00:00Z"));
    try (TestServer other =
        new TestServer(TestServer.storeOf(days), TestServer.supervisorOf(TestServer.IDLE))) {
      JsonNode response = other.json("/api/v1/days");

      assertThat(response.get("total").asInt()).isEqualTo(3);
      assertThat(response.get("days").findValuesAsText("date"))
          .containsExactly("2026-03-05", "2026-03-04", "2026-03-03");
      JsonNode today = response.get("days").get(0);
      JsonNode yesterday = response.get("days").get(1);
      JsonNode first = response.get("days").get(2);
      assertThat(today.get("complete").asBoolean()).isFalse();
      assertThat(today.get("sendersChange").isNull()).isTrue();
      assertThat(yesterday.get("complete").asBoolean()).isTrue();
      assertThat(yesterday.get("sendersChange").asDouble()).isEqualTo(0.0);
      assertThat(yesterday.get("contractCreationsChange").isNull()).isTrue();
      assertThat(first.get("sendersChange").isNull()).isTrue();
    }
  }

  @Test
  void shouldReturnHoursNewestFirstWithTheValuesOfTheirSeries() {
    Ledger ledger = TestLedgers.of(0, 400, 10, 1800, Instant.parse("2026-03-05T12:00:00Z"));
    try (TestServer other =
        new TestServer(TestServer.storeOf(ledger), TestServer.supervisorOf(TestServer.IDLE))) {
      JsonNode response = other.json("/api/v1/hours?limit=200");
      JsonNode hours = response.get("hours");

      assertThat(response.get("total").asInt()).isEqualTo(201);
      assertThat(hours).hasSize(200);
      for (Metric metric : Metric.ofAnyWindow()) {
        JsonNode points = other.json("/api/v1/series/" + metric.key()).get("points");
        for (int i = 0; i < hours.size(); i++) {
          JsonNode point = points.get(points.size() - 1 - i);
          assertThat(hours.get(i).get("start")).isEqualTo(point.get("start"));
          assertThat(hours.get(i).get(metric.key())).isEqualTo(point.get("value"));
        }
      }
      assertThat(hours.get(0).get("sendersDayChange").isNull()).isTrue(); // it is incomplete
      assertThat(hours.get(1).get("sendersDayChange").asDouble()).isZero();
      assertThat(hours.get(1).get("sendersWeekChange").asDouble()).isZero();
      assertThat(hours.get(199).get("sendersDayChange").isNull()).isTrue();
      assertThat(other.json("/api/v1/hours?offset=200").get("hours").get(0))
          .isNotEqualTo(hours.get(199));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "series/senders?resolution=day&format=csv, series-senders-day_2026-03-04_2026-03-05.csv",
    "series/senders?format=csv, series-senders_20260304T140000Z_20260305T130000Z.csv",
    "days?limit=1&format=csv&filter=organic, days-organic_2026-03-05.csv",
    "addresses/top?window=2h&format=csv,"
        + " addresses-top-2h_20260305T100001Z_20260305T120001Z.csv",
    "addresses/top?fromBlock=3&toBlock=9&format=csv, addresses-top_blocks-3-9.csv",
    "contracts/0x000000000000000000000000000000000000001E/series/users?format=csv&from=2030-01-01,"
        + " contracts-0x000000000000000000000000000000000000001e-series-users.csv",
    "contracts/0x000000000000000000000000000000000000001%45/series/users?format=csv&from=2030-01-01,"
        + " contracts-0x000000000000000000000000000000000000001e-series-users.csv",
    "metrics?format=csv, metrics.csv"
  })
  void shouldNameTheFileOfATableByItsResourceAndRange(String path, String name) {
    assertThat(server.get("/api/v1/" + path).headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"" + name + "\"");
  }

  @Test
  void shouldReturnRowsAsJsonLinesOnRequest() {
    String path = "/api/v1/series/senders?resolution=day";
    String lines =
        """
        {"start":"2026-03-04T00:00:00.000Z","end":"2026-03-05T00:00:00.000Z","value":20,\
        "complete":true,"coveredFrom":"2026-03-04T14:00:00.000Z","revision":0}
        {"start":"2026-03-05T00:00:00.000Z","end":"2026-03-06T00:00:00.000Z","value":25,\
        "complete":false,"coveredFrom":"2026-03-05T00:00:00.000Z","revision":0}
        """;
    HttpResponse<byte[]> byHeader = server.get(path, "Accept", "application/x-ndjson");

    assertThat(text(byHeader)).isEqualTo(lines);
    assertThat(byHeader.headers().firstValue("Content-Type")).contains("application/x-ndjson");
    assertThat(byHeader.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=\"series-senders-day_2026-03-04_2026-03-05.jsonl\"");
    assertThat(text(server.get(path + "&format=jsonl"))).isEqualTo(lines);
    assertThat(byHeader.headers().firstValue("ETag"))
        .isNotEqualTo(server.get(path + "&format=csv").headers().firstValue("ETag"));
    assertThat(text(server.get("/api/v1/series/blocks?from=2027-01-01&format=jsonl"))).isEmpty();
  }

  @Test
  void shouldReturnSeveralMetricsWithTheValuesOfTheirSeries() {
    JsonNode several = server.json("/api/v1/series?metrics=senders,averageBlockTime");
    for (JsonNode metric : several.get("metrics")) {
      JsonNode one = server.json("/api/v1/series/" + metric.get("metric").asText());
      assertThat(metric.get("definition")).isEqualTo(one.get("definition"));
      assertThat(several.get("points")).hasSameSizeAs(one.get("points"));
      for (int i = 0; i < one.get("points").size(); i++) {
        JsonNode point = several.get("points").get(i);
        assertThat(point.get("start")).isEqualTo(one.get("points").get(i).get("start"));
        assertThat(point.get("values").get(metric.get("metric").asText()))
            .isEqualTo(one.get("points").get(i).get("value"));
      }
    }
    assertThat(several.get("metrics")).hasSize(2);
    assertThat(server.json("/api/v1/series?metrics=senders,stickiness").get("resolution").asText())
        .isEqualTo("day");
    assertThat(text(server.get("/api/v1/series?metrics=blocks,senders&resolution=day&format=csv")))
        .startsWith(
            "start,end,blocks,senders,complete,coveredFrom,revision\r\n"
                + "2026-03-04T00:00:00.000Z,2026-03-05T00:00:00.000Z,20,20,true,");
    assertThat(text(server.get("/api/v1/series?metrics=blocks&from=2027-01-01&format=csv")))
        .isEqualTo("start,end,blocks,complete,coveredFrom,revision\r\n");
  }

  @Test
  void shouldNotMakeJsonADownload() {
    assertThat(server.get("/api/v1/days").headers().firstValue("Content-Disposition")).isEmpty();
  }

  @Test
  void shouldSeparateTheResolutionsOfAMetricBySpacesInCsv() {
    assertThat(text(server.get("/api/v1/metrics?format=csv")))
        .contains(",hour day week month,series/addresses\r\n");
  }

  @Test
  void shouldLinkThePagesOfATableByRelativeLinks() {
    List<String> dates = new ArrayList<>();
    Optional<String> path = Optional.of("/api/v1/days?limit=1&x=%26");
    while (path.isPresent()) {
      HttpResponse<byte[]> page = server.get(path.get());
      dates.addAll(server.json(page).get("days").findValuesAsText("date"));
      Matcher next = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
      path = next.find() ? Optional.of("/api/v1/days" + next.group(1)) : Optional.empty();
    }

    assertThat(dates).containsExactly("2026-03-05", "2026-03-04");
    assertThat(server.get("/api/v1/days?limit=1&offset=1").headers().firstValue("Link"))
        .contains("<?limit=1&offset=0>; rel=\"first\", <?limit=1&offset=0>; rel=\"prev\"");
    assertThat(server.get("/api/v1/days").headers().firstValue("Link")).isEmpty();
    assertThat(server.json("/api/v1/days?offset=9").get("days")).isEmpty();
  }

  @Test
  void shouldReturnASeriesAsCsvOnRequest() {
    String csv =
        """
        start,end,value,complete,coveredFrom,revision\r
        2026-03-04T00:00:00.000Z,2026-03-05T00:00:00.000Z,20,true,2026-03-04T14:00:00.000Z,0\r
        2026-03-05T00:00:00.000Z,2026-03-06T00:00:00.000Z,25,false,2026-03-05T00:00:00.000Z,0\r
        """;
    String path = "/api/v1/series/senders?resolution=day";

    HttpResponse<byte[]> byHeader = server.get(path, "Accept", "text/csv");
    assertThat(text(byHeader)).isEqualTo(csv);
    assertThat(byHeader.headers().firstValue("Content-Type")).contains("text/csv; charset=UTF-8");
    assertThat(text(server.get(path + "&format=csv"))).isEqualTo(csv);
    assertThat(server.json(server.get(path + "&format=json", "Accept", "text/csv")).has("points"))
        .isTrue();
  }

  @Test
  void shouldWriteTheFieldsOfJsonAsCsvAndNothingForNull() {
    String[] lines = text(server.get("/api/v1/days?format=csv")).split("\r\n", -1);
    List<String> fields = new ArrayList<>();
    server.json("/api/v1/days").get("days").get(0).fieldNames().forEachRemaining(fields::add);

    assertThat(lines[0]).isEqualTo(String.join(",", fields));
    assertThat(lines).hasSize(4);
    assertThat(lines[1])
        .startsWith(
            "2026-03-05,0,26,25,25,25,25,25,0,1.0,1800.0,525000,7.0E-4,7.0,650.0,"
                + "5.555555555555556E-4,0,46,45,46,45,0.5555555555555556,0,0,,false,0,");
    assertThat(lines[1]).endsWith(",44,,,,,,,,,,,,,,");
  }

  @Test
  void shouldWriteTheHeaderLineOfAnEmptyTable() {
    assertThat(text(server.get("/api/v1/series/blocks?from=2027-01-01&format=csv")))
        .isEqualTo("start,end,value,complete,coveredFrom,revision\r\n");
  }

  @Test
  void shouldCompressALargeTableIfTheClientAcceptsGzip() {
    HttpResponse<byte[]> response = server.get("/api/v1/series/blocks", "Accept-Encoding", "gzip");

    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(TestServer.unzipped(response.body()))
        .isEqualTo(server.get("/api/v1/series/blocks").body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "series/users|metric is 'users': it must be 'addresses', 'senders', 'recipients',"
            + " 'newSenders', 'transactions', 'blocks', 'contractCreations',"
            + " 'transactionsPerSender', 'averageBlockTime', 'gasUsed', 'gasUtilisation',"
            + " 'averageBaseFee', 'averageBlockSize', 'transactionsPerSecond', 'emptyBlocks',"
            + " 'weeklyAddresses', 'weeklySenders', 'monthlyAddresses', 'monthlySenders',"
            + " 'stickiness', 'returningSenders', 'resurrectedSenders' or 'churnedSenders'.",
        "series/blocks?resolution=year|resolution is 'year': it must be 'hour', 'day', 'week' or"
            + " 'month'.",
        "series/stickiness?resolution=hour|resolution is 'hour': it must be 'day'.",
        "series/blocks?from=2026-03-05&to=2026-03-04|to is '2026-03-04': it must be after from.",
        "series/blocks?format=xml|format is 'xml': it must be 'json', 'csv' or 'jsonl'.",
        "days?limit=0|limit is '0': it must be a whole number from 1 to 1000."
      })
  void shouldSendAProblemThatNamesAnInvalidParameter(String path, String detail) {
    HttpResponse<byte[]> response = server.get("/api/v1/" + path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(server.json(response).get("detail").asText()).isEqualTo(detail);
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
