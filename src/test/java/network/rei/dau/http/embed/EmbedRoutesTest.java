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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.http.TestServer;
import network.rei.dau.http.TestSettings;
import network.rei.dau.http.v1.FilterSettings;
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
            ">Mar 4, 2026</text>");
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
    List<String> charts =
        Pattern.compile("\"\\.\\.(/chart/[^\"]+)\"")
            .matcher(html)
            .results()
            .map(found -> found.group(1).replace("&amp;", "&"))
            .toList();
    assertThat(charts).hasSize(4).doesNotHaveDuplicates();
    for (String chart : charts) {
      assertThat(text(server.get(chart))).contains("by day, last 7 days, organic");
    }
    assertThat(text(server.get("/embed/addresses?theme=dark"))).doesNotContain("theme=light");
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
