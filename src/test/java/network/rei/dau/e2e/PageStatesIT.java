package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import network.rei.dau.Nightly;
import network.rei.dau.e2e.Chromium.Reader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Tests what the page shows while data is missing, old or refused. */
@Order(13)
@ResourceLock(Chromium.LOCK)
class PageStatesIT {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final double TIMEOUT_MILLIS = 30_000;

  /** A script that replaces the event stream by one that opens and sends no event. */
  private static final String SILENT_EVENTS =
      "window.EventSource = class extends EventTarget { constructor() { super();"
          + " setTimeout(() => this.dispatchEvent(new Event('open'))); } };";

  @TempDir static Path shared;
  @TempDir Path folder;

  private static Chromium chromium;
  private static PageService service;

  @BeforeAll
  static void startTheServiceAndTheBrowser() throws IOException {
    if (Chromium.binary().isEmpty()) {
      String missing = "no chromium: set CHROMIUM, or install Debian's package";
      if (System.getenv("CI") != null) {
        fail(missing);
      }
      System.err.println("PageStatesIT is skipped: " + missing);
      Assumptions.abort(missing);
    }
    chromium = new Chromium();
    PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLIS);
    service = PageService.start(shared, 3, Duration.ZERO);
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
  void shouldShowNumbersFromTheFirstRecordOnAndKeepThemWhenTheServiceEnds() throws IOException {
    try (PageService slow = PageService.start(folder, 20, Duration.ofMillis(500));
        Reader reader = reader()) {
      reader.page.navigate(slow.process().url() + "/");
      eventually(reader, "#addresses").hasText(Pattern.compile("[1-9][0-9,]*"));
      eventually(reader, "#ingest").hasAttribute("data-state", "filling");
      eventually(reader, "#ingest-bar").isVisible();
      eventually(reader, "#ingest-text").containsText("blocks to go");
      eventually(reader, "#addresses-chart").hasAttribute("data-state", "ready");
      screenshot(reader, "state-filling");

      slow.process().kill();
      eventually(reader, "#state").hasText("Not connected");
      assertThat(reader.page.locator("#addresses").textContent()).matches("[1-9][0-9,]*");
      screenshot(reader, "state-not-connected");
    }
  }

  @Test
  @Nightly
  void shouldReportMissingDataWithoutNamingHosts() throws IOException {
    Map<String, String> environment =
        ServiceProcess.environment(
            folder.resolve("cache"),
            "http://127.0.0.1:" + Ports.reserve(),
            "REI_DAU_PAGE_OPERATORS",
            "hide");
    try (ServiceProcess empty = ServiceProcess.start(folder, environment, "serve");
        Reader reader = reader()) {
      reader.page.navigate(empty.url() + "/");
      eventually(reader, "#state").hasText("Degraded");
      PageIT.scrollThrough(reader.page);
      for (String card : PageIT.CARDS) {
        eventually(reader, "#" + card).hasAttribute("data-state", "empty");
      }
      eventually(reader, "#notice")
          .hasText(Pattern.compile("(.*\\. )?No endpoint of the chain answers\\."));
      assertThat(reader.page.locator("body").textContent()).doesNotContain("127.0.0.1");
      assertThat(PageIT.violations(reader)).isEmpty();
      assertThat(reader.page.locator("#operators").isVisible()).isFalse();
      screenshot(reader, "state-empty");
    }
  }

  @Test
  void shouldReportOldDataAndGaps() {
    try (Reader reader = reader()) {
      reader.page.addInitScript(SILENT_EVENTS);
      reader.page.route("**/api/v1/status", PageStatesIT::oldAndWithAGap);
      reader.page.route("**/api/v1/windows/24h", PageStatesIT::incomplete);
      reader.page.navigate(service.process().url() + "/");
      eventually(reader, "#state").hasText("Stale");
      eventually(reader, "#notice").containsText("The last block is 15 min old");
      eventually(reader, "#gaps").containsText("Gap: 1,200 blocks, 1,200 to 2,399");
      eventually(reader, "#gaps").containsText("Gap: block 3,000 (");
      eventually(reader, "#change-note").containsText("1,200 blocks of the 24 hours are missing");
      assertThat(reader.page.title()).isEqualTo("Active addresses · REI Network");
      screenshot(reader, "state-stale");
    }
  }

  @Test
  void shouldReportThatItIsLoadingAndThatARequestFailed() {
    try (Reader reader = reader()) {
      reader.page.route("**/api/v1/events", Route::abort);
      reader.page.route(Pattern.compile(".*/api/v1/series.*"), route -> {});
      reader.page.route("**/api/v1/days*", PageStatesIT::busy);
      reader.page.navigate(service.process().url() + "/");
      reader.page.locator("#growth").scrollIntoViewIfNeeded();
      eventually(reader, "#daily").hasAttribute("data-state", "error");
      eventually(reader, "#daily .message").containsText("did not come in time. Retrying.");
      assertThat(reader.page.locator("#addresses-chart").getAttribute("data-state"))
          .isEqualTo("loading");
      screenshot(reader, "state-loading-and-error");
    }
  }

  @Test
  void shouldReportAFailureUntilTheSamePartIsLoaded() {
    try (Reader reader = reader()) {
      reader.page.addInitScript(SILENT_EVENTS);
      reader.page.route("**/api/v1/days*", PageStatesIT::busy);
      reader.page.navigate(service.process().url() + "/");
      eventually(reader, "#new-senders").hasAttribute("data-state", "ready");
      eventually(reader, "#notice").hasText("The statistics did not come in time. Retrying.");
      eventually(reader, "#state").hasText("Degraded");
      reader.page.evaluate(
          "window.hidden = 0; new MutationObserver(() => hidden += 1).observe("
              + "document.getElementById('notice'), { attributeFilter: ['hidden'] })");
      reader.page.locator("#toolbar input[value='7d']").check();
      eventually(reader, "#new-senders .plot")
          .hasAttribute("aria-label", Pattern.compile(".*\\d:\\d\\d.*"));
      assertThat(reader.page.evaluate("hidden")).isEqualTo(0);

      reader.page.unroute("**/api/v1/days*");
      eventually(reader, "#state").hasText("Live");
      eventually(reader, "#notice").isHidden();
    }
  }

  @Test
  void shouldShowTheNumberBeforeItsComparisonAndSayWhyThatIsMissing() {
    BlockingQueue<Route> comparisons = new LinkedBlockingQueue<>();
    service
        .process()
        .getUntil(
            "/api/v1/windows/24h", Duration.ofMinutes(1), day -> day.get("complete").asBoolean());
    try (Reader reader = reader()) {
      reader.page.addInitScript(SILENT_EVENTS);
      reader.page.route(Pattern.compile(".*/api/v1/windows\\?from=.*"), comparisons::add);
      reader.page.navigate(service.process().url() + "/");
      eventually(reader, "#addresses").hasText(Pattern.compile("[1-9][0-9,]*"));
      eventually(reader, "#addresses-chart").hasAttribute("data-state", "ready");
      assertThat(reader.page.locator("#change-note").textContent()).isEqualTo("\u00a0");

      comparisons.remove().abort();
      eventually(reader, "#change-note")
          .hasText("The 24 hours before could not be loaded: The service does not answer.");
      assertThat(reader.page.locator("#change").isVisible()).isFalse();
    }
  }

  @Test
  @Nightly
  void shouldShowGrowthSoonAfterAFillThatBeganAfterThePage() throws IOException {
    try (PageService slow = PageService.start(folder, 20, Duration.ofMillis(500));
        Reader reader = reader()) {
      AtomicInteger statuses = new AtomicInteger();
      AtomicInteger lists = new AtomicInteger();
      reader.page.route(
          "**/api/v1/status",
          route -> {
            if (statuses.getAndIncrement() > 0) {
              route.resume();
            } else {
              answer(
                  route, text -> text.replaceFirst("\"processing\":true", "\"processing\":false"));
            }
          });
      reader.page.route(
          "**/api/v1/days*",
          route -> {
            if (lists.getAndIncrement() > 0) {
              route.resume();
            } else {
              route.fulfill(new Route.FulfillOptions().setBody("{\"days\":[]}"));
            }
          });
      reader.page.navigate(slow.process().url() + "/");
      reader.page.locator("#growth").scrollIntoViewIfNeeded();
      eventually(reader, "#daily").hasAttribute("data-state", "ready");
    }
  }

  @Test
  void shouldWorkBelowAPathOfAProxy() {
    try (Reader reader = reader()) {
      reader.page.route("**/some/path/**", PageStatesIT::withoutThePath);
      // Playwright cannot forward the endless event stream; the last added route takes precedence.
      reader.page.route("**/events", Route::abort);
      reader.page.navigate(service.process().url() + "/some/path/");
      eventually(reader, "#addresses").hasText(Pattern.compile("[1-9][0-9,]*"));
      eventually(reader, "#addresses-chart").hasAttribute("data-state", "ready");
      assertThat(reader.asked())
          .allMatch(url -> url.startsWith(service.process().url() + "/some/path/"));
    }
  }

  private static Reader reader() {
    return chromium.reader(1280, 900, ColorScheme.LIGHT, "en-GB");
  }

  private static void busy(Route route) {
    route.fulfill(
        new Route.FulfillOptions()
            .setStatus(503)
            .setHeaders(Map.of("Retry-After", "1"))
            .setContentType("application/problem+json")
            .setBody("{\"detail\":\"The statistics did not come in time.\"}"));
  }

  private static void oldAndWithAGap(Route route) {
    String gap =
        "{\"fromBlock\":1200,\"toBlock\":2399,\"blocks\":1200,\"fromChunk\":1,\"toChunk\":1,"
            + "\"after\":\"2026-11-20T10:00:00.000Z\",\"before\":\"2026-11-20T11:00:00.000Z\"}";
    String block =
        gap.replace("1200", "3000")
            .replace("2399", "3000")
            .replace("\"blocks\":3000", "\"blocks\":1");
    answer(
        route,
        text ->
            text.replace("\"stale\":false", "\"stale\":true")
                .replaceFirst("\"lagSeconds\":\\d+", "\"lagSeconds\":900")
                .replaceFirst("\"processing\":true", "\"processing\":false")
                .replaceFirst("\"gaps\":\\[]", "\"gaps\":[" + gap + "," + block + "]"));
  }

  private static void incomplete(Route route) {
    answer(
        route,
        text ->
            text.replace("\"complete\":true", "\"complete\":false")
                .replace("\"missingBlocks\":0", "\"missingBlocks\":1200"));
  }

  /** Answers as the service does, with a changed body. */
  private static void answer(Route route, UnaryOperator<String> change) {
    APIResponse response = route.fetch();
    route.fulfill(
        new Route.FulfillOptions().setResponse(response).setBody(change.apply(response.text())));
  }

  private static void withoutThePath(Route route) {
    URI asked = URI.create(route.request().url().replace("/some/path/", "/"));
    route.fulfill(
        new Route.FulfillOptions()
            .setResponse(route.fetch(new Route.FetchOptions().setUrl(asked.toString()))));
  }

  private static LocatorAssertions eventually(Reader reader, String selector) {
    Locator locator = reader.page.locator(selector);
    return PlaywrightAssertions.assertThat(locator);
  }

  private static void screenshot(Reader reader, String name) {
    reader.page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")).setFullPage(true));
  }
}
