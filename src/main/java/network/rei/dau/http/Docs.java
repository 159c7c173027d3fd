package network.rei.dau.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.reject;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.rei.dau.views.Gzipped;

/**
 * The description of the API, {@code /openapi.yaml}, and the page {@code /docs/} on which it is
 * browsed: Swagger UI out of a WebJar, so that no other host is asked. All links are relative.
 */
final class Docs {

  private static final String UI =
      "/META-INF/resources/webjars/swagger-ui/" + ServiceVersion.ofSwaggerUi() + "/";

  /** What is served at a path: where the bytes are, and of what type they are. */
  private record Source(String resource, String type) {}

  private static final Map<String, Source> SOURCES =
      Map.of(
          "/openapi.yaml", new Source("/openapi.yaml", "application/yaml"),
          "/docs/", new Source("/docs/index.html", "text/html; charset=UTF-8"),
          "/docs/start.js", new Source("/docs/start.js", "text/javascript; charset=UTF-8"),
          "/docs/swagger-ui.css", new Source(UI + "swagger-ui.css", "text/css; charset=UTF-8"),
          "/docs/swagger-ui-bundle.js",
              new Source(UI + "swagger-ui-bundle.js", "text/javascript; charset=UTF-8"),
          "/docs/favicon-32x32.png", new Source(UI + "favicon-32x32.png", "image/png"));

  private static final String TAG = "W/\"" + ServiceVersion.current() + "\"";
  private static final List<HttpHeader> HEADERS =
      List.of(
          RawHeader.create("ETag", TAG),
          RawHeader.create("Cache-Control", "public, no-cache"),
          RawHeader.create("Vary", "Accept-Encoding"),
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          // Swagger UI sets styles and draws from data: URLs
          RawHeader.create(
              "Content-Security-Policy",
              "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"));

  /** Read when first asked for, plain and gzipped. */
  private record Loaded(ByteString plain, ByteString gzipped) {}

  private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

  /** All of it. */
  Route routes() {
    return extractRequest(
        request -> {
          String path = request.getUri().path().toLowerCase(Locale.ROOT);
          if (path.equals("/docs")) {
            return complete(toPage());
          }
          Source source = SOURCES.get(path);
          if (source == null) {
            return reject();
          }
          return complete(
              request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD)
                  ? answer(source, request)
                  : Responses.methodNotAllowed(request));
        });
  }

  private static HttpResponse toPage() {
    return HttpResponse.create()
        .withStatus(StatusCodes.PERMANENT_REDIRECT)
        .addHeader(RawHeader.create("Location", "docs/"));
  }

  private HttpResponse answer(Source source, HttpRequest request) {
    HttpResponse response = HttpResponse.create().addHeaders(HEADERS);
    if (request.getHeader("If-None-Match").filter(h -> h.value().contains(TAG)).isPresent()) {
      return response.withStatus(StatusCodes.NOT_MODIFIED);
    }
    Loaded bytes = loaded.computeIfAbsent(source.resource(), Docs::load);
    boolean gzip = Gzip.isAccepted(request);
    HttpResponse answer =
        response.withEntity(
            HttpEntities.create(
                ContentTypes.parse(source.type()), gzip ? bytes.gzipped() : bytes.plain()));
    return gzip ? answer.addHeader(RawHeader.create("Content-Encoding", "gzip")) : answer;
  }

  private static Loaded load(String resource) {
    try (InputStream in = Docs.class.getResourceAsStream(resource)) {
      byte[] bytes = in.readAllBytes();
      return new Loaded(
          ByteString.fromArrayUnsafe(bytes), ByteString.fromArrayUnsafe(Gzipped.bytes(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
