package network.rei.dau.http.page;

import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.MediaRange;
import akka.http.javadsl.model.MediaType;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.Query;
import akka.http.javadsl.model.Uri;
import akka.http.javadsl.model.headers.Accept;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.http.ServiceVersion;

/**
 * The routes of the page for browsers: {@code /}, for requests whose {@code Accept} names {@code
 * text/html}, and its files under {@code /page/}. The page sends requests to this service only, by
 * relative links.
 */
public final class PageRoutes {

  private static final String FOLDER = "/page/";
  private static final String CHARTS =
      "/META-INF/resources/webjars/uplot/" + ServiceVersion.ofUplot() + "/dist/";

  /** The scripts of the page. */
  static final List<String> SCRIPTS =
      List.of(
          "activity.js",
          "api.js",
          "app.js",
          "catalogue.js",
          "charts.js",
          "concentration.js",
          "contract.js",
          "contracts.js",
          "copy.js",
          "days.js",
          "definitions.js",
          "dom.js",
          "facts.js",
          "format.js",
          "gallery.js",
          "headline.js",
          "heat.js",
          "hours.js",
          "live.js",
          "lookup.js",
          "metric.js",
          "operators.js",
          "overlap.js",
          "parts.js",
          "periods.js",
          "plot.js",
          "retention.js",
          "series.js",
          "share.js",
          "sparkline.js",
          "state.js",
          "tables.js",
          "theme.js",
          "toolbar.js",
          "tooltip.js",
          "view.js");

  /** The modules of the first view. The browser requests the others when they are needed. */
  static final List<String> FIRST =
      List.of(
          "app.js",
          "api.js",
          "days.js",
          "dom.js",
          "format.js",
          "headline.js",
          "live.js",
          "parts.js",
          "periods.js",
          "sparkline.js",
          "state.js",
          "toolbar.js",
          "view.js");

  /** The modules of the charts, which are needed after the numbers. */
  static final List<String> CHART_MODULES =
      List.of("activity.js", "catalogue.js", "charts.js", "plot.js", "series.js", "tooltip.js");

  /** The data of the first view, which the browser requests before the modules run. */
  private static final String STATUS = "api/v1/status";

  private static final String NUMBERS = "api/v1/windows/24h";

  private static final String CONTENT_SECURITY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

  private PageRoutes() {}

  /**
   * Returns the route of {@code /}; rejects a request that prefers another type than HTML. The view
   * of a metric is a document of its own for services that show a preview of a link.
   */
  public static Route document(PageSettings settings) {
    Function<String, Route> all = documents(settings, List.of(STATUS, NUMBERS));
    Function<String, Route> organic =
        documents(settings, List.of(STATUS, NUMBERS + "?filter=organic"));
    return extractRequest(
        request -> {
          if (!prefersHtml(request)) {
            return reject();
          }
          Query query = request.getUri().query(StandardCharsets.UTF_8, Uri.RELAXED);
          boolean isOrganic = query.get("filter").filter("organic"::equals).isPresent();
          return (isOrganic ? organic : all).apply(query.get("metric").orElse(""));
        });
  }

  /**
   * Returns the route of the document of each metric by its key, and of the page by another one.
   */
  private static Function<String, Route> documents(PageSettings settings, List<String> data) {
    Route overview = document(settings, LinkPreview.ofOverview(settings), data);
    Map<Metric, Route> metrics = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      metrics.put(metric, document(settings, LinkPreview.of(metric, settings), data));
    }
    return key -> Metric.of(key).map(metrics::get).orElse(overview);
  }

  private static Route document(PageSettings settings, LinkPreview preview, List<String> data) {
    return StaticFile.route(
        FOLDER + "index.html",
        StaticFile.HTML,
        CONTENT_SECURITY,
        "Accept, Accept-Encoding",
        html -> withSettings(html, settings, preview, data));
  }

  /** Returns the routes below {@code /page}. */
  public static Route files() {
    Map<String, Route> files = new HashMap<>();
    for (String script : SCRIPTS) {
      files.put(script, file(FOLDER + script, StaticFile.JAVASCRIPT));
    }
    files.put("page.css", file(FOLDER + "page.css", StaticFile.CSS));
    files.put("icon.svg", file(FOLDER + "icon.svg", "image/svg+xml"));
    files.put("touch-icon.png", file(FOLDER + "touch-icon.png", "image/png"));
    files.put("uplot.css", file(CHARTS + "uPlot.min.css", StaticFile.CSS));
    files.put("uplot.js", file(CHARTS + "uPlot.iife.min.js", StaticFile.JAVASCRIPT));
    return path(
        PathMatchers.segment(),
        name -> files.getOrDefault(name.toLowerCase(Locale.ROOT), reject()));
  }

  private static Route file(String resource, String type) {
    return StaticFile.route(resource, type, CONTENT_SECURITY);
  }

  /** Returns whether {@code Accept} names HTML and does not prefer JSON. */
  private static boolean prefersHtml(HttpRequest request) {
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

  /** Returns another type of the same main type: a range that matches both names neither. */
  private static MediaType other(MediaType type) {
    return type.equals(MediaTypes.TEXT_HTML) ? MediaTypes.TEXT_CSV : MediaTypes.APPLICATION_PDF;
  }

  private static byte[] withSettings(
      byte[] html, PageSettings settings, LinkPreview preview, List<String> data) {
    return new String(html, StandardCharsets.UTF_8)
        .replace("${chain}", escaped(settings.chainName()))
        .replace("${explorer}", escaped(settings.explorer()))
        .replace("${operators}", String.valueOf(settings.operators()))
        .replace("${preview-title}", escaped(preview.title()))
        .replace("${preview-text}", escaped(preview.text()))
        .replace("${preview-image}", escaped(preview.image()))
        .replace("${version}", escaped(ServiceVersion.current()))
        .replace("${preloads}", preloads(data))
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns links by which the browser requests the modules and the data of the first view at once,
   * instead of one level of imports after the other and then the data.
   */
  private static String preloads(List<String> data) {
    return Stream.of(
            data.stream()
                .map("<link rel=\"preload\" as=\"fetch\" crossorigin href=\"%s\">"::formatted),
            FIRST.stream().map("<link rel=\"modulepreload\" href=\"page/%s\">"::formatted),
            CHART_MODULES.stream()
                .map(
                    "<link rel=\"modulepreload\" fetchpriority=\"low\" href=\"page/%s\">"
                        ::formatted))
        .flatMap(Function.identity())
        .collect(Collectors.joining("\n    "));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
