package network.rei.dau.http.embed;

import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.reject;
import static akka.http.javadsl.server.Directives.respondWithHeader;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.http.HttpSettings;
import network.rei.dau.http.embed.picture.ChartDrawing;
import network.rei.dau.http.embed.picture.PngRenderer;
import network.rei.dau.http.embed.picture.Theme;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.problem.ProblemHandlers;
import network.rei.dau.http.v1.parameter.MetricParameter;
import network.rei.dau.http.v1.response.Format;
import network.rei.dau.http.v1.response.SnapshotDirectives;
import network.rei.dau.http.v1.response.SnapshotDirectives.Rendering;

/**
 * The routes of pictures of metrics for other pages: {@code /badge}, {@code /chart} and {@code
 * /embed}. They are rendered once for each version of the data, as the responses of {@code /api/v1}
 * are computed. Errors are problem details.
 */
public final class EmbedRoutes {

  /** The paths of these routes, as the OpenAPI description writes them. */
  public static final List<String> PATHS =
      List.of(
          "/badge/{metric}.svg", "/chart/{metric}.svg", "/chart/{metric}.png", "/embed/{metric}");

  private static final String SVG = ".svg";
  private static final String PNG = ".png";

  private static final HttpHeader FRAMES =
      RawHeader.create("Content-Security-Policy", EmbedPage.CONTENT_SECURITY);

  private final SnapshotDirectives snapshots;
  private final HttpSettings settings;

  public EmbedRoutes(SnapshotDirectives snapshots, HttpSettings settings) {
    this.snapshots = snapshots;
    this.settings = settings;
  }

  /** Returns the routes by their first path segment; they complete every request. */
  public Map<String, Route> routes() {
    return Map.of(
        "badge", file(name -> name.endsWith(SVG) ? badge(metric(name, SVG)) : reject()),
        "chart", file(this::chart),
        "embed", file(name -> embed(MetricParameter.of(name))));
  }

  /** Passes the last segment of a path on, in lower case. */
  private static Route file(Function<String, Route> inner) {
    return ProblemHandlers.seal(
        path(
            PathMatchers.segment(), name -> get(() -> inner.apply(name.toLowerCase(Locale.ROOT)))));
  }

  private static Metric metric(String name, String extension) {
    return MetricParameter.of(name.substring(0, name.length() - extension.length()));
  }

  private Route badge(Metric metric) {
    return snapshots.completeRendered(
        Format.SVG,
        parameters -> BadgeQuery.of(metric, parameters, settings.retention(), settings.filter()));
  }

  private Route chart(String name) {
    if (name.endsWith(SVG)) {
      Metric metric = metric(name, SVG);
      return snapshots.completeRendered(Format.SVG, parameters -> svg(metric, parameters));
    }
    if (name.endsWith(PNG)) {
      Metric metric = metric(name, PNG);
      return snapshots.completeRendered(Format.PNG, parameters -> png(metric, parameters));
    }
    return reject();
  }

  private Rendering svg(Metric metric, Parameters parameters) {
    ChartQuery query = query(metric, parameters);
    Theme theme = theme(parameters);
    ChartSize size = ChartSize.of(parameters);
    return ledger -> ChartDrawing.svg(query.chart(ledger), theme, size.width(), size.height());
  }

  private Rendering png(Metric metric, Parameters parameters) {
    ChartQuery query = query(metric, parameters);
    Theme theme = theme(parameters);
    ChartSize size = ChartSize.of(parameters);
    int scale = parameters.number("scale", 1, 2, 2);
    return ledger ->
        PngRenderer.png(query.chart(ledger), theme, size.width(), size.height(), scale);
  }

  private Route embed(Metric metric) {
    return respondWithHeader(
        FRAMES,
        () ->
            snapshots.completeRendered(
                Format.HTML, parameters -> EmbedPage.of(query(metric, parameters), parameters)));
  }

  private ChartQuery query(Metric metric, Parameters parameters) {
    return ChartQuery.of(metric, parameters, settings.filter(), settings.page().chainName());
  }

  /**
   * @throws InvalidParameterException if it is another word
   */
  private static Theme theme(Parameters parameters) {
    return Theme.of(parameters.word("theme", Theme.keys(), Theme.LIGHT.key()));
  }
}
