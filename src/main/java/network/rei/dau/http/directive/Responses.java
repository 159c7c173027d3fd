package network.rei.dau.http.directive;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpCharsets;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.ResponseEntity;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import network.rei.dau.http.stats.ErrorView;
import network.rei.dau.json.Json;

/** Builds responses in JSON. */
public final class Responses {

  /** The content type as Express sent it. */
  public static final ContentType JSON =
      ContentTypes.create(
          MediaTypes.applicationWithOpenCharset("json"), HttpCharsets.custom("utf-8"));

  private static final HttpHeader VARY = RawHeader.create("Vary", "Accept-Encoding");
  private static final HttpHeader GZIPPED = RawHeader.create("Content-Encoding", "gzip");
  private static final HttpHeader ALLOW = RawHeader.create("Allow", Cors.METHODS);
  private static final HttpHeader RETRY_SOON = RawHeader.create("Retry-After", "1");

  private static final HttpResponse PLAIN = HttpResponse.create().addHeader(VARY);
  private static final HttpResponse COMPRESSED = PLAIN.addHeader(GZIPPED);

  private Responses() {}

  /** Returns 200 with prepared bytes. */
  public static HttpResponse prepared(byte[] bytes, boolean gzipped) {
    return (gzipped ? COMPRESSED : PLAIN)
        .withEntity(HttpEntities.create(JSON, ByteString.fromArrayUnsafe(bytes)));
  }

  /** Returns 200 with a body that is created while it is sent. */
  public static HttpResponse streamed(ResponseEntity body) {
    return PLAIN.withEntity(body);
  }

  /**
   * Returns an error, named by its status.
   *
   * @param message the cause, in a sentence; sent to any client
   */
  public static HttpResponse error(StatusCode status, String message) {
    return json(status, Json.bytes(ErrorView.of(status.reason(), message)));
  }

  /** Returns 405, because these resources are read-only. */
  public static HttpResponse methodNotAllowed(HttpRequest request) {
    return error(
            StatusCodes.METHOD_NOT_ALLOWED,
            request.method().value() + " is not allowed here, only " + Cors.METHODS + ".")
        .addHeader(ALLOW);
  }

  /** Returns 503 with a short {@code Retry-After}. */
  public static HttpResponse unavailable(String message) {
    return error(StatusCodes.SERVICE_UNAVAILABLE, message).addHeader(RETRY_SOON);
  }

  private static HttpResponse json(StatusCode status, byte[] json) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(JSON, ByteString.fromArrayUnsafe(json)));
  }
}
