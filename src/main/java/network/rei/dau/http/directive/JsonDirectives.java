package network.rei.dau.http.directive;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.mapRequest;

import akka.http.javadsl.marshallers.jackson.Jackson;
import akka.http.javadsl.marshalling.Marshaller;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.RequestEntity;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.Route;
import java.util.List;
import java.util.function.Supplier;
import network.rei.dau.json.Json;
import network.rei.dau.json.TimeFormat;

/** Completes requests with views, which Jackson marshals to JSON. */
public final class JsonDirectives {

  private static final Marshaller<Object, RequestEntity> MARSHALLER =
      Jackson.<Object>marshaller(Json.mapper())
          .map(entity -> (RequestEntity) entity.withContentType(Responses.JSON));

  private static final Marshaller<byte[], RequestEntity> BYTES =
      Marshaller.byteArrayToEntity()
          .map(entity -> (RequestEntity) entity.withContentType(Responses.JSON));

  private JsonDirectives() {}

  /** Answers 200 with a view. */
  public static Route completeJson(Object view, HttpHeader... headers) {
    return completeJson(StatusCodes.OK, view, headers);
  }

  /** Answers 200 with a view whose times have a format. */
  public static Route completeJson(Object view, TimeFormat times, HttpHeader... headers) {
    return ignoringAccept(
        () -> complete(StatusCodes.OK, List.of(headers), Json.bytes(view, times), BYTES));
  }

  /** Answers with a view. */
  public static Route completeJson(StatusCode status, Object view, HttpHeader... headers) {
    return ignoringAccept(() -> complete(status, List.of(headers), view, MARSHALLER));
  }

  /**
   * Makes a route answer in its only format, also to clients whose {@code Accept} does not name it.
   * RFC 9110, section 12.5.1, allows this in place of 406.
   */
  public static Route ignoringAccept(Supplier<Route> inner) {
    return mapRequest(JsonDirectives::withoutAccept, inner);
  }

  private static HttpRequest withoutAccept(HttpRequest request) {
    return request.removeHeader("Accept").removeHeader("Accept-Charset");
  }
}
