package network.rei.dau.http.page;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathEnd;
import static akka.http.javadsl.server.Directives.pathSingleSlash;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import network.rei.dau.http.ServiceVersion;
import network.rei.dau.http.openapi.OpenApi;

/**
 * The routes of the OpenAPI description, as YAML and as JSON, and of Swagger UI, {@code /docs/},
 * which comes from a WebJar, so that browsers load nothing from other hosts. All links are
 * relative.
 */
public final class DocsRoutes {

  /** The paths of these routes by which requests are counted. */
  public static final List<String> PATHS = List.of("/openapi.yaml", "/openapi.json", "/docs/");

  private static final String UI =
      "/META-INF/resources/webjars/swagger-ui/" + ServiceVersion.ofSwaggerUi() + "/";

  /** Swagger UI sets styles and draws from data: URLs. No page may frame it: it sends requests. */
  private static final String CONTENT_SECURITY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final HttpResponse TO_FOLDER =
      HttpResponse.create()
          .withStatus(StatusCodes.PERMANENT_REDIRECT)
          .addHeader(RawHeader.create("Location", "docs/"));

  private DocsRoutes() {}

  /** Returns the route of the description as YAML. */
  public static Route yaml() {
    Route file = file(OpenApi.RESOURCE, "application/yaml");
    return pathEnd(() -> file);
  }

  /** Returns the route of the description as JSON. */
  public static Route json() {
    Route file =
        StaticFile.route(
            OpenApi.RESOURCE,
            "application/json",
            CONTENT_SECURITY,
            "Accept-Encoding",
            OpenApi::json);
    return pathEnd(() -> file);
  }

  /** Returns the routes of Swagger UI. */
  public static Route ui() {
    Route index = file("/docs/index.html", StaticFile.HTML);
    Map<String, Route> files =
        Map.of(
            "start.js", file("/docs/start.js", StaticFile.JAVASCRIPT),
            "swagger-ui.css", file(UI + "swagger-ui.css", StaticFile.CSS),
            "swagger-ui-bundle.js", file(UI + "swagger-ui-bundle.js", StaticFile.JAVASCRIPT),
            "favicon-32x32.png", file(UI + "favicon-32x32.png", "image/png"));
    return concat(
        pathEnd(() -> complete(TO_FOLDER)),
        pathSingleSlash(() -> index),
        path(
            PathMatchers.segment(),
            name -> files.getOrDefault(name.toLowerCase(Locale.ROOT), reject())));
  }

  private static Route file(String resource, String type) {
    return StaticFile.route(resource, type, CONTENT_SECURITY);
  }
}
