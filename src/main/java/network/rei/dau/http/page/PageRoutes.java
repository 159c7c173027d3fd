package network.rei.dau.http.page;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaRange;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.Accept;
import akka.http.javadsl.server.Route;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.rei.dau.http.ServiceVersion;
import network.rei.dau.http.page.StaticFiles.Source;

/**
 * The page for people: {@code /} for who asks for {@code text/html} by name, and what it is made of
 * under {@code /page/}. It asks this service alone, by relative links.
 */
public final class PageRoutes {

  private static final String ROOT = "/";
  private static final String FOLDER = "/page/";
  private static final String CHARTS =
      "/META-INF/resources/webjars/uplot/" + ServiceVersion.ofUplot() + "/dist/";

  /** The page's own modules. */
  static final List<String> MODULES =
      List.of(
          "app.js",
          "api.js",
          "charts.js",
          "dom.js",
          "format.js",
          "headline.js",
          "live.js",
          "lookup.js",
          "operators.js",
          "plot.js",
          "range.js",
          "retention.js",
          "state.js",
          "tables.js",
          "tooltip.js");

  private static final String CONTENT_SECURITY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

  private final StaticFiles document;
  private final StaticFiles parts = new StaticFiles(parts(), CONTENT_SECURITY);

  public PageRoutes(PageSettings settings) {
    this.document =
        new StaticFiles(
            Map.of(
                ROOT,
                new Source(
                    FOLDER + "index.html", StaticFiles.HTML, html -> filled(html, settings))),
            CONTENT_SECURITY);
  }

  private static Map<String, Source> parts() {
    Map<String, Source> sources = new HashMap<>();
    for (String module : MODULES) {
      sources.put(FOLDER + module, new Source(FOLDER + module, StaticFiles.JAVASCRIPT));
    }
    sources.put(FOLDER + "page.css", new Source(FOLDER + "page.css", StaticFiles.CSS));
    sources.put(FOLDER + "icon.svg", new Source(FOLDER + "icon.svg", "image/svg+xml"));
    sources.put(FOLDER + "uplot.css", new Source(CHARTS + "uPlot.min.css", StaticFiles.CSS));
    sources.put(
        FOLDER + "uplot.js", new Source(CHARTS + "uPlot.iife.min.js", StaticFiles.JAVASCRIPT));
    return sources;
  }

  /** All of it; rejects who asks {@code /} for something else. */
  public Route routes() {
    return concat(document(), parts.routes());
  }

  private Route document() {
    return extractRequest(
        request -> {
          if (!request.getUri().path().equals(ROOT) || !StaticFiles.isRead(request)) {
            return reject();
          }
          return isWanted(request)
              ? complete(document.answer(ROOT, request, "Accept, Accept-Encoding"))
              : reject();
        });
  }

  /** Whether HTML is asked for by name, and JSON is not asked for rather. */
  static boolean isWanted(HttpRequest request) {
    return request
        .getHeader(Accept.class)
        .map(
            accept -> {
              float html = 0;
              float json = 0;
              boolean jsonFirst = false;
              for (MediaRange range : accept.getMediaRanges()) {
                if (names(range, MediaTypes.TEXT_HTML)) {
                  html = range.qValue();
                } else if (names(range, MediaTypes.APPLICATION_JSON)) {
                  json = range.qValue();
                  jsonFirst = html == 0;
                }
              }
              return html > 0 && (html > json || (html == json && !jsonFirst));
            })
        .orElse(false);
  }

  private static boolean names(MediaRange range, MediaType type) {
    return range.matches(type) && !range.mainType().equals("*") && !range.matches(other(type));
  }

  /** Another type with the same first half: what matches that too is a range, not a name. */
  private static MediaType other(MediaType type) {
    return type.equals(MediaTypes.TEXT_HTML) ? MediaTypes.TEXT_CSV : MediaTypes.APPLICATION_PDF;
  }

  private static byte[] filled(byte[] html, PageSettings settings) {
    return new String(html, StandardCharsets.UTF_8)
        .replace("${chain}", escaped(settings.chainName()))
        .replace("${explorer}", escaped(settings.explorer()))
        .replace("${operators}", String.valueOf(settings.operators()))
        .replace("${version}", escaped(ServiceVersion.current()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
