package network.rei.dau.http.embed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.http.TestServer;
import network.rei.dau.http.TestSettings;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbedRoutesTest {

  private static final Instant LAST = Instant.parse("2026-03-05T12:00:00Z");

  /** Blocks 0 to 99, one an hour, with one transaction each. */
  private static final Ledger LEDGER = TestLedgers.of(0, 99, 10, 3_600, LAST);

  private static TestServer server;
  private static TestServer incomplete;
  private static TestServer empty;

  @BeforeAll
  static void start() {
    server = server(LEDGER);
    incomplete = server(LEDGER.without(List.of(8L)));
    empty = server(Ledger.empty());
  }

  @AfterAll
  static void stop() {
    server.close();
    incomplete.close();
    empty.close();
  }

  @Test
  void shouldShowTheValueOfAWindowInABadge() {
    HttpResponse<byte[]> response = server.get("/badge/addresses.svg?window=24h");

    assertThat(response.headers().firstValue("Content-Type")).contains("image/svg+xml");
    assertThat(text(response)).contains(">active addresses 24h</text>", ">25</text>", "aria-label");
    assertThat(badge(server, "senders.svg?window=7d&label=DAU")).isEqualTo("DAU: 100");
    assertThat(badge(server, "TRANSACTIONS.SVG")).isEqualTo("transactions 24h: 24");
  }

  @Test
  void shouldShowTheNewestCompleteDayOfAMetricThatComparesDays() {
    assertThat(badge(server, "returningSenders.svg"))
        .isEqualTo("returning senders: " + newest("returningSenders"));
  }

  @Test
  void shouldSayInABadgeThatAValueIsIncompleteOrUnknown() {
    assertThat(badge(incomplete, "blocks.svg")).isEqualTo("blocks 24h: 14 (incomplete)");
    assertThat(badge(empty, "blocks.svg")).isEqualTo("blocks 24h: unknown");
    assertThat(badge(empty, "monthlySenders.svg")).isEqualTo("monthly senders: unknown");
  }

  @Test
  void shouldSayThatNewSendersAreUnknownWhereNoncesDoNotCountTransactions() {
    FilterSettings tron =
        FilterSettings.from(
            SettingsSource.load(Optional.empty(), Path.of("src"), Map.of())
                .with(Map.of("rei-dau.chain.id", 728_126_428)));
    try (TestServer onTron =
        new TestServer(
            TestServer.storeOf(LEDGER),
            TestServer.supervisorOf(TestServer.IDLE),
            new TestSettings().filter(tron).build())) {
      assertThat(badge(onTron, "newSenders.svg")).isEqualTo("new senders 24h: unknown");
      assertThat(text(onTron.get("/chart/newSenders.svg"))).contains("No data in this time");
      assertThat(badge(onTron, "senders.svg")).isEqualTo("senders 24h: 24");
    }
  }

  @Test
  void shouldEscapeTheLabel() {
    assertThat(text(server.get("/badge/senders.svg?label=%3Cb%3E%22%26'%07")))
        .contains(">&lt;b&gt;&quot;&amp;&#39;</text>")
        .doesNotContain("<b>");
  }

  @Test
  void shouldShowTheSameValuesInAChartAsTheSeries() {
    String hours = text(server.get("/chart/addresses.svg?resolution=hour&range=12h"));
    assertThat(circles(hours)).isPositive();
    assertThat(hours).contains("by hour, last 12 hours", "Test &lt;chain&gt; · block 99");

    JsonNode points = server.json("/api/v1/series/addresses?resolution=day").get("points");
    assertThat(text(server.get("/chart/addresses.svg")))
        .contains(
            ">" + points.get(points.size() - 2).get("value").asText() + "</text>",
            "by day, last 30 days",
            ">4 Mar 2026</text>");
  }

  @Test
  void shouldShowTheTimeAndTheTimeZoneOfASeries() {
    for (String metric : List.of("senders", "addresses", "transactions")) {
      for (String time :
          List.of(
              "from=2026-03-03&to=2026-03-04T09:30:00Z&resolution=hour",
              "from=2026-03-02&to=2026-03-04&resolution=day",
              "from=2026-03-03&resolution=day",
              "to=2026-03-03T01:00:00Z&resolution=day",
              "from=2026-03-02&to=2026-03-05&resolution=day&tz=Europe/Berlin",
              "from=2026-02-20&resolution=week&tz=-09:00",
              "resolution=day&tz=Asia/Tokyo")) {
        assertThat(values(server, "/chart/" + metric + ".svg?" + time))
            .as(metric + " " + time)
            .isEqualTo(seriesValues(server, metric + "?" + time));
      }
    }
  }

  @Test
  void shouldNameTheTimeThatAChartShows() {
    assertThat(texts("/chart/senders.svg?from=2026-03-02&to=2026-03-05"))
        .contains("by hour, 2 Mar, 00:00 to 4 Mar 2026, 23:00");
    assertThat(texts("/chart/senders.svg?from=2026-03-02&to=2026-03-05T00:00:01Z"))
        .contains("by day, 2 Mar to 5 Mar 2026");
    assertThat(texts("/chart/senders.svg?from=2020-01-01")).contains("by day, 1 Mar to 5 Mar 2026");
    assertThat(texts("/chart/senders.svg?from=2026-03-03&to=2026-03-04&resolution=day"))
        .contains("by day, 3 Mar 2026");
    assertThat(texts("/chart/senders.svg?from=2026-02-01&resolution=month"))
        .contains("by month, Mar 2026");
    assertThat(texts("/chart/senders.svg?from=2026-04-01&filter=organic"))
        .contains("by day, organic", "No data in this time");
  }

  @Test
  void shouldWriteShorterTextsInANarrowChart() {
    String narrow = "/chart/senders.svg?width=240&height=200";
    assertThat(texts(narrow + "&from=2026-03-02&to=2026-03-05"))
        .contains("2 Mar, 00:00 to 4 Mar 2026, 23:00", "Test <chain> · 5 Mar 2026, 12:00 UTC");
    assertThat(texts(narrow + "&from=2026-03-02&to=2026-03-05&tz=Europe/Berlin"))
        .contains("2 Mar to 4 Mar 2026, Europe/Berlin", "5 Mar 2026, 13:00 Europe/Berlin");
    assertThat(texts(narrow + "&from=2026-03-03&to=2026-03-03T22:00:00Z&tz=Europe/Berlin"))
        .contains("3 Mar 2026, Europe/Berlin");
    for (String time :
        List.of(
            "range=1100d",
            "range=40d&resolution=hour",
            "range=30d&filter=organic",
            "from=2026-03-02&to=2026-03-05T00:00:01Z",
            "from=2026-02-01&resolution=month",
            "from=2026-03-03&to=2026-03-04&resolution=day&tz=Europe/Berlin")) {
      assertThat(texts(narrow + "&" + time)).as(time).noneMatch(text -> text.contains("…"));
    }
  }

  @Test
  void shouldShowTimesInTheTimeZone() {
    assertThat(texts("/chart/senders.svg?range=1d&tz=Europe/Berlin"))
        .contains(
            "by hour, last 24 hours, Europe/Berlin",
            "5 Mar, 12:00 Europe/Berlin",
            "Test <chain> · block 99 · 5 Mar 2026, 13:00 Europe/Berlin",
            "5 Mar");
    assertThat(texts("/chart/senders.svg?resolution=day&tz=%2B02:00"))
        .contains("by day, last 30 days, +02:00", "4 Mar 2026", "1 Mar");
    assertThat(texts("/chart/senders.svg?height=120&tz=Europe/Berlin")).contains("Europe/Berlin");
    assertThat(texts("/chart/senders.svg?height=120&tz=Etc/UTC")).doesNotContain("UTC", "Etc/UTC");
    assertThat(texts("/chart/stickiness.svg?tz=Europe/Berlin"))
        .contains("Known for days of UTC only");
    HttpResponse<byte[]> utc = server.get("/chart/senders.svg");
    HttpResponse<byte[]> berlin = server.get("/chart/senders.svg?tz=Europe/Berlin");
    assertThat(berlin.headers().firstValue("ETag")).isNotEqualTo(utc.headers().firstValue("ETag"));
  }

  @Test
  void shouldShowTheNewestPeriodsOfALongTime() {
    try (TestServer of = server(TestLedgers.of(0, 1_299, 10, 3_600, LAST))) {
      String time = "senders?resolution=hour&from=2025-01-01";
      List<Long> series = seriesValues(of, time);

      assertThat(series).hasSize(1_300);
      assertThat(values(of, "/chart/" + time.replace("?", ".svg?")))
          .isEqualTo(series.subList(200, 1_300));
      assertThat(text(of.get("/chart/" + time.replace("?", ".svg?"))))
          .contains("by hour, 18 Jan, 17:00 to 5 Mar 2026, 12:00");
    }
  }

  @Test
  void shouldReportTheSameErrorsOfATimeAsTheSeries() {
    for (String time :
        List.of(
            "from=x",
            "to=2026-02-30",
            "from=2026-03-05&to=2026-03-05",
            "from=2026-03-05&to=2026-03-01",
            "tz=Nowhere",
            "tz=Asia/Kolkata",
            "from=2026-03-05T00:00&to=2026-03-04T23:00Z&tz=-03:00")) {
      JsonNode expected = server.json(server.get("/api/v1/series/senders?" + time));
      for (String path : List.of("/chart/senders.svg", "/chart/senders.png", "/embed/senders")) {
        JsonNode problem = server.json(server.get(path + "?" + time));

        assertThat(problem.get("status").asInt()).as(path + time).isEqualTo(400);
        for (String field : List.of("parameter", "value", "allowed")) {
          assertThat(problem.get(field)).as(path + time).isEqualTo(expected.get(field));
        }
      }
    }
  }

  @Test
  void shouldShowAShortRangeByHours() {
    assertThat(text(server.get("/chart/addresses.svg?range=2d")))
        .contains("by hour, last 48 hours");
    assertThat(text(server.get("/chart/addresses.svg?range=4d"))).contains("by day, last 4 days");
    assertThat(text(server.get("/chart/stickiness.svg?range=2d"))).contains("by day, last 2 days");
    assertThat(text(server.get("/chart/senders.svg?range=15d&resolution=week")))
        .contains("by week, last 3 weeks");
    assertThat(text(server.get("/chart/senders.svg?range=1d&resolution=day&filter=organic")))
        .contains("by day, last day, organic");
  }

  @Test
  void shouldRenderAChartAsPngInTheRequestedSize() throws IOException {
    HttpResponse<byte[]> response =
        server.get("/chart/addresses.png?width=300&height=200", "Accept-Encoding", "gzip");

    assertThat(response.headers().firstValue("Content-Type")).contains("image/png");
    assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
    var image = ImageIO.read(new ByteArrayInputStream(response.body()));
    assertThat(image.getWidth()).isEqualTo(600);
    assertThat(image.getHeight()).isEqualTo(400);
  }

  @Test
  void shouldRenderEveryMetric() {
    for (TestServer of : List.of(server, incomplete, empty)) {
      for (String metric : Metric.keys()) {
        for (String path : List.of("/badge/%s.svg", "/chart/%s.svg", "/embed/%s")) {
          HttpResponse<byte[]> response = of.get(path.formatted(metric));
          assertThat(response.statusCode()).as(path + metric).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void shouldValidateWhatAClientHasByTheVersionOfTheData() {
    for (String path :
        List.of(
            "/badge/addresses.svg",
            "/chart/addresses.svg",
            "/chart/addresses.png",
            "/embed/addresses")) {
      HttpResponse<byte[]> first = server.get(path);
      String tag = first.headers().firstValue("ETag").orElseThrow();

      assertThat(first.headers().firstValue("Cache-Control")).contains("public, no-cache");
      assertThat(server.get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
      assertThat(incomplete.get(path).headers().firstValue("ETag")).isPresent();
      assertThat(server.send("HEAD", path).statusCode()).isEqualTo(200);
    }
    assertThat(server.get("/chart/addresses.svg").headers().firstValue("ETag"))
        .isNotEqualTo(server.get("/chart/addresses.png").headers().firstValue("ETag"));
  }

  @Test
  void shouldLetOtherSitesShowTheEmbedInAFrameAndNoOtherPage() {
    HttpResponse<byte[]> embed = server.get("/embed/addresses?range=7d");
    String tag = embed.headers().firstValue("ETag").orElseThrow();

    assertThat(policies(embed))
        .containsExactly(
            "default-src 'none'; img-src 'self'; style-src '"
                + styleHash(text(embed))
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors *");
    assertThat(policies(server.get("/embed/addresses?range=7d", "If-None-Match", tag)))
        .isEqualTo(policies(embed));
    assertThat(policies(server.get("/", "Accept", "text/html")).get(0))
        .contains("frame-ancestors 'self'");
    assertThat(policies(server.get("/chart/addresses.svg")).get(0))
        .contains("frame-ancestors 'none'");
  }

  @Test
  void shouldLinkChartsThatExistInTheEmbed() {
    String html = text(server.get("/embed/addresses?range=7d&filter=organic"));

    assertThat(html).contains("<title>Active addresses by day, last 7 days, organic: ");
    List<String> charts = charts(html);
    assertThat(charts).hasSize(4).doesNotHaveDuplicates();
    for (String chart : charts) {
      assertThat(text(server.get(chart))).contains("by day, last 7 days, organic");
    }
    assertThat(text(server.get("/embed/addresses?theme=dark"))).doesNotContain("theme=light");
  }

  @Test
  void shouldLeadFromTheEmbedToTheViewOfItsMetric() {
    assertThat(text(server.get("/embed/senders?range=7d&filter=organic")))
        .contains(
            "<a href=\"../?metric=senders&amp;resolution=day&amp;range=7d&amp;filter=organic\"");
    assertThat(text(server.get("/embed/addresses?from=2026-03-01&to=2026-03-05&resolution=day")))
        .contains(
            "<a href=\"../?metric=addresses&amp;resolution=day&amp;from=2026-03-01&amp;to=2026-03-05");
    assertThat(server.get("/embed/../?metric=senders", "Accept", "text/html").statusCode())
        .isEqualTo(200);
  }

  @Test
  void shouldPassTheTimeOfTheEmbedOnToItsCharts() {
    for (String time :
        List.of(
            "from=2026-03-02&to=2026-03-05T06:00%2B02:00&tz=Europe/Berlin",
            "from=2026-03-02T00:00+01:00&resolution=day",
            "to=1772668800&resolution=hour&tz=-03:00")) {
      String html = text(server.get("/embed/senders?" + time));
      List<String> charts = charts(html);

      assertThat(charts).hasSize(4);
      for (String chart : charts) {
        assertThat(values(server, chart))
            .isEqualTo(seriesValues(server, "senders?" + withHour(time)));
      }
    }
  }

  @Test
  void shouldAnswerProblemDetailsForWhatIsInvalid() {
    for (String path :
        List.of(
            "/badge/nothing.svg",
            "/badge/senders.svg?window=8d",
            "/badge/senders.svg?label=",
            "/badge/senders.svg?label=" + "x".repeat(61),
            "/chart/senders.svg?range=46d&resolution=hour",
            "/chart/senders.svg?range=1101d",
            "/chart/senders.svg?range=x",
            "/chart/senders.svg?range=7d&from=2026-03-01",
            "/embed/senders?range=7d&to=2026-03-01",
            "/badge/senders.svg?tz=Europe/Berlin",
            "/chart/stickiness.svg?resolution=hour",
            "/chart/senders.svg?width=1201",
            "/chart/senders.svg?height=119",
            "/chart/senders.png?scale=3",
            "/chart/senders.svg?theme=auto",
            "/chart/nothing.png",
            "/embed/nothing",
            "/embed/senders?theme=x")) {
      HttpResponse<byte[]> response = server.get(path);

      assertThat(response.statusCode()).as(path).isEqualTo(400);
      assertThat(response.headers().firstValue("Content-Type"))
          .contains("application/problem+json");
      assertThat(server.json(response).get("parameter").asText()).isNotBlank();
    }
    for (String path :
        List.of("/badge/senders", "/badge/senders.png", "/chart/senders.gif", "/chart", "/embed")) {
      HttpResponse<byte[]> response = server.get(path);

      assertThat(response.statusCode()).as(path).isEqualTo(404);
      assertThat(server.json(response).get("status").asInt()).isEqualTo(404);
    }
    assertThat(server.send("POST", "/badge/senders.svg").statusCode()).isEqualTo(405);
  }

  @Test
  void shouldCountPicturesByTheirRoute() {
    server.get("/chart/blocks.png?width=240&height=120");
    server.get("/embed/blocks");

    assertThat(server.counts.routes().keySet()).contains("/chart/{metric}.png", "/embed/{metric}");
  }

  private static TestServer server(Ledger ledger) {
    return new TestServer(TestServer.storeOf(ledger), TestServer.supervisorOf(TestServer.IDLE));
  }

  /** Returns the text for those who cannot see a badge. */
  /** Returns the paths of the charts of a frame. */
  private static List<String> charts(String html) {
    return Pattern.compile("\"\\.\\.(/chart/[^\"]+)\"")
        .matcher(html)
        .results()
        .map(found -> found.group(1).replace("&amp;", "&"))
        .toList();
  }

  private static String badge(TestServer of, String path) {
    Matcher label =
        Pattern.compile("aria-label=\"([^\"]*)\"").matcher(text(of.get("/badge/" + path)));
    assertThat(label.find()).isTrue();
    return label.group(1);
  }

  private static String newest(String metric) {
    String value = null;
    for (JsonNode point : server.json("/api/v1/series/" + metric).get("points")) {
      value = point.get("complete").asBoolean() ? point.get("value").asText() : value;
    }
    return value;
  }

  /** Returns the parameters with the resolution that charts of several days have. */
  private static String withHour(String time) {
    return time.contains("resolution") ? time : time + "&resolution=day";
  }

  private static List<Long> seriesValues(TestServer of, String path) {
    List<Long> values = new ArrayList<>();
    for (JsonNode point : of.json("/api/v1/series/" + path).get("points")) {
      values.add(point.get("value").asLong());
    }
    return values;
  }

  /** Reads whole values off a chart with more than one point: from its lines and its scale. */
  private static List<Long> values(TestServer of, String path) {
    String svg = text(of.get(path));
    List<MatchResult> ticks =
        Pattern.compile("<line [^>]*y1=\"([0-9.]+)\"[^>]*/><text [^>]*>([0-9,]+)</text>")
            .matcher(svg)
            .results()
            .toList();
    assertThat(ticks).as(svg).hasSizeGreaterThan(1);
    MatchResult top = ticks.get(ticks.size() - 1);
    double zero = Double.parseDouble(ticks.get(0).group(1));
    double scale =
        Double.parseDouble(top.group(2).replace(",", ""))
            / (zero - Double.parseDouble(top.group(1)));
    SortedMap<Double, Long> values = new TreeMap<>();
    Pattern.compile("<path d=\"([^\"]+)\" fill=\"none\"")
        .matcher(svg)
        .results()
        .flatMap(curve -> Arrays.stream(curve.group(1).substring(1).split("[ML]")))
        .map(point -> point.split(" "))
        .forEach(
            point ->
                values.put(
                    Double.parseDouble(point[0]),
                    Math.round((zero - Double.parseDouble(point[1])) * scale)));
    return List.copyOf(values.values());
  }

  private static List<String> texts(String path) {
    return Pattern.compile("<text[^>]*>([^<]*)</text>")
        .matcher(text(server.get(path)))
        .results()
        .map(found -> found.group(1).replace("&lt;", "<").replace("&gt;", ">"))
        .toList();
  }

  private static long circles(String svg) {
    return Pattern.compile("<circle").matcher(svg).results().count();
  }

  private static List<String> policies(HttpResponse<byte[]> response) {
    return response.headers().allValues("Content-Security-Policy");
  }

  private static String styleHash(String html) {
    String style = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
    try {
      return "sha256-"
          + Base64.getEncoder()
              .encodeToString(
                  MessageDigest.getInstance("SHA-256")
                      .digest(style.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
