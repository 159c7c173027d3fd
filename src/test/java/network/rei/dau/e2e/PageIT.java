package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import network.rei.dau.e2e.Chromium.Reader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the page in a real browser, with 40 days of a simulated chain. */
@Order(1)
@ResourceLock(Chromium.LOCK)
class PageIT {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final int MAX_BYTES = 300_000;
  private static final int DAYS = 40;
  private static final List<String> CHARTS =
      List.of("hourly", "transactions-chart", "daily", "senders-recipients", "new-returning");

  /** The cards whose data is loaded. */
  static final List<String> CARDS =
      List.of("hourly", "daily", "retention", "busiest", "definitions", "concentration", "recent");

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
    try (Reader reader = open(1280, ColorScheme.LIGHT, "en-GB")) {
      JsonNode days = process.get("/api/v1/days?limit=30").get("days");
      JsonNode yesterday = days.get(1);

      for (String chart : CHARTS) {
        assertThat(reader.page.locator("#" + chart + " canvas").count()).as(chart).isEqualTo(1);
        assertThat(reader.page.locator("#" + chart + " .plot").getAttribute("aria-label"))
            .as(chart)
            .containsPattern("[Ll]ast [1-9][0-9,]* .*highest [1-9][0-9,]* .*lowest [1-9]");
      }
      assertThat(reader.page.locator("#daily .summary").textContent())
          .contains("last " + english(yesterday.get("addresses").asLong()));
      assertThat(reader.page.locator("#retention tbody tr").count()).isGreaterThan(20);
      assertThat(reader.page.locator("#retention td[class^='heat-']:not(.heat-none)").count())
          .isGreaterThan(20);
      assertThat(reader.page.locator("#busiest tbody tr").count()).isEqualTo(10);
      assertThat(reader.page.locator("#recent tbody tr").count()).isEqualTo(8);
      JsonNode day = process.get("/api/v1/windows/24h");
      PlaywrightAssertions.assertThat(reader.page.locator("#addresses"))
          .hasText(english(day.get("addresses").asLong()));
      PlaywrightAssertions.assertThat(reader.page.locator("#transactions"))
          .hasText(english(day.get("transactions").asLong()));
      assertThat(reader.complaints()).isEmpty();
      assertThat(reader.asked()).allMatch(url -> url.startsWith(process.url() + "/"));
    }
  }

  @Test
  void shouldShowTheDefinitionsOfOtherServicesAndTheConcentration() {
    try (Reader reader = open(1280, ColorScheme.LIGHT, "en-GB")) {
      JsonNode definitions = process.get("/api/v1/definitions?window=24h").get("definitions");
      List<String> values = reader.page.locator("#definitions td:nth-child(2)").allTextContents();
      for (int i = 0; i < definitions.size(); i++) {
        JsonNode value = definitions.get(i).get("value");
        assertThat(values.get(i))
            .as(definitions.get(i).get("definition").asText())
            .isEqualTo(value.isNull() ? "–" : english(value.asLong()));
      }
      assertThat(values).hasSize(definitions.size());
      JsonNode concentration = process.get("/api/v1/concentration?window=24h");
      assertThat(reader.page.locator("#concentration dd").allTextContents())
          .contains(english(concentration.get("sendersOfHalf").asLong()) + " senders")
          .contains("%.2f".formatted(concentration.get("gini").asDouble()));
    }
  }

  @Test
  void shouldShowTheContractsWithTheirNames() {
    try (Reader reader = open(1280, ColorScheme.DARK, "en-GB")) {
      JsonNode used = process.get("/api/v1/contracts?window=24h&limit=8").get("contracts");
      JsonNode first =
          process.get("/api/v1/contracts/newcomers?window=7d&limit=8").get("contracts");
      assertThat(reader.page.locator("#contracts .name").allTextContents())
          .contains("Harbor Swap: router", "Reef Dollar: token", "Tidefall: game");
      assertThat(reader.page.locator("#contracts td:nth-child(3)").allTextContents())
          .containsExactlyElementsOf(
              used.findValuesAsText("users").stream()
                  .map(Long::valueOf)
                  .map(PageIT::english)
                  .toList());
      assertThat(reader.page.locator("#newcomers td:nth-child(3)").allTextContents())
          .containsExactlyElementsOf(
              first.findValuesAsText("newcomers").stream()
                  .map(Long::valueOf)
                  .map(PageIT::english)
                  .toList());

      reader.page.locator("#contracts-by").selectOption("transactions");
      PlaywrightAssertions.assertThat(reader.page.locator("#contracts .links a").first())
          .hasAttribute("href", Pattern.compile(".*by=transactions.*"));
      assertThat(reader.complaints()).isEmpty();
    }
  }

  @Test
  void shouldShowANewBlockWithoutAReload() {
    try (Reader reader = open(1280, ColorScheme.LIGHT, "en-GB")) {
      Locator block = reader.page.locator("#block");
      String first = block.textContent();
      service.addBlock();
      PlaywrightAssertions.assertThat(block).not().hasText(first);

      assertThat(number(block.textContent())).isGreaterThan(number(first));
      assertThat(reader.asked().stream().filter(url -> url.equals(process.url() + "/"))).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"hours, 24h", "hours, 30d", "hours, all", "days, 7d", "days, 90d", "days, all"})
  void shouldShowEachRange(String group, String range) {
    try (Reader reader = open(1280, ColorScheme.DARK, "en-GB")) {
      String chart = group.equals("hours") ? "#hourly" : "#daily";
      String before = reader.page.locator(chart + " .links a").first().getAttribute("href");
      reader.page.locator("input[name=" + group + "][value='" + range + "']").check();

      Locator link = reader.page.locator(chart + " .links a").first();
      PlaywrightAssertions.assertThat(link).not().hasAttribute("href", before);
      String path = link.getAttribute("href");
      assertThat(path).doesNotStartWith("/").doesNotContain("://");
      assertThat(process.ask("GET", "/" + path).statusCode()).isEqualTo(200);
      PlaywrightAssertions.assertThat(reader.page.locator(chart))
          .hasAttribute("data-state", "ready");
      assertThat(reader.complaints()).isEmpty();
    }
  }

  @Test
  void shouldShowExactValuesUnderThePointerAndWithArrowKeys() {
    try (Reader reader = open(1280, ColorScheme.LIGHT, "en-GB")) {
      reader.page.locator("#daily .u-over").hover();
      Locator tip = reader.page.locator("#daily .tip");
      PlaywrightAssertions.assertThat(tip).isVisible();
      PlaywrightAssertions.assertThat(tip).containsText("UTC");
      PlaywrightAssertions.assertThat(tip).containsText("30 days");

      reader.page.mouse().move(5, 5);
      reader.page.locator("#hourly .plot").focus();
      reader.page.keyboard().press("End");
      reader.page.keyboard().press("ArrowLeft");
      PlaywrightAssertions.assertThat(reader.page.locator("#announce"))
          .containsText(Pattern.compile("UTC: Active addresses [0-9]"));
    }
  }

  @Test
  void shouldLookUpAnAddressAndLinkToTheExplorer() {
    try (Reader reader = open(1280, ColorScheme.LIGHT, "en-GB")) {
      Locator busiest = reader.page.locator("#busiest a.address").first();
      String address = busiest.getAttribute("title");
      assertThat(busiest.getAttribute("href"))
          .isEqualTo("https://scan.rei.network/address/" + address);

      reader.page.locator("#lookup-address").fill("0x12");
      reader.page.keyboard().press("Enter");
      PlaywrightAssertions.assertThat(reader.page.locator("#lookup-hint"))
          .containsText("not an address");
      reader.page.locator("#lookup-address").fill(address);
      reader.page.keyboard().press("Enter");
      PlaywrightAssertions.assertThat(reader.page.locator("#lookup-result"))
          .containsText("Last seen");
      assertThat(reader.complaints()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void shouldBeAccessible(ColorScheme theme) throws IOException {
    try (Reader reader = open(1280, theme, "en-GB")) {
      reader.page.evaluate(axe());
      Object violations =
          reader.page.evaluate(
              "async () => (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa',"
                  + " 'best-practice'] })).violations.map(v => v.id + ': ' + v.help + ' '"
                  + " + v.nodes.map(n => n.target.join(' ')).join(', '))");
      assertThat((List<?>) violations).isEmpty();
    }
  }

  @Test
  void shouldFormatNumbersInTheLanguageOfTheBrowser() {
    try (Reader reader = open(1280, ColorScheme.LIGHT, "de-DE")) {
      PlaywrightAssertions.assertThat(reader.page.locator("#block"))
          .hasText(Pattern.compile("\\d+\\.\\d{3}"));
    }
  }

  @Test
  void shouldLoadFewBytes() {
    try (Reader reader = chromium.reader(1280, 900, ColorScheme.LIGHT, "en-GB")) {
      AtomicLong bytes = new AtomicLong();
      CDPSession network = reader.page.context().newCDPSession(reader.page);
      network.send("Network.enable");
      network.on(
          "Network.loadingFinished",
          event -> bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
      reader.page.navigate(process.url() + "/");
      ready(reader.page);

      System.out.println("The page and its data have " + bytes.get() + " bytes");
      assertThat(bytes.get()).isBetween(30_000L, (long) MAX_BYTES);
    }
  }

  @ParameterizedTest
  @CsvSource({"390, LIGHT", "390, DARK", "820, LIGHT", "1440, DARK"})
  void shouldFitEachScreenWidthInBothColourSchemes(int width, ColorScheme theme) {
    try (Reader reader = open(width, theme, "en-GB")) {
      String name = "page-" + width + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png";
      reader.page.screenshot(
          new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name)).setFullPage(true));
      assertThat(reader.page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
      assertThat(reader.complaints()).isEmpty();
    }
  }

  /** Opens the page, and waits until all cards show data. */
  private static Reader open(int width, ColorScheme theme, String locale) {
    Reader reader = chromium.reader(width, 900, theme, locale);
    reader.page.navigate(process.url() + "/");
    ready(reader.page);
    return reader;
  }

  private static void ready(Page page) {
    for (String card : CARDS) {
      PlaywrightAssertions.assertThat(page.locator("#" + card)).hasAttribute("data-state", "ready");
    }
    PlaywrightAssertions.assertThat(page.locator("#addresses")).hasText(Pattern.compile("[1-9].*"));
    PlaywrightAssertions.assertThat(page.locator("#state")).hasText("Live");
  }

  private static String axe() throws IOException {
    try (InputStream in =
        PageIT.class.getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String english(long number) {
    return NumberFormat.getIntegerInstance(Locale.UK).format(number);
  }

  private static long number(String english) {
    return Long.parseLong(english.replace(",", ""));
  }
}
