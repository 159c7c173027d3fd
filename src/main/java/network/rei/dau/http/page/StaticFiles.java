package network.rei.dau.http.page;

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
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import network.rei.dau.http.GzipEncoding;
import network.rei.dau.http.Responses;
import network.rei.dau.json.Gzip;

/** Files out of the jar: read when first asked for, kept plain and gzipped, with an ETag each. */
final class StaticFiles {

  static final String HTML = "text/html; charset=UTF-8";
  static final String CSS = "text/css; charset=UTF-8";
  static final String JAVASCRIPT = "text/javascript; charset=UTF-8";

  /**
   * What is served at a path.
   *
   * @param resource where the bytes are
   * @param type of what type they are
   * @param filled what is done to them before they are sent
   */
  record Source(String resource, String type, UnaryOperator<byte[]> filled) {
    Source(String resource, String type) {
      this(resource, type, UnaryOperator.identity());
    }
  }

  private record Loaded(HttpHeader tag, ByteString plain, ByteString gzipped) {}

  private static final HttpHeader GZIPPED = RawHeader.create("Content-Encoding", "gzip");

  private final Map<String, Source> sources;
  private final HttpResponse head;
  private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

  /**
   * These files.
   *
   * @param sources by path, in lower case
   * @param contentSecurity what a page of them may do
   */
  StaticFiles(Map<String, Source> sources, String contentSecurity) {
    this.sources = Map.copyOf(sources);
    this.head =
        HttpResponse.create()
            .addHeaders(
                List.of(
                    RawHeader.create("Cache-Control", "public, no-cache"),
                    RawHeader.create("X-Content-Type-Options", "nosniff"),
                    RawHeader.create("Content-Security-Policy", contentSecurity)));
  }

  /** Every file at its path, in any case. */
  Route routes() {
    return extractRequest(
        request -> {
          String path = request.getUri().path().toLowerCase(Locale.ROOT);
          if (!sources.containsKey(path)) {
            return reject();
          }
          return complete(
              isRead(request)
                  ? answer(path, request, "Accept-Encoding")
                  : Responses.methodNotAllowed(request));
        });
  }

  /** Whether a request is for what is there, and not to change it. */
  static boolean isRead(HttpRequest request) {
    return request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD);
  }

  /**
   * The file at a path.
   *
   * @param vary the headers of the request that the answer goes by
   */
  HttpResponse answer(String path, HttpRequest request, String vary) {
    Loaded file = loaded.computeIfAbsent(path, named -> load(sources.get(named)));
    HttpResponse response = head.addHeaders(List.of(file.tag(), RawHeader.create("Vary", vary)));
    if (request
        .getHeader("If-None-Match")
        .filter(known -> known.value().contains(file.tag().value()))
        .isPresent()) {
      return response.withStatus(StatusCodes.NOT_MODIFIED);
    }
    boolean gzip = GzipEncoding.isAccepted(request);
    HttpResponse answer =
        response.withEntity(
            HttpEntities.create(
                ContentTypes.parse(sources.get(path).type()),
                gzip ? file.gzipped() : file.plain()));
    return gzip ? answer.addHeader(GZIPPED) : answer;
  }

  private static Loaded load(Source source) {
    try (InputStream in = StaticFiles.class.getResourceAsStream(source.resource())) {
      byte[] bytes = source.filled().apply(in.readAllBytes());
      CRC32C sum = new CRC32C();
      sum.update(bytes);
      return new Loaded(
          RawHeader.create("ETag", "W/\"%08x-%x\"".formatted(sum.getValue(), bytes.length)),
          ByteString.fromArrayUnsafe(bytes),
          ByteString.fromArrayUnsafe(Gzip.bytes(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
