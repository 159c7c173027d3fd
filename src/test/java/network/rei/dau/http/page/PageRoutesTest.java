package network.rei.dau.http.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import network.rei.dau.http.TestServer;
import network.rei.dau.settings.SettingsException;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page for people, as it is sent. */
class PageRoutesTest {

  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
  private static final Pattern IMPORT = Pattern.compile("from \"([^\"]*)\"");
  private static final Pattern LATE_IMPORT = Pattern.compile("import\\(\"([^\"]*)\"\\)");

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        new TestServer(
            TestServer.storeOf(
                TestLedgers.of(0, 44, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"))),
            TestServer.supervisorOf(TestServer.IDLE));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BROWSER,
        "text/html",
        "TEXT/HTML; charset=utf-8",
        "text/html, application/json",
        "application/json;q=0.5, text/html"
      })
  void whoAsksForHtmlByNameIsShownThePage(String accept) {
    HttpResponse<byte[]> response = server.get("/", "Accept", accept);

    assertThat(type(response)).isEqualTo("text/html; charset=UTF-8");
    assertThat(response.headers().firstValue("Vary")).contains("Accept, Accept-Encoding");
    assertThat(body(response)).startsWith("<!doctype html>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/*",
        "text/*",
        "application/json",
        "application/json, text/html",
        "text/html;q=0.5, application/json",
        "text/html;q=0",
        "text/plain"
      })
  void whoeverElseIsAnsweredJson(String accept) {
    HttpResponse<byte[]> response = server.get("/", "Accept", accept);

    assertThat(type(response)).startsWith("application/json");
    assertThat(response.headers().firstValue("Vary")).contains("Accept");
  }

  @Test
  void jsonIsAnsweredToWhoDoesNotSay() {
    assertThat(type(server.get("/"))).startsWith("application/json");
  }

  @Test
  void everyPartOfThePageIsThereUnderARelativeLink() {
    String page = body(server.get("/", "Accept", BROWSER));

    for (String link : all(LINK, page)) {
      assertThat(link).doesNotContain("://").doesNotStartWith("/");
      if (link.startsWith("page/")) {
        assertThat(server.get("/" + link, "Accept-Encoding", "gzip").statusCode())
            .as(link)
            .isEqualTo(200);
      }
    }
    for (String module : PageRoutes.SCRIPTS) {
      String code = body(server.get("/page/" + module));
      assertThat(code).as(module).isNotEmpty();
      for (String imported : imports(code)) {
        assertThat(PageRoutes.SCRIPTS).as(module).contains(imported.replace("./", ""));
      }
      assertThat(code).as(module).doesNotContain("\"/api").doesNotContain("`/api");
    }
    assertThat(server.get("/page/other.js").statusCode()).isEqualTo(404);
  }

  @Test
  void shouldPreloadTheModulesOfTheFirstViewAndNoOther() {
    assertThat(withImports("app.js")).containsExactlyInAnyOrderElementsOf(PageRoutes.FIRST);
    Set<String> charts = withImports("activity.js");
    PageRoutes.FIRST.forEach(charts::remove);
    assertThat(charts).containsExactlyInAnyOrderElementsOf(PageRoutes.CHART_MODULES);
    String page = body(server.get("/", "Accept", BROWSER));
    assertThat(all(Pattern.compile("rel=\"modulepreload\"[^>]* href=\"page/([^\"]*)\""), page))
        .containsExactlyElementsOf(
            Stream.concat(PageRoutes.FIRST.stream(), PageRoutes.CHART_MODULES.stream()).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "/, api/v1/windows/24h",
    "/?metric=senders&range=7d, api/v1/windows/24h",
    "/?filter=raw, api/v1/windows/24h",
    "/?filter=organic, api/v1/windows/24h?filter=organic",
    "/?metric=senders&filter=organic, api/v1/windows/24h?filter=organic"
  })
  void shouldPreloadTheStatusAndTheNumbersOfTheFirstView(String path, String numbers) {
    String page = body(server.get(path, "Accept", BROWSER));

    assertThat(
            all(
                Pattern.compile("rel=\"preload\" as=\"fetch\" crossorigin href=\"([^\"]*)\""),
                page))
        .containsExactly("api/v1/status", numbers)
        .allSatisfy(
            link -> assertThat(server.get("/" + link).statusCode()).as(link).isEqualTo(200));
  }

  /** Returns a module and those that it imports before it runs. */
  private static Set<String> withImports(String first) {
    Set<String> found = new LinkedHashSet<>();
    Deque<String> left = new ArrayDeque<>(List.of(first));
    while (!left.isEmpty()) {
      String module = left.pop();
      if (found.add(module)) {
        all(IMPORT, body(server.get("/page/" + module)))
            .forEach(imported -> left.push(imported.replace("./", "")));
      }
    }
    return found;
  }

  private static List<String> imports(String code) {
    return Stream.concat(all(IMPORT, code).stream(), all(LATE_IMPORT, code).stream()).toList();
  }

  @Test
  void nothingInlineAndNoOtherHostIsAllowed() {
    HttpResponse<byte[]> response = server.get("/", "Accept", BROWSER);
    String policy = response.headers().firstValue("Content-Security-Policy").orElseThrow();

    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'")
        .doesNotContain("unsafe")
        .doesNotContain("http");
    assertThat(body(response)).doesNotContain("<style").doesNotContain(" style=");
  }

  @Test
  void thePageIsSentAgainOnlyWhenItHasChanged() {
    String tag = server.get("/", "Accept", BROWSER).headers().firstValue("ETag").orElseThrow();

    assertThat(server.get("/", "Accept", BROWSER, "If-None-Match", tag).statusCode())
        .isEqualTo(304);
    assertThat(server.get("/page/app.js", "If-None-Match", tag).statusCode()).isEqualTo(200);
    assertThat(server.send("POST", "/page/app.js").statusCode()).isEqualTo(405);
  }

  @Test
  void whatTheOperatorSetStandsInThePageAndCannotBreakIt() {
    assertThat(body(server.get("/", "Accept", BROWSER)))
        .contains("<title>Active addresses · Test &lt;chain&gt;</title>")
        .contains("data-explorer=\"https://scan.example/{address}\"")
        .contains("data-operators=\"false\"")
        .doesNotContain("${");
  }

  @ParameterizedTest
  @CsvSource({
    "/, Active addresses of Test &lt;chain&gt;, addresses",
    "/?range=7d, Active addresses of Test &lt;chain&gt;, addresses",
    "/?metric=nothing, Active addresses of Test &lt;chain&gt;, addresses",
    "/?metric=newSenders&range=7d, New senders of Test &lt;chain&gt;, newSenders"
  })
  void shouldGiveChatsTheChartOfALink(String path, String title, String metric) {
    String page = body(server.get(path, "Accept", BROWSER));

    assertThat(page)
        .contains("<meta property=\"og:title\" content=\"" + title + "\">")
        .contains(
            ("<meta property=\"og:image\" content=\"https://stats.example/x/chart/%s.png"
                    + "?range=30d&amp;width=1200&amp;height=630&amp;scale=1\">")
                .formatted(metric));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"stats.example.org", "ftp://stats.example.org/", "https://x/?a", "https:///x"})
  void shouldRefuseAWrongUrlOfThePage(String url) {
    assertThatThrownBy(() -> settings("REI_DAU_PAGE_URL", url, "::"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("rei-dau.page.url");
  }

  @ParameterizedTest
  @CsvSource({
    "auto, 127.0.0.1, true",
    "auto, ::1, true",
    "auto, localhost, true",
    "auto, 0.0.0.0, false",
    "auto, 192.0.2.1, false",
    "show, 0.0.0.0, true",
    "hide, 127.0.0.1, false"
  })
  void hostsAreShownOnlyToOperators(String said, String host, boolean shown) {
    assertThat(settings("REI_DAU_PAGE_OPERATORS", said, host).operators()).isEqualTo(shown);
  }

  @Test
  void aWrongSettingIsNamed() {
    assertThatThrownBy(() -> settings("REI_DAU_PAGE_OPERATORS", "perhaps", "::"))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "rei-dau.page.operators (REI_DAU_PAGE_OPERATORS) is 'perhaps':"
                + " allowed are auto, show and hide");
    for (String wrong :
        List.of("scan.example/{address}", "https://scan.example/", "javascript:x")) {
      assertThatThrownBy(() -> settings("REI_DAU_PAGE_EXPLORER", wrong, "::"))
          .as(wrong)
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("a URL with {address} in it is needed");
    }
    assertThat(settings("REI_DAU_PAGE_EXPLORER", "none", "::").explorer()).isEmpty();
  }

  private static PageSettings settings(String variable, String value, String host) {
    return PageSettings.from(
        SettingsSource.load(Optional.empty(), Path.of("none"), Map.of(variable, value)), host);
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(result -> result.group(1)).toList();
  }

  private static String type(HttpResponse<byte[]> response) {
    return response.headers().firstValue("Content-Type").orElseThrow();
  }

  private static String body(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
