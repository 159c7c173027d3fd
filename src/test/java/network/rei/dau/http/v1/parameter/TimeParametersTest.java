package network.rei.dau.http.v1.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.TestServer;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeParametersTest {

  /**
   * A block every half hour from 2026-03-27T17:30Z, the night of summer time in Europe included.
   */
  private static final Ledger LEDGER =
      TestLedgers.ofCalls(0, 144, 10, 1800, Instant.parse("2026-03-30T17:30:00Z"));

  private static final Pattern TIME =
      Pattern.compile("\"?(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)\"?");

  private static final Pattern OTHER_TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d\\d:\\d\\d");

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(TestServer.storeOf(LEDGER), TestServer.supervisorOf(TestServer.IDLE));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "windows/24h",
        "windows?from=2026-03-28&to=2026-03-29",
        "metrics",
        "series/senders",
        "series/senders?format=csv",
        "series?metrics=senders,blocks&resolution=day&format=jsonl",
        "hours?limit=3",
        "hours?format=csv",
        "days",
        "days?format=jsonl",
        "retention",
        "addresses/top",
        "addresses/0x0000000000000000000000000000000000000064",
        "concentration",
        "concentration/series?format=csv",
        "definitions",
        "contracts",
        "contracts/newcomers",
        "contracts/groups",
        "contracts/0x0000000000000000000000000000000000000064",
        "contracts/0x0000000000000000000000000000000000000064/series/users?format=csv",
        "contracts/0x0000000000000000000000000000000000000064/retention",
        "contracts/0x0000000000000000000000000000000000000064/concentration",
        "contracts/0x0000000000000000000000000000000000000064/concentration/series",
        "overlap?a=0x0000000000000000000000000000000000000064"
            + "&b=0x0000000000000000000000000000000000000065",
        "status"
      })
  void shouldAnswerSecondsInPlaceOfEachTime(String path) {
    String iso = text(path);
    Matcher times = TIME.matcher(iso);
    assertThat(times.find()).as(iso).isTrue();

    assertThat(text(with(path, "times=unix")))
        .isEqualTo(times.replaceAll(time -> seconds(Instant.parse(time.group(1)))));
  }

  private static String seconds(Instant time) {
    return Long.toString(time.getEpochSecond());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "windows/24h",
        "series/senders?resolution=day",
        "series/senders?resolution=week&format=csv",
        "days?format=jsonl",
        "hours",
        "concentration/series?resolution=day",
        "contracts/0x0000000000000000000000000000000000000064/series/users?resolution=day",
        "status"
      })
  void shouldAnswerTimesWithTheOffsetOfTheTimeZone(String path) {
    String berlin = text(with(path, "tz=Europe/Berlin"));

    assertThat(TIME.matcher(berlin).find()).as(berlin).isFalse();
    assertThat(OTHER_TIME.matcher(berlin).find()).as(berlin).isTrue();
  }

  @Test
  void shouldCountTheDaysOfATimeZone() {
    JsonNode series = json("series/blocks?resolution=day&tz=Europe/Berlin");

    assertThat(series.get("timeZone").asText()).isEqualTo("Europe/Berlin");
    assertThat(series.get("availableFrom").asText()).isEqualTo("2026-03-27");
    // the 29th has 23 hours, and the 28th begins at 23:00 UTC
    assertThat(rows(series.get("points"), "start", "end", "value", "complete", "revision"))
        .containsExactly(
            "2026-03-27T00:00:00.000+01:00 2026-03-28T00:00:00.000+01:00 11 true 1",
            "2026-03-28T00:00:00.000+01:00 2026-03-29T00:00:00.000+01:00 48 true 1",
            "2026-03-29T00:00:00.000+01:00 2026-03-30T00:00:00.000+02:00 46 true 1",
            "2026-03-30T00:00:00.000+02:00 2026-03-31T00:00:00.000+02:00 40 false 0");
    assertThat(json("series/blocks?resolution=day").get("timeZone").asText()).isEqualTo("UTC");
    assertThat(rows(json("series/senders?resolution=month&tz=Asia/Tokyo").get("points"), "start"))
        .containsExactly("2026-03-01T00:00:00.000+09:00");
  }

  @Test
  void shouldListTheDaysOfATimeZoneWithTheirDates() {
    JsonNode days = json("days?tz=America/New_York");

    assertThat(days.get("timeZone").asText()).isEqualTo("America/New_York");
    assertThat(rows(days.get("days"), "date", "blocks", "senders", "addresses", "blocksChange"))
        .containsExactly(
            "2026-03-30 28 28 29 null",
            "2026-03-29 48 48 49 0.0",
            "2026-03-28 48 48 49 " + (48 - 21) / 21.0,
            "2026-03-27 21 21 22 null");
    assertThat(days.at("/days/1/weeklySenders").isNull()).isTrue();
    assertThat(days.at("/unavailable/0/metrics").toString()).contains("weeklySenders");
    assertThat(days.at("/unavailable/0/reason").asText())
        .isEqualTo(
            "The addresses of days are stored by UTC, so days of another time zone cannot be"
                + " compared.");
    assertThat(json("days").get("unavailable")).isEmpty();
  }

  @Test
  void shouldReadTimesWithoutAnOffsetInTheTimeZone() {
    String[] sameWindow = {
      "from=2026-03-28&to=2026-03-29&tz=Europe/Berlin",
      "from=2026-03-27T23:00:00Z&to=2026-03-28T23:00:00Z&tz=Asia/Kolkata",
      "from=2026-03-28T00:00&to=2026-03-28T17:00:00-06:00&tz=Europe/Berlin",
      "from=1774652400&to=1774738800"
    };
    for (String window : sameWindow) {
      JsonNode answer = json("windows?" + window + "&times=unix");
      assertThat(answer.at("/window/from").asLong()).as(window).isEqualTo(1774652400L);
      assertThat(answer.at("/window/to").asLong()).as(window).isEqualTo(1774738800L);
      assertThat(answer.get("blocks").asInt()).as(window).isEqualTo(48);
    }
  }

  @Test
  void shouldAnswerWindowsInAnyTimeZone() {
    assertThat(json("windows?from=2026-03-28&to=2026-03-29&tz=Asia/Kolkata").at("/window/from"))
        .hasToString("\"2026-03-28T00:00:00.000+05:30\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          days?tz=Mars/Olympus | tz is 'Mars/Olympus': it must be a time zone, such as Europe/Berlin or -03:00.
          days?tz= | tz is '': it must be a time zone, such as Europe/Berlin or -03:00.
          days?tz=Asia/Kolkata | tz is 'Asia/Kolkata': it must be a time zone whose offsets from UTC since 2015 are \
          whole hours, because activity is stored by hours of UTC.
          hours?tz=Australia/Lord_Howe | tz is 'Australia/Lord_Howe': it must be a time zone whose offsets from UTC \
          since 2015 are whole hours, because activity is stored by hours of UTC.
          series/senders?resolution=day&tz=%2B01:00:30 | tz is '+01:00:30': it must be a time zone whose offsets from \
          UTC since 2015 are whole hours, because activity is stored by hours of UTC.
          retention?tz=Europe/Berlin | tz is 'Europe/Berlin': it must be UTC, or left out, because the addresses of \
          days are stored by UTC.
          lines/newTxns?tz=Europe/Berlin | tz is 'Europe/Berlin': it must be UTC, or left out, because Blockscout counts \
          days of UTC.
          counters?tz=Europe/Berlin | tz is 'Europe/Berlin': it must be UTC, or left out, because Blockscout counts \
          days of UTC.
          days?times=millis | times is 'millis': it must be 'iso' or 'unix'.
          events?times=unix | times is 'unix': it must be 'iso', or left out, because all clients receive the same events.
          """)
  void shouldSayWhyTimesCannotBeAnswered(String path, String detail) {
    HttpResponse<byte[]> response = server.get("/api/v1/" + path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(server.json(response).get("detail").asText()).isEqualTo(detail);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/stats/24h", "/api/stats/7days", "/api/stats/history"})
  void shouldSayThatTheRoutesOfTheNodeJsVersionKeepTheirTimes(String path) {
    assertThat(server.get(path + "?times=iso&tz=UTC").statusCode()).isEqualTo(200);
    for (String query : List.of("?times=unix", "?tz=Europe/Berlin")) {
      HttpResponse<byte[]> response = server.get(path + query);
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(new String(response.body(), StandardCharsets.UTF_8))
          .contains("because /api/stats keeps its shape; /api/v1 has other times.");
    }
  }

  @Test
  void shouldTellTheAnswersApartByTheirEntityTags() {
    List<String> tags = new ArrayList<>();
    for (String query : List.of("", "?times=unix", "?tz=Europe/Berlin", "?tz=Asia/Tokyo")) {
      tags.add(server.get("/api/v1/days" + query).headers().firstValue("ETag").orElseThrow());
    }

    assertThat(tags).doesNotHaveDuplicates();
    assertThat(tags.get(2)).contains("Europe/Berlin");
    assertThat(server.get("/api/v1/days?tz=UTC").headers().firstValue("ETag"))
        .contains(tags.get(0));
  }

  @Test
  void shouldNameFilesByTheDatesOfTheTimeZone() {
    assertThat(
            server
                .get("/api/v1/series/blocks?resolution=day&format=csv&tz=Europe/Berlin")
                .headers()
                .firstValue("Content-Disposition"))
        .contains(
            "attachment; filename=\"series-blocks-day-Europe-Berlin_2026-03-27_2026-03-30.csv\"");
  }

  private static List<String> rows(JsonNode nodes, String... fields) {
    List<String> rows = new ArrayList<>();
    for (JsonNode node : nodes) {
      List<String> values = new ArrayList<>();
      for (String field : fields) {
        values.add(node.get(field).asText());
      }
      rows.add(String.join(" ", values));
    }
    return rows;
  }

  private static String with(String path, String parameter) {
    return path + (path.contains("?") ? "&" : "?") + parameter;
  }

  private static JsonNode json(String path) {
    return server.json("/api/v1/" + path);
  }

  private static String text(String path) {
    HttpResponse<byte[]> response = server.get("/api/v1/" + path);
    String body = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(response.statusCode()).as(body).isEqualTo(200);
    return body;
  }
}
