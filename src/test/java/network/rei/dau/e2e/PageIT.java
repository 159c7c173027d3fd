package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import network.rei.dau.Nightly;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.e2e.Chromium.Reader;
import network.rei.dau.text.MetricTitle;
import network.rei.dau.text.NumberText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the page in a real browser, with 40 days of a simulated chain. */
@Order(1)
@ResourceLock(Chromium.LOCK)
class PageIT {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final long MAX_BYTES = 200_000;

  /** On a processor that is four times slower, this is a second. The number takes 0.1 s. */
  private static final double MAX_SECONDS_OF_NUMBER = 0.25;

  /** The controls take 0.16 s; a slower machine needs more. */
  private static final double MAX_SECONDS_OF_CONTROLS = 0.4;

  private static final int DAYS = 40;
  private static final List<String> CHARTS =
      List.of(
          "addresses-chart",
          "transactions-chart",
          "senders-recipients",
          "new-senders",
          "daily",
          "new-returning",
          "stickiness");

  /** The cards whose data is loaded. */
  static final List<String> CARDS =
      List.of(
          "addresses-chart",
          "daily",
          "retention",
          "busiest",
          "definitions",
          "concentration",
          "last-hours");

  private static final int MOST_STOPS = 600;

  /** The text alternative of a chart by hours, which names times, and that of one by days. */
  private static final Pattern BY_HOURS = Pattern.compile(".*\\d:\\d\\d.*");

  private static final Pattern BY_DAYS = Pattern.compile("^((?!\\d:\\d\\d).)*$");

  /** A script that pauses the page when its number is painted, and when its controls work. */
  private static final String PAUSES =
      """
      const pauseOnce = (reached, pause) => new MutationObserver((_, observer) => {
        if (!reached()) return;
        observer.disconnect();
        pause();
      }).observe(document, { subtree: true, childList: true, characterData: true });
      pauseOnce(() => /[1-9]/.test(document.getElementById("addresses")?.textContent),
          () => requestAnimationFrame(() => setTimeout(() => { debugger; })));
      pauseOnce(() => document.querySelector("#toolbar input"), () => setTimeout(() => { debugger; }));
      """;

  /** A script that notes where the focus stops, and whether the reader sees it. */
  private static final String KEYS =
      """
      window.keys = (() => {
        const controls = "a[href], button, input, select, [tabindex='0']";
        const shown = (e) => e.checkVisibility({ checkVisibilityCSS: true }) && e.getClientRects().length > 0;
        const key = (e) => e.type === "radio" ? `radio ${e.name}`
            : `${e.tagName} ${e.getAttribute("href") ?? ""} ${e.getAttribute("aria-label") ?? e.textContent.trim()}`;
        const stops = new Set();
        return {
          stop() {
            const e = document.activeElement;
            if (e === document.body) return "end";
            stops.add(key(e));
            const outlined = e.type === "radio" ? e.nextElementSibling : e;
            const style = getComputedStyle(outlined);
            if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return `no outline: ${key(e)}`;
            const box = outlined.getBoundingClientRect();
            const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
            return seen ? null : `out of view: ${key(e)}`;
          },
          missed: () => [...new Set([...document.querySelectorAll(controls)].filter(shown).map(key))].filter((k) => !stops.has(k)),
        };
      })()
      """;

  @TempDir static Path folder;

  private static PageService service;
  private static ServiceProcess process;
  private static Chromium chromium;

  @BeforeAll
  static void startTheServiceAndTheBrowser() throws IOException {
    if (Chromium.binary().isEmpty()) {
      String missing = "no chromium: set CHROMIUM, or install Debian's package";
      if (System.getenv("CI") != null) {
        fail(missing);
      }
      System.err.println("PageIT is skipped: " + missing);
      Assumptions.abort(missing);
    }
    chromium = new Chromium();
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    service = PageService.start(folder, DAYS, Duration.ZERO);
    process = service.process();
    process.getUntil(
        "/api/v1/days?limit=1", Duration.ofMinutes(2), days -> days.get("total").asInt() >= DAYS);
    process.getUntil(
        "/api/v1/status", Duration.ofMinutes(1), status -> status.get("progress").isNull());
  }

  @AfterAll
  static void stop() throws IOException {
    if (chromium != null) {
      chromium.close();
    }
    if (service != null) {
      service.close();
    }
  }

  @Test
  void shouldShowDataInEachChartAndTheNumbersOfTheApi() {
    try (Reader reader = open(1280, ColorScheme.LIGHT)) {
      JsonNode days = process.get("/api/v1/days?limit=38").get("days");
      JsonNode yesterday = days.get(1);

      for (String chart : CHARTS) {
        assertThat(reader.page.locator("#" + chart + " canvas").count()).as(chart).isEqualTo(1);
        assertThat(reader.page.locator("#" + chart + " .plot").getAttribute("aria-label"))
            .as(chart)
            .containsPattern("[Ll]ast [1-9][0-9,.%]* .*highest [1-9][0-9,.%]* .*lowest [0-9]");
      }
      assertThat(text(reader, "#addresses-chart .summary"))
          .contains("Last " + english(yesterday.get("addresses").asLong()));
      for (String metric : List.of("addresses", "weeklyAddresses", "monthlyAddresses")) {
        eventually(reader, "#period-" + metric).hasText(english(yesterday.get(metric).asLong()));
      }
      assertThat(text(reader, "#period-addresses-change"))
          .isEqualTo(NumberText.change(yesterday.get("addressesWeekChange").asDouble()));
      assertThat(reader.page.locator("#spark path").count()).isEqualTo(3);
      assertThat(reader.page.locator("#retention tbody tr").first().textContent())
          .startsWith("Average");
      assertThat(reader.page.locator("#retention tbody tr").count()).isBetween(6, 8);
      assertThat(reader.page.locator("#retention td[class^='heat-']:not(.heat-none)").count())
          .isGreaterThan(10);
      assertThat(reader.page.locator("#busiest tbody tr").count()).isEqualTo(10);
      assertThat(reader.page.locator("#last-hours tbody tr").count()).isEqualTo(8);
      JsonNode day = process.get("/api/v1/windows/24h");
      eventually(reader, "#addresses").hasText(english(day.get("addresses").asLong()));
      eventually(reader, "#transactions").hasText(english(day.get("transactions").asLong()));
      assertThat(reader.page.title())
          .isEqualTo(english(day.get("addresses").asLong()) + " active · REI Network");
      assertThat(reader.complaints()).isEmpty();
      assertThat(reader.asked()).allMatch(url -> url.startsWith(process.url() + "/"));
    }
  }

  @Test
  void shouldShowTheDefinitionsOfOtherServicesTheConcentrationAndTheContracts() {
    try (Reader reader = open(1280, ColorScheme.DARK)) {
      JsonNode definitions = process.get("/api/v1/definitions?window=24h").get("definitions");
      List<String> values = reader.page.locator("#definitions td:nth-child(2)").allTextContents();
      assertThat(values).hasSize(definitions.size());
      for (int i = 0; i < definitions.size(); i++) {
        JsonNode value = definitions.get(i).get("value");
        assertThat(values.get(i))
            .as(definitions.get(i).get("definition").asText())
            .isEqualTo(value.isNull() ? "–" : english(value.asLong()));
      }
      JsonNode concentration = process.get("/api/v1/concentration?window=24h");
      assertThat(reader.page.locator("#concentration dd").allTextContents())
          .contains(english(concentration.get("sendersOfHalf").asLong()) + " senders")
          .contains("%.3f".formatted(concentration.get("gini").asDouble()));

      for (String card : List.of("contracts", "newcomers", "groups", "overlap")) {
        eventually(reader, "#" + card).hasAttribute("data-state", "ready");
      }
      assertThat(reader.page.locator("#contracts .name").allTextContents())
          .contains("Harbor Swap: router", "Reef Dollar: token", "Tidefall: game");
      assertThat(reader.page.locator("#contracts td:nth-child(3)").allTextContents())
          .containsExactlyElementsOf(
              english(
                  process.get("/api/v1/contracts?window=24h&limit=8").findValuesAsText("users")));
      assertThat(reader.page.locator("#newcomers td:nth-child(3)").allTextContents())
          .containsExactlyElementsOf(
              english(
                  process
                      .get("/api/v1/contracts/newcomers?window=7d&limit=8")
                      .get("contracts")
                      .findValuesAsText("newcomers")));
      JsonNode pair =
          process.get("/api/v1/overlap?groups=Harbor%20Swap,Tidefall").get("pairs").get(0);
      assertThat(reader.page.locator("#groups td:nth-child(5)").allTextContents())
          .contains(english(pair.get("usersOfA").asLong()), english(pair.get("usersOfB").asLong()));
      assertThat(
              reader.page.locator("#overlap td[title*='users of Harbor Swap also used Tidefall']"))
          .satisfies(
              cell ->
                  assertThat(cell.getAttribute("title"))
                      .startsWith(
                          english(pair.get("both").asLong())
                              + " of "
                              + english(pair.get("usersOfA").asLong())));

      reader.page.locator("#contracts-by").scrollIntoViewIfNeeded();
      reader.page.locator("#contracts-by").selectOption("transactions");
      eventually(reader, "#contracts .links a >> nth=0")
          .hasAttribute("href", Pattern.compile(".*by=transactions.*"));
      assertThat(reader.page.url()).endsWith("/?contractsBy=transactions");
      assertThat(reader.complaints()).isEmpty();
    }
  }

  @Test
  void shouldShowANewBlockWithoutAReload() {
    try (Reader reader = chromium.reader(1280, 900, ColorScheme.LIGHT, "en-GB")) {
      reader.page.navigate(process.url() + "/");
      eventually(reader, "#state").hasText("Live");
      Locator block = reader.page.locator("#block");
      String first = block.textContent();
      service.addBlock();
      PlaywrightAssertions.assertThat(block).not().hasText(first);

      assertThat(number(block.textContent())).isGreaterThan(number(first));
      assertThat(reader.asked().stream().filter(url -> url.equals(process.url() + "/"))).hasSize(1);
    }
  }

  @Test
  void shouldKeepRangeResolutionAndFilterInItsAddress() {
    try (Reader reader = open(1280, ColorScheme.DARK)) {
      for (String range : List.of("24h", "7d", "90d", "1y", "all")) {
        reader.page.locator("#toolbar input[value='" + range + "']").check();
        assertThat(reader.page.url()).endsWith("/?range=" + range);
        assertThat(pointsOf(reader, "addresses-chart"))
            .as(range)
            .hasSize(
                switch (range) {
                  case "24h" -> 24;
                  case "7d" -> 168;
                  default -> process.get("/api/v1/days?limit=1000").get("days").size();
                });
      }
      reader.page.locator("#toolbar input[value='week']").check();
      List<JsonNode> weeks = pointsOf(reader, "addresses-chart");
      assertThat(weeks).hasSizeBetween(6, 7);
      String link = reader.page.url();
      assertThat(link).endsWith("/?range=all&resolution=week");

      reader.page.reload();
      ready(reader.page);
      assertThat(pointsOf(reader, "addresses-chart")).isEqualTo(weeks);
      assertThat(reader.page.locator("#toolbar input[value='week']").isChecked()).isTrue();
      reader.page.goBack();
      eventually(reader, "#toolbar input[value='day']").isChecked();
      try (Reader other = openAt(link, 390, ColorScheme.LIGHT)) {
        assertThat(pointsOf(other, "addresses-chart")).isEqualTo(weeks);
        assertThat(other.complaints()).isEmpty();
      }

      reader.page.locator("#toolbar input[type=date] >> nth=0").fill("2026-01-01");
      assertThat(reader.page.url()).contains("from=2026-01-01");
      reader.page.locator("#toolbar button").click();
      assertThat(reader.page.url()).doesNotContain("from=");
      assertThat(reader.complaints()).isEmpty();
    }
  }

  @Test
  void shouldZoomByDraggingAndShowTheCursorsOfAllChartsInStep() {
    try (Reader reader = open(1280, ColorScheme.LIGHT)) {
      Locator over = reader.page.locator("#daily .u-over");
      over.hover();
      eventually(reader, "#daily .tip").containsText("30 days");
      eventually(reader, "#new-returning .tip").isVisible();
      assertThat(text(reader, "#daily .tip-title"))
          .isEqualTo(text(reader, "#new-returning .tip-title"));

      reader.page.locator("#daily .legend button >> nth=2").click();
      eventually(reader, "#daily .legend button >> nth=2").hasAttribute("aria-pressed", "false");
      over.hover();
      eventually(reader, "#daily .tip").not().containsText("30 days");

      JsonNode yesterday = process.get("/api/v1/days?limit=2").get("days").get(1);
      reader.page.locator("#new-returning .plot").focus();
      reader.page.keyboard().press("End");
      reader.page.keyboard().press("ArrowLeft");
      eventually(reader, "#announce")
          .containsText("Total " + english(yesterday.get("senders").asLong()));

      reader.page.locator("#addresses-chart .plot").scrollIntoViewIfNeeded();
      BoundingBox box = reader.page.locator("#addresses-chart .u-over").boundingBox();
      reader.page.mouse().move(box.x + box.width * 0.3, box.y + 50);
      reader.page.mouse().down();
      reader.page.mouse().move(box.x + box.width * 0.5, box.y + 60);
      reader.page.mouse().move(box.x + box.width * 0.6, box.y + 60);
      reader.page.mouse().up();
      eventually(reader, "#toolbar button").isVisible();
      assertThat(reader.page.url()).containsPattern("\\?from=\\d{4}-\\d\\d-\\d\\d&to=\\d{4}");
      assertThat(pointsOf(reader, "transactions-chart").size()).isBetween(7, 11);
      assertThat(reader.complaints()).isEmpty();
    }
  }

  @Test
  @Nightly
  void shouldShowEachMetricOfTheApiInAViewOfItsOwn() {
    try (Reader reader = open(1280, ColorScheme.LIGHT)) {
      JsonNode metrics = process.get("/api/v1/metrics").get("metrics");
      JsonNode yesterday = process.get("/api/v1/days?limit=2").get("days").get(1);
      eventually(reader, "#metric-senders b").hasText(english(yesterday.get("senders").asLong()));
      for (JsonNode metric : metrics) {
        String key = metric.get("metric").asText();
        assertThat(text(reader, "#metric-" + key + " .tile-name"))
            .isEqualTo(MetricTitle.of(Metric.of(key).orElseThrow()));
        if (metric.get("unit").asText().equals("addresses")) {
          assertThat(text(reader, "#metric-" + key + " b"))
              .as(key)
              .isEqualTo(english(yesterday.get(key).asLong()));
        }
      }

      reader.page.locator("#metric-senders").focus();
      reader.page.keyboard().press("Enter");
      eventually(reader, "#metric h1").isFocused();
      String link = reader.page.url();
      assertThat(link).endsWith("/?metric=senders");
      showsAllOfSenders(reader);
      reader.page.reload();
      showsAllOfSenders(reader);
      Download picture =
          reader.page.waitForDownload(() -> reader.page.getByText("Save PNG").click());
      assertThat(picture.suggestedFilename()).isEqualTo("senders-day.png");
      assertThat(picture.path()).isNotEmptyFile();
      reader.page.goBack();
      eventually(reader, "#overview").isVisible();

      reader.page.navigate(process.url() + "/?metric=nothing");
      eventually(reader, "#metric").containsText("There is no such metric");
      assertThat(reader.complaints()).isEmpty();
    }
  }

  private static void showsAllOfSenders(Reader reader) {
    eventually(reader, "#metric-chart").hasAttribute("data-state", "ready");
    List<JsonNode> complete =
        points(process.get("/api/v1/series/senders?resolution=day")).stream()
            .filter(point -> point.get("complete").asBoolean())
            .toList();
    long highest =
        complete.stream().mapToLong(point -> point.get("value").asLong()).max().orElse(0);
    eventually(reader, "#metric .facts dd >> nth=1").containsText(english(highest));
    eventually(reader, "#metric tbody tr").hasCount(30);
    assertThat(reader.page.locator("#metric tbody tr >> nth=1 >> td").allTextContents())
        .element(1)
        .isEqualTo(english(complete.get(complete.size() - 1).get("value").asLong()));
    assertThat(text(reader, "#metric .definition"))
        .startsWith("Distinct addresses that are sender");
    assertThat(reader.page.title()).isEqualTo("Senders · REI Network");
  }

  @Test
  void shouldShowAContractInAViewOfItsOwn() {
    try (Reader reader =
        openAt(process.url() + "/?contract=group:Harbor+Swap", 1280, ColorScheme.LIGHT)) {
      JsonNode group = process.get("/api/v1/contracts/group:Harbor%20Swap?window=24h");
      eventually(reader, "#contract h1").hasText("Harbor Swap");
      eventually(reader, "#contract .facts dd >> nth=0")
          .containsText(english(group.get("users").asLong()));
      for (String metric : List.of("users", "transactions", "newUsers")) {
        eventually(reader, "#contract-" + metric).hasAttribute("data-state", "ready");
        assertThat(pointsOf(reader, "contract-" + metric)).as(metric).hasSizeBetween(7, 30);
      }
      showsTheRetentionAndTheConcentrationOf("group:Harbor%20Swap", reader);
      reader.page.locator("#contract-retention select").selectOption("newUsers");
      assertThat(reader.page.url()).endsWith("&cohort=newUsers");
      reader.page.reload();
      ready(reader.page);
      eventually(reader, "#contract-retention select").hasValue("newUsers");
      eventually(reader, "#contract-retention .links a >> nth=0")
          .hasAttribute("href", Pattern.compile(".*cohort=newUsers.*"));
      reader.page.locator("#contract input[value='7d'] >> nth=0").check();
      JsonNode week = process.get("/api/v1/contracts/group:Harbor%20Swap?window=7d");
      eventually(reader, "#contract .facts dd >> nth=0")
          .containsText(english(week.get("users").asLong()));
      assertThat(reader.complaints()).isEmpty();
      assertThat(violations(reader)).isEmpty();
    }
  }

  @Test
  void shouldShowNothingInPlaceOfWhatIsNotStored() {
    try (Reader reader =
        openAt(
            process.url() + "/?metric=senders&from=2026-02-02&to=2026-02-01",
            390,
            ColorScheme.DARK)) {
      eventually(reader, "#metric tbody tr").hasCount(30);
      reader.page.locator("#metric input[type=date] >> nth=0").fill("2020-01-01");
      reader.page.locator("#metric input[type=date] >> nth=1").fill("2020-02-01");
      eventually(reader, "#metric-chart .message").hasText("There is no data for this time.");
      eventually(reader, "#metric .periods-title").isHidden();
      PlaywrightAssertions.assertThat(reader.page.getByText("Save PNG")).isDisabled();

      reader.page.navigate(process.url() + "/?contract=0x" + "1".repeat(40));
      eventually(reader, "#contract .facts").containsText("No call is stored.");
      eventually(reader, "#contract .grid").isHidden();
      assertThat(reader.complaints()).isEmpty();
      assertThat(violations(reader)).isEmpty();
      reader.page.navigate(process.url() + "/?contract=group:Nothing");
      eventually(reader, "#contract .facts").containsText("has no group of this name");
      eventually(reader, "#state").hasText("Live");
    }
  }

  private static void showsTheRetentionAndTheConcentrationOf(String contract, Reader reader) {
    String path = "/api/v1/contracts/" + contract;
    eventually(reader, "#contract-retention").hasAttribute("data-state", "ready");
    List<String> sizes = new ArrayList<>();
    process
        .get(path + "/retention?limit=16")
        .get("cohorts")
        .forEach(
            cohort -> {
              if (cohort.get("complete").asBoolean() && !cohort.get("users").isNull()) {
                sizes.add(english(cohort.get("users")));
              }
            });
    assertThat(sizes).hasSizeGreaterThan(3);
    assertThat(reader.page.locator("#contract-retention tr:not(.heat-average) td:nth-child(2)"))
        .satisfies(cells -> assertThat(cells.allTextContents()).isEqualTo(sizes));
    assertThat(
            reader.page.locator("#contract-retention td[class^='heat-']:not(.heat-none)").count())
        .isGreaterThan(5);

    eventually(reader, "#contract-concentration").hasAttribute("data-state", "ready");
    JsonNode last = null;
    for (JsonNode point : points(process.get(path + "/concentration/series?resolution=day"))) {
      last = point.get("complete").asBoolean() && !point.get("gini").isNull() ? point : last;
    }
    eventually(reader, "#contract-concentration .summary")
        .containsText("Busiest 10: last %.1f%%".formatted(100 * last.get("top10Share").asDouble()));
  }

  @Test
  void shouldOfferABadgePicturesAndAFrameOfAMetricForOtherPages() throws IOException {
    try (Reader reader =
        openAt(process.url() + "/?metric=senders&range=7d", 1280, ColorScheme.LIGHT)) {
      eventually(reader, "#share img").isVisible();
      List<String> links =
          reader.page.locator("#share a").all().stream().map(a -> a.getAttribute("href")).toList();
      assertThat(links)
          .containsExactly(
              process.url() + "/badge/senders.svg?window=24h",
              process.url() + "/chart/senders.svg?range=7d&resolution=hour",
              process.url() + "/chart/senders.png?range=7d&resolution=hour",
              process.url() + "/embed/senders?range=7d&resolution=hour");
      for (String link : links) {
        assertThat(reader.page.request().get(link).status()).as(link).isEqualTo(200);
      }
      assertThat(chartOf(reader, "?metric=senders&from=2026-01-02&to=2026-01-05T06:00Z"))
          .isEqualTo("/chart/senders.svg?from=2026-01-02&to=2026-01-05T06%3A00Z&resolution=hour");
      assertThat(chartOf(reader, "?metric=senders&from=2026-01-02&resolution=week"))
          .isEqualTo("/chart/senders.svg?from=2026-01-02&resolution=week");
      reader.page.navigate(process.url() + "/?metric=senders&range=7d");
      eventually(reader, "#share img").isVisible();
      reader.page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
      reader.page.locator("#share button >> nth=1").click();
      eventually(reader, "#announce").hasText("Copied the chart as Markdown");
      assertThat(reader.page.evaluate("navigator.clipboard.readText()"))
          .isEqualTo(
              "[![Senders](%s)](%s/?metric=senders&range=7d)"
                  .formatted(links.get(1), process.url()));
      reader.page.locator("#share button >> nth=2").click();
      eventually(reader, "#announce").hasText("Copied the frame as HTML");
      Object code = reader.page.evaluate("navigator.clipboard.readText()");
      assertThat(reader.complaints()).isEmpty();

      HttpServer site =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      site.createContext(
          "/",
          exchange -> {
            byte[] body = code.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      site.start();
      try (Reader other = chromium.reader(800, 600, ColorScheme.DARK, "en-GB")) {
        other.page.navigate("http://localhost:" + site.getAddress().getPort() + "/page");
        Locator chart = other.page.frameLocator("iframe").locator("img");
        PlaywrightAssertions.assertThat(chart).hasAttribute("alt", Pattern.compile("Senders.*"));
        other.page.waitForCondition(() -> chart.evaluate("img => img.naturalWidth").equals(720));
        assertThat(chart.evaluate("img => img.currentSrc").toString()).contains("theme=dark");
        assertThat(other.complaints()).isEmpty();
      } finally {
        site.stop(0);
      }
    }
  }

  /** Returns the path of the chart that a view offers for other pages, which exists. */
  private static String chartOf(Reader reader, String view) {
    reader.page.navigate(process.url() + "/" + view);
    eventually(reader, "#share img").isVisible();
    String url = reader.page.locator("#share a >> nth=1").getAttribute("href");
    assertThat(reader.page.request().get(url).status()).as(url).isEqualTo(200);
    return url.substring(process.url().length());
  }

  @Test
  @Nightly
  void shouldLeaveOutSystemTransactionsWhereverItSaysSo() {
    try (Reader reader = open(1280, ColorScheme.LIGHT)) {
      assertThat(reader.page.locator("[data-unfiltered] >> visible=true").count()).isZero();
      reader.page.locator("#toolbar input[value='organic']").check();
      assertThat(reader.page.url()).endsWith("/?filter=organic");
      showsOrganicNumbers(reader);
      reader.page.reload();
      ready(reader.page);
      eventually(reader, "#toolbar input[value='organic']").isChecked();
      showsOrganicNumbers(reader);
      assertThat(reader.page.locator("[data-unfiltered] >> visible=true").count()).isEqualTo(3);
      assertThat(reader.complaints()).isEmpty();

      reader.page.navigate(process.url() + "/?metric=transactions&filter=organic");
      eventually(reader, "#metric-chart").hasAttribute("data-state", "ready");
      pointsOf(reader, "metric-chart");
      assertThat(reader.page.locator("#share a").first().getAttribute("href"))
          .endsWith("/badge/transactions.svg?window=24h&filter=organic");
    }
  }

  private static void showsOrganicNumbers(Reader reader) {
    JsonNode day = process.get("/api/v1/windows/24h?filter=organic");
    assertThat(day.get("leftOut").get("transactions").asLong()).isPositive();
    eventually(reader, "#transactions").hasText(english(day.get("transactions")));
    eventually(reader, "#headline-window").containsText("without system transactions");
    for (JsonNode point : pointsOf(reader, "transactions-chart")) {
      assertThat(point.get("values").has("transactions")).isTrue();
    }
    assertThat(reader.page.locator("#transactions-chart .links a").first().getAttribute("href"))
        .endsWith("filter=organic");
    JsonNode hours = process.get("/api/v1/hours?limit=8&filter=organic").get("hours");
    scrollThrough(reader.page);
    eventually(reader, "#last-hours td:nth-child(6)")
        .hasText(english(hours.findValuesAsText("transactions")).toArray(new String[0]));
    JsonNode busiest =
        process.get("/api/v1/addresses/top?window=24h&filter=organic&limit=10").get("addresses");
    eventually(reader, "#busiest td:nth-child(5)")
        .hasText(english(busiest.findValuesAsText("total")).toArray(new String[0]));
    JsonNode contracts =
        process.get("/api/v1/contracts?window=24h&filter=organic&limit=8").get("contracts");
    eventually(reader, "#contracts td:nth-child(3)")
        .hasText(english(contracts.findValuesAsText("users")).toArray(new String[0]));
  }

  @Test
  void shouldReachEveryControlWithTheKeyboardAndShowTheFocus() {
    reachEveryControl("");
  }

  @ParameterizedTest
  @Nightly
  @ValueSource(strings = {"?metric=addresses", "?contract=group:Tidefall"})
  void shouldReachEveryControlOfAViewWithTheKeyboardAndShowTheFocus(String view) {
    reachEveryControl(view);
  }

  private static void reachEveryControl(String view) {
    try (Reader reader = openAt(process.url() + "/" + view, 1280, ColorScheme.DARK)) {
      // A smooth scroll takes longer than the next key.
      reader.page.emulateMedia(
          new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
      reader.page.evaluate(KEYS);
      List<String> problems = new ArrayList<>();
      for (int i = 0; i < MOST_STOPS; i++) {
        reader.page.keyboard().press("Tab");
        Object problem = reader.page.evaluate("keys.stop()");
        if ("end".equals(problem)) {
          break;
        }
        if (problem != null) {
          problems.add(problem.toString());
        }
      }
      assertThat(problems).as("controls without a visible focus").isEmpty();
      assertThat((List<?>) reader.page.evaluate("keys.missed()"))
          .as("controls that Tab does not reach")
          .isEmpty();
    }
  }

  @Test
  void shouldBeOperatedWithTheKeyboardAlone() {
    try (Reader reader = open(1280, ColorScheme.DARK)) {
      Keyboard keys = reader.page.keyboard();
      keys.press("Tab");
      keys.press("Enter");
      eventually(reader, "#main").isFocused();

      reader.page.locator("#theme").focus();
      keys.press("Enter");
      assertThat(reader.page.locator("html").getAttribute("data-theme")).isEqualTo("light");

      reader.page.locator("#toolbar input[value='30d']").focus();
      keys.press("ArrowLeft");
      assertThat(reader.page.url()).endsWith("/?range=7d");

      Locator chart = reader.page.locator("#addresses-chart .plot");
      PlaywrightAssertions.assertThat(chart).hasAttribute("aria-label", BY_HOURS);
      chart.focus();
      keys.press("End");
      keys.press("Shift+ArrowLeft");
      eventually(reader, "#announce").containsText("2 selected");
      reader.page.locator("#toolbar input[value='30d']").evaluate("input => input.click()");
      PlaywrightAssertions.assertThat(chart).hasAttribute("aria-label", BY_DAYS);
      keys.press("Enter");
      assertThat(reader.page.url()).as("the selected hours are not shown").doesNotContain("from=");

      keys.press("End");
      keys.press("ArrowLeft");
      keys.press("Shift+ArrowLeft");
      keys.press("Shift+ArrowLeft");
      eventually(reader, "#announce").containsText("3 selected");
      keys.press("Enter");
      LocalDate today = LocalDate.now(ZoneOffset.UTC);
      eventually(reader, "#toolbar button").isVisible();
      assertThat(reader.page.url()).endsWith("from=%s&to=%s".formatted(today.minusDays(3), today));
      reader.page.locator("#toolbar button").focus();
      keys.press("Enter");
      eventually(reader, "#toolbar input[value='30d']").isFocused();
      assertThat(reader.page.url()).doesNotContain("from=");

      Locator legend = reader.page.locator("#daily .legend button >> nth=1");
      legend.focus();
      keys.press("Space");
      PlaywrightAssertions.assertThat(legend).hasAttribute("aria-pressed", "false");
      reader.page.locator("#contracts-by").focus();
      keys.press("ArrowDown");
      eventually(reader, "#contracts-by").hasValue("transactions");
      assertThat(reader.page.url()).contains("contractsBy=transactions");

      reader.page.locator("#busiest .copy >> nth=0").focus();
      keys.press("Enter");
      eventually(reader, "#announce").containsText("Copied 0x");

      Locator tile = reader.page.locator("#metric-recipients");
      tile.focus();
      keys.press("Enter");
      eventually(reader, "#metric h1").isFocused();
      reader.page.locator("#metric .back a").focus();
      keys.press("Enter");
      PlaywrightAssertions.assertThat(tile).isFocused();
      PlaywrightAssertions.assertThat(tile).isInViewport();
      assertThat(reader.complaints()).isEmpty();
    }
  }

  @Test
  void shouldLoadWhatIsBelowTheFirstViewWhenItIsNear() {
    try (Reader reader = chromium.reader(1280, 900, ColorScheme.LIGHT, "en-GB")) {
      reader.page.navigate(process.url() + "/");
      eventually(reader, "#addresses-chart").hasAttribute("data-state", "ready");
      eventually(reader, "#state").hasText("Live");
      List<String> calls = reader.asked().stream().filter(url -> url.contains("/api/")).toList();
      assertThat(calls).hasSizeLessThan(10).noneMatch(url -> url.contains("/contracts"));
      assertThat(calls.stream().filter(url -> url.contains("/series"))).hasSize(1);

      reader.page.locator("#hours-part").scrollIntoViewIfNeeded();
      eventually(reader, "#last-hours").hasAttribute("data-state", "ready");
      assertThat(reader.complaints()).isEmpty();
    }
  }

  @Test
  void shouldLookUpAnAddress() {
    try (Reader reader = open(1280, ColorScheme.LIGHT)) {
      eventually(reader, "#lookup-result").containsText("An example: the most active address.");
      Locator busiest = reader.page.locator("#busiest a.address").nth(2);
      String address = busiest.getAttribute("title");
      assertThat(reader.page.locator("#busiest a.explorer").nth(2).getAttribute("href"))
          .isEqualTo("https://scan.rei.network/address/" + address);
      busiest.click();
      eventually(reader, "#lookup-address").hasValue(address);
      showsAllOf(address, reader);
      String link = reader.page.url();
      assertThat(link).endsWith("/?address=" + address);

      Locator input = reader.page.locator("#lookup-address");
      input.fill("0x12");
      reader.page.keyboard().press("Enter");
      eventually(reader, "#lookup-hint").containsText("not an address");
      assertThat(text(reader, "#lookup-result")).isEmpty();
      input.fill("  " + address.toUpperCase(Locale.ROOT).replace("0X", "0x") + " \t");
      reader.page.keyboard().press("Enter");
      showsAllOf(address, reader);
      assertThat(reader.page.url()).isEqualTo(link);
      reader.page.reload();
      showsAllOf(address, reader);
      assertThat(reader.complaints()).isEmpty();
    }
  }

  private static void showsAllOf(String address, Reader reader) {
    JsonNode day = process.get("/api/v1/addresses/" + address + "?window=24h");
    JsonNode all = process.get("/api/v1/addresses/" + address);
    List<String> facts =
        List.of("sent", "received", "total").stream().map(day::get).map(PageIT::english).toList();
    for (int i = 0; i < facts.size(); i++) {
      eventually(reader, "#lookup .facts dd >> nth=" + i).containsText(facts.get(i));
    }
    eventually(reader, "#lookup .facts dd >> nth=3").containsText(Pattern.compile("^3of"));
    eventually(reader, "#lookup .facts dd >> nth=4").containsText(english(all.get("total")));
    String date = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
    JsonNode yesterday =
        process.get(
            "/api/v1/addresses/%s?from=%s&to=%s"
                .formatted(address, date, LocalDate.parse(date).plusDays(1)));
    assertThat(reader.page.locator("#lookup .strip-count").allTextContents())
        .hasSizeBetween(7, 8)
        .contains(english(yesterday.get("total")));
    // The bars are as high as the share of their day in the highest one.
    assertThat(
            ((Number)
                    reader.page.evaluate(
                        "Math.max(...[...document.querySelectorAll('#lookup .strip li')].map((day,"
                            + " i, all) => { const height = (one) =>"
                            + " one.querySelector('.strip-bar').offsetHeight; const count = (one)"
                            + " => Number(one.querySelector('.strip-count').textContent.replace(',',"
                            + " '')); const highest = all.reduce((a, b) => count(a) > count(b) ? a"
                            + " : b); return Math.abs(height(day) - height(highest) * count(day) /"
                            + " count(highest));}))"))
                .doubleValue())
        .isLessThan(2.5);
  }

  @Test
  void shouldShowASinglePeriodInTheMiddleOfItsChart() {
    String view = process.url() + "/?metric=stickiness&range=24h";
    try (Reader reader = openAt(view, 1280, ColorScheme.LIGHT)) {
      Locator plot = reader.page.locator("#metric-chart .plot");
      plot.focus();
      reader.page.keyboard().press("End");
      eventually(reader, "#metric-chart .tip").isVisible();
      BoundingBox chart = plot.boundingBox();
      BoundingBox tip = reader.page.locator("#metric-chart .tip").boundingBox();

      assertThat((tip.x - chart.x) / chart.width).isBetween(0.4, 0.7);
      assertThat(reader.complaints()).isEmpty();
    }
  }

  @Test
  @Nightly
  void shouldOfferTheFilterInTheViewOfAMetricWhenItsRulesAreKnown() {
    BlockingQueue<Route> rules = new LinkedBlockingQueue<>();
    try (Reader reader = chromium.reader(1280, 900, ColorScheme.LIGHT, "en-GB")) {
      reader.page.route("**/api/v1/windows/1h*", rules::add);
      reader.page.navigate(process.url() + "/?metric=senders");
      ready(reader.page);
      Locator organic = reader.page.locator("#metric .toolbar label", withText("Organic"));
      PlaywrightAssertions.assertThat(organic).isHidden();

      rules.remove().resume();
      PlaywrightAssertions.assertThat(organic).isVisible();
    }
  }

  private static Page.LocatorOptions withText(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  @Test
  @Nightly
  void shouldChangeItsColoursAndThoseOfTheDocumentation() {
    try (Reader reader = chromium.reader(1280, 900, ColorScheme.DARK, "en-GB")) {
      reader.page.navigate(process.url() + "/");
      eventually(reader, "#theme").hasAttribute("data-theme", "auto");
      assertThat(reader.page.locator("html").getAttribute("data-theme")).isEqualTo("dark");
      reader.page.locator("#theme").click();
      assertThat(reader.page.locator("html").getAttribute("data-theme")).isEqualTo("light");
      reader.page.reload();
      assertThat(reader.page.locator("html").getAttribute("data-theme")).isEqualTo("light");
      reader.page.navigate(process.url() + "/docs/");
      eventually(reader, "html").hasAttribute("data-theme", "light");
      reader.page.evaluate("localStorage.clear()");
      reader.page.reload();
      eventually(reader, "html").hasClass("dark-mode");
      assertThat(reader.page.evaluate("getComputedStyle(document.body).backgroundColor"))
          .isEqualTo("rgb(28, 32, 34)");
    }
  }

  @Test
  void shouldWriteNumbersInEnglishAndSmallChangesAsNeutral() {
    try (Reader reader = chromium.reader(1280, 900, ColorScheme.LIGHT, "de-DE")) {
      reader.page.navigate(process.url() + "/");
      eventually(reader, "#block").hasText(Pattern.compile("\\d+,\\d{3}"));
      assertThat(
              reader.page.evaluate(
                  "import(new URL('page/format.js', location.href)).then(f =>"
                      + " [-0.003, 0.01, 0.02, -0.02].map(f.direction).join(' '))"))
          .isEqualTo("same same up down");
      assertThat(formatted(reader, "values", "([value, unit]) => f.inUnit(unit)(Number(value))"))
          .isEqualTo(column("values", 2));
      assertThat(formatted(reader, "changes", "([part]) => f.change(Number(part))"))
          .isEqualTo(column("changes", 1));
      assertThat(
              formatted(
                  reader,
                  "axes",
                  "([unit, numbers]) => { const ticks = numbers.split(' ').map(Number);"
                      + " return ticks.map(f.onAxis(unit, ticks.at(-1))).join('; ') }"))
          .isEqualTo(column("axes", 2));
    }
  }

  /** Returns the texts that the page writes for the rows of a table of {@code NumberTextTest}. */
  private static Object formatted(Reader reader, String table, String format) {
    return reader.page.evaluate(
        "rows => import(new URL('page/format.js', location.href)).then(f => rows.map(%s))"
            .formatted(format),
        rows(table));
  }

  private static List<String> column(String table, int place) {
    return rows(table).stream().map(row -> row.get(place)).toList();
  }

  private static List<List<String>> rows(String table) {
    try (InputStream in = PageIT.class.getResourceAsStream("/text/" + table + ".csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> List.of(line.split("\\|")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The first view has few bytes, and on a processor that is four times slower, its number is shown
   * and its controls work within a second. This is measured as CPU time of the main thread of the
   * page, which hardly depends on the load of the machine: the time on the clock does. The status,
   * which the rest of the page waits for, is held until the number is shown, as it else overtakes
   * the number on a busy machine.
   */
  @Test
  void shouldLoadFewBytesAndBeUsableWithinASecondOnASlowProcessor() {
    BlockingQueue<Route> statuses = new LinkedBlockingQueue<>();
    try (Reader reader = chromium.reader(1280, 900, ColorScheme.LIGHT, "en-GB")) {
      AtomicLong bytes = new AtomicLong();
      List<Double> seconds = new ArrayList<>();
      CDPSession session = reader.page.context().newCDPSession(reader.page);
      session.send("Network.enable");
      session.send("Debugger.enable");
      JsonObject clock = new JsonObject();
      clock.addProperty("timeDomain", "threadTicks");
      session.send("Performance.enable", clock);
      session.on(
          "Network.loadingFinished",
          event -> bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
      session.on(
          "Debugger.paused",
          event -> {
            seconds.add(secondsOfMainThread(session));
            session.send("Debugger.resume");
          });
      reader.page.addInitScript(PAUSES);
      reader.page.route("**/api/v1/status", statuses::add);
      reader.page.navigate(process.url() + "/");
      reader.page.waitForCondition(() -> seconds.size() == 1 && !statuses.isEmpty());
      statuses.remove().resume();
      reader.page.waitForCondition(() -> seconds.size() == 2);
      eventually(reader, "#new-senders").hasAttribute("data-state", "ready");
      eventually(reader, "#state").hasText("Live");

      System.out.printf(
          Locale.ROOT,
          "The first view has %,d bytes. Its number takes %.2f s of its main thread, its controls"
              + " %.2f s, all of it %.2f s%n",
          bytes.get(),
          seconds.get(0),
          seconds.get(1),
          secondsOfMainThread(session));
      assertThat(bytes.get()).isBetween(30_000L, MAX_BYTES);
      assertThat(seconds.get(0)).isLessThan(MAX_SECONDS_OF_NUMBER);
      assertThat(seconds.get(1)).isLessThan(MAX_SECONDS_OF_CONTROLS);
    }
  }

  /** Returns the CPU time of the main thread of a page in seconds. */
  private static double secondsOfMainThread(CDPSession session) {
    for (JsonElement metric : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      if (metric.getAsJsonObject().get("name").getAsString().equals("TaskDuration")) {
        return metric.getAsJsonObject().get("value").getAsDouble();
      }
    }
    return fail("no TaskDuration");
  }

  @ParameterizedTest
  @CsvSource({
    "390, LIGHT, ''",
    "390, DARK, ?metric=senders&range=7d",
    "820, DARK, ?contract=group:Tidefall"
  })
  void shouldFitEachScreenWidthAndBeAccessible(int width, ColorScheme theme, String view) {
    fitAndBeAccessible(width, theme, view);
  }

  @ParameterizedTest
  @Nightly
  @CsvSource({
    "820, LIGHT, ?range=7d",
    "390, LIGHT, ?contract=group:Harbor+Swap",
    "1440, DARK, ''",
    "1440, LIGHT, ?metric=averageBlockTime&range=24h&resolution=hour"
  })
  void shouldFitFurtherScreenWidthsAndBeAccessible(int width, ColorScheme theme, String view) {
    fitAndBeAccessible(width, theme, view);
  }

  private static void fitAndBeAccessible(int width, ColorScheme theme, String view) {
    try (Reader reader = openAt(process.url() + "/" + view, width, theme)) {
      String kind = view.isEmpty() ? "page" : view.replaceAll("^\\?([a-z]+).*", "$1");
      String name = "%s-%d-%s.png".formatted(kind, width, theme.name().toLowerCase(Locale.ROOT));
      reader.page.screenshot(
          new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name)).setFullPage(true));
      assertThat(reader.page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
      assertThat(
              reader.page.evaluate(
                  "[...document.querySelectorAll('.table-scroll, .heat-scroll')].filter(t =>"
                      + " t.scrollWidth > t.clientWidth).map(t => t.ariaLabel).join()"))
          .as("tables that are cut off")
          .isEqualTo("");
      assertThat(reader.complaints()).isEmpty();
      assertThat(violations(reader)).isEmpty();
    }
  }

  /** Opens the page, and waits until all cards show data. */
  private static Reader open(int width, ColorScheme theme) {
    return openAt(process.url() + "/", width, theme);
  }

  private static Reader openAt(String url, int width, ColorScheme theme) {
    Reader reader = chromium.reader(width, 900, theme, "en-GB");
    reader.page.navigate(url);
    ready(reader.page);
    return reader;
  }

  private static void ready(Page page) {
    boolean overview = !page.url().contains("metric=") && !page.url().contains("contract=");
    if (overview) {
      scrollThrough(page);
      for (String card : CARDS) {
        PlaywrightAssertions.assertThat(page.locator("#" + card))
            .hasAttribute("data-state", "ready");
      }
      PlaywrightAssertions.assertThat(page.locator("#addresses"))
          .hasText(Pattern.compile("[1-9].*"));
    } else {
      PlaywrightAssertions.assertThat(page.locator(".one .card[data-state=ready]").first())
          .isVisible();
    }
    PlaywrightAssertions.assertThat(page.locator("#state")).hasText("Live");
  }

  /** Shows each section once, so that its data is loaded, and returns to the top. */
  static void scrollThrough(Page page) {
    PlaywrightAssertions.assertThat(page.locator("#state")).not().hasText("Loading");
    Locator sections = page.locator("#overview > section:not([hidden])");
    for (int i = 0; i < sections.count(); i++) {
      Locator section = sections.nth(i);
      section.evaluate("section => section.scrollIntoView({ behavior: 'instant' })");
      PlaywrightAssertions.assertThat(section.locator("[data-state=loading]")).hasCount(0);
    }
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })");
  }

  /** Returns the points of the series to which a chart links, once the chart shows them. */
  private static List<JsonNode> pointsOf(Reader reader, String chart) {
    Locator plot = reader.page.locator("#" + chart + " .plot");
    Locator link = reader.page.locator("#" + chart + " .links a").first();
    String path = link.getAttribute("href");
    assertThat(path).doesNotStartWith("/").doesNotContain("://");
    List<JsonNode> points = points(process.get("/" + path));
    JsonNode last = null;
    for (JsonNode point : points) {
      last = point.get("complete").asBoolean() ? point : last;
    }
    JsonNode value = last.has("values") ? last.get("values").iterator().next() : last.get("value");
    PlaywrightAssertions.assertThat(plot)
        .hasAttribute("aria-label", Pattern.compile(".*ast " + english(value) + " \\(.*"));
    return points;
  }

  private static List<JsonNode> points(JsonNode series) {
    List<JsonNode> points = new ArrayList<>();
    series.get("points").forEach(points::add);
    return points;
  }

  private static LocatorAssertions eventually(Reader reader, String selector) {
    return PlaywrightAssertions.assertThat(reader.page.locator(selector));
  }

  private static String text(Reader reader, String selector) {
    return reader.page.locator(selector).textContent();
  }

  /** Returns the violations of accessibility rules that axe-core finds. */
  static List<?> violations(Reader reader) {
    reader.page.evaluate(axe());
    return (List<?>)
        reader.page.evaluate(
            "async () => (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',"
                + " 'best-practice'] })).violations.map(v => v.id + ': ' + v.help + ' '"
                + " + v.nodes.map(n => n.target.join(' ')).join(', '))");
  }

  private static String axe() {
    try (InputStream in =
        PageIT.class.getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String english(long number) {
    return NumberFormat.getIntegerInstance(Locale.UK).format(number);
  }

  private static String english(JsonNode number) {
    return english(number.asLong());
  }

  private static List<String> english(List<String> numbers) {
    return numbers.stream().map(Long::valueOf).map(PageIT::english).toList();
  }

  private static long number(String english) {
    return Long.parseLong(english.replace(",", ""));
  }
}
