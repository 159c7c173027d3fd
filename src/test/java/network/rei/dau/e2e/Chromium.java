package network.rei.dau.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The installed Chromium, in headless mode. */
final class Chromium implements AutoCloseable {

  /**
   * The name of the lock of tests with a browser, and of those that change network interfaces: two
   * browsers at once would exceed timeouts, and Chromium fails its requests when an interface
   * changes.
   */
  static final String LOCK = "chromium";

  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private final Browser browser =
      playwright
          .chromium()
          .launch(
              new BrowserType.LaunchOptions()
                  .setExecutablePath(binary().orElseThrow())
                  .setArgs(List.of("--no-sandbox", "--force-color-profile=srgb")));

  /** Returns the binary: {@code CHROMIUM}, or the path at which packages install it. */
  static Optional<Path> binary() {
    return Stream.of(
            System.getenv("CHROMIUM"),
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome")
        .filter(Objects::nonNull)
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Opens a browser context with a screen size, a colour scheme and a language. */
  Reader reader(int width, int height, ColorScheme theme, String locale) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(theme)
                .setLocale(locale));
    return new Reader(context);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  /** A browser context with one page, and the problems that the browser reports. */
  static final class Reader implements AutoCloseable {

    private final BrowserContext context;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    final Page page;

    private Reader(BrowserContext context) {
      this.context = context;
      this.page = context.newPage();
      page.onConsoleMessage(
          message -> {
            if (List.of("error", "warning").contains(message.type())) {
              complaints.add(message.text());
            }
          });
      page.onPageError(complaints::add);
      page.onRequest(request -> asked.add(request.url()));
    }

    /** Returns errors, warnings and violations of the content security policy. */
    List<String> complaints() {
      return complaints;
    }

    /** Returns the URLs of all requests. */
    List<String> asked() {
      return asked;
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
