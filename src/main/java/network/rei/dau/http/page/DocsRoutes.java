package network.rei.dau.http.page;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import java.util.Map;
import network.rei.dau.http.ServiceVersion;
import network.rei.dau.http.page.StaticFiles.Source;

/**
 * The description of the API, {@code /openapi.yaml}, and the page {@code /docs/} on which it is
 * browsed: Swagger UI out of a WebJar, so that no other host is asked. All links are relative.
 */
public final class DocsRoutes {

  private static final String UI =
      "/META-INF/resources/webjars/swagger-ui/" + ServiceVersion.ofSwaggerUi() + "/";

  private static final Map<String, Source> SOURCES =
      Map.of(
          "/openapi.yaml", new Source("/openapi.yaml", "application/yaml"),
          "/docs/", new Source("/docs/index.html", StaticFiles.HTML),
          "/docs/start.js", new Source("/docs/start.js", StaticFiles.JAVASCRIPT),
          "/docs/swagger-ui.css", new Source(UI + "swagger-ui.css", StaticFiles.CSS),
          "/docs/swagger-ui-bundle.js",
              new Source(UI + "swagger-ui-bundle.js", StaticFiles.JAVASCRIPT),
          "/docs/favicon-32x32.png", new Source(UI + "favicon-32x32.png", "image/png"));

  /** Swagger UI sets styles and draws from data: URLs. */
  private static final String CONTENT_SECURITY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

  private final StaticFiles files = new StaticFiles(SOURCES, CONTENT_SECURITY);

  /** All of it. */
  public Route routes() {
    return concat(toPage(), files.routes());
  }

  private static Route toPage() {
    return extractRequest(
        request ->
            request.getUri().path().equalsIgnoreCase("/docs")
                ? complete(
                    HttpResponse.create()
                        .withStatus(StatusCodes.PERMANENT_REDIRECT)
                        .addHeader(RawHeader.create("Location", "docs/")))
                : reject());
  }
}
