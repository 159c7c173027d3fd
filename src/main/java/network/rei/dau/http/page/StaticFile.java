package network.rei.dau.http.page;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.conditional;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.respondWithHeaders;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.EntityTag;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.Route;
import akka.util.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import network.rei.dau.http.directive.GzipEncoding;
import network.rei.dau.json.Gzip;

/**
 * A resource of the jar, served with an ETag and, to clients that accept it, with gzip.
 *
 * <p>Akka HTTP's {@code getFromResource} compresses a file for every request and then does not send
 * its length; here it is read and compressed once, when the first client requests it.
 */
final class StaticFile {

  static final String HTML = "text/html; charset=UTF-8";
  static final String CSS = "text/css; charset=UTF-8";
  static final String JAVASCRIPT = "text/javascript; charset=UTF-8";

  private record Loaded(EntityTag tag, HttpResponse plain, HttpResponse gzipped) {}

  private final String resource;
  private final String type;
  private final List<HttpHeader> headers;
  private final UnaryOperator<byte[]> transform;
  private Loaded loaded;

  private StaticFile(
      String resource, String type, List<HttpHeader> headers, UnaryOperator<byte[]> transform) {
    this.resource = resource;
    this.type = type;
    this.headers = headers;
    this.transform = transform;
  }

  /** Returns the route of a file. */
  static Route route(String resource, String type, String contentSecurity) {
    return route(resource, type, contentSecurity, "Accept-Encoding", UnaryOperator.identity());
  }

  /**
   * Returns the route of a file.
   *
   * @param vary the request headers that the choice of the response depends on
   * @param transform changes the content before it is served
   */
  static Route route(
      String resource,
      String type,
      String contentSecurity,
      String vary,
      UnaryOperator<byte[]> transform) {
    StaticFile file =
        new StaticFile(
            resource,
            type,
            List.of(
                RawHeader.create("Cache-Control", "public, no-cache"),
                RawHeader.create("Content-Security-Policy", contentSecurity),
                RawHeader.create("Vary", vary)),
            transform);
    return get(() -> extractRequest(file::serve));
  }

  private Route serve(HttpRequest request) {
    Loaded file = load();
    HttpResponse response = GzipEncoding.isAccepted(request) ? file.gzipped() : file.plain();
    return respondWithHeaders(headers, () -> conditional(file.tag(), () -> complete(response)));
  }

  private synchronized Loaded load() {
    if (loaded == null) {
      byte[] bytes = transform.apply(read());
      CRC32C sum = new CRC32C();
      sum.update(bytes);
      loaded =
          new Loaded(
              EntityTag.create("%08x-%x".formatted(sum.getValue(), bytes.length), true),
              response(bytes),
              response(Gzip.bytes(bytes)).addHeader(RawHeader.create("Content-Encoding", "gzip")));
    }
    return loaded;
  }

  private HttpResponse response(byte[] body) {
    return HttpResponse.create()
        .withEntity(
            HttpEntities.create(ContentTypes.parse(type), ByteString.fromArrayUnsafe(body)));
  }

  private byte[] read() {
    try (InputStream in = StaticFile.class.getResourceAsStream(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
