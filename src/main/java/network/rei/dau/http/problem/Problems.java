package network.rei.dau.http.problem;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.Connection;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import java.util.List;
import network.rei.dau.http.admin.OperationView;
import network.rei.dau.http.directive.Cors;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.http.ratelimit.RateLimiter;
import network.rei.dau.json.Json;

/** The error responses of {@code /api/v1} and {@code /api/admin}: problem details (RFC 9457). */
public final class Problems {

  private static final ContentType PROBLEM =
      ContentTypes.create(MediaTypes.applicationBinary("problem+json", true));

  /**
   * The time in seconds after which a client may try to open an event stream again, and the end of
   * the connection, so that refused clients do not use up the connections of others.
   */
  private static final List<HttpHeader> REFUSED_STREAM =
      List.of(RawHeader.create("Retry-After", "30"), Connection.create("close"));

  private Problems() {}

  /** Returns the response for an exception of a route. */
  public static HttpResponse response(Throwable thrown) {
    Failure failure = Failure.of(thrown);
    ProblemView problem = view(failure.status(), failure.message());
    HttpResponse response =
        response(failure.status(), failure.parameter().map(problem::withParameter).orElse(problem));
    return failure.status() == StatusCodes.SERVICE_UNAVAILABLE
        ? response.addHeader(RawHeader.create("Retry-After", "1"))
        : response;
  }

  /** Returns 404: no resource has this path. */
  public static HttpResponse notFound() {
    return response(
        StatusCodes.NOT_FOUND, "No resource exists at this path; GET / lists all routes.");
  }

  /**
   * Returns 404: no line has this name.
   *
   * @param names of the lines that exist
   */
  public static HttpResponse lineNotFound(String name, List<String> names) {
    return response(
        StatusCodes.NOT_FOUND,
        "line is '%s': it must be %s.".formatted(name, Parameters.oneOf(names)));
  }

  /** Returns 404: the node does not have the role api. */
  public static HttpResponse roleRequired() {
    return response(
        StatusCodes.NOT_FOUND,
        "This node of the cluster only fetches blocks; send requests to a node with the role api.");
  }

  /** Returns 405 of a resource that is only read. */
  public static HttpResponse methodNotAllowed(String method) {
    return methodNotAllowed(method, Cors.METHODS);
  }

  /**
   * Returns 405.
   *
   * @param allowed the methods that the resource supports, separated by commas
   */
  public static HttpResponse methodNotAllowed(String method, String allowed) {
    return response(
            StatusCodes.METHOD_NOT_ALLOWED, method + " is not allowed here, only " + allowed + ".")
        .addHeader(RawHeader.create("Allow", allowed));
  }

  /** Returns 401: the request does not carry the token of the operations. */
  public static HttpResponse unauthorized() {
    return response(
            StatusCodes.UNAUTHORIZED,
            "Operations require the token of rei-dau.admin.token: Authorization: Bearer …")
        .addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"rei-dau-stats\""));
  }

  /** Returns 404 with the operations that exist. */
  public static HttpResponse operationNotFound(List<String> operations) {
    return response(
        StatusCodes.NOT_FOUND,
        "No operation has this name: it must be " + Parameters.oneOf(operations) + ".");
  }

  /** Returns 400: the request has a body, which would be ignored. */
  public static HttpResponse bodyNotAllowed() {
    return response(
        StatusCodes.BAD_REQUEST,
        "Parameters must be in the query of the URL; no body is read here.");
  }

  /** Returns 409: another operation is in progress. */
  public static HttpResponse conflict(OperationView other) {
    return response(
            StatusCodes.CONFLICT,
            "%s (%s) is in progress since %s; wait for its end."
                .formatted(other.operation(), other.id(), other.started()))
        .addHeader(RawHeader.create("Location", "operations/" + other.id()));
  }

  /** Returns 429 with the time after which the client may send requests again. */
  public static HttpResponse tooManyRequests(RateLimiter.Quota quota) {
    return response(
            StatusCodes.TOO_MANY_REQUESTS,
            "%d requests a minute are allowed for one client; try again in %d s."
                .formatted(quota.limit(), quota.resetSeconds()))
        .addHeader(RawHeader.create("Retry-After", Long.toString(quota.resetSeconds())));
  }

  /** Returns 503 and closes the connection: no further event stream can be opened. */
  public static HttpResponse tooManyEventStreams() {
    return response(
            StatusCodes.SERVICE_UNAVAILABLE,
            "Too many event streams are open; try again, or poll /api/v1/status.")
        .addHeaders(REFUSED_STREAM);
  }

  /** Returns 429 and closes the connection: the client has too many open event streams. */
  public static HttpResponse tooManyEventStreamsOfClient() {
    return response(
            StatusCodes.TOO_MANY_REQUESTS,
            "Too many event streams of this client are open; close one, or poll /api/v1/status.")
        .addHeaders(REFUSED_STREAM);
  }

  private static ProblemView view(StatusCode status, String detail) {
    return ProblemView.of(status.reason(), status.intValue(), detail);
  }

  private static HttpResponse response(StatusCode status, String detail) {
    return response(status, view(status, detail));
  }

  private static HttpResponse response(StatusCode status, ProblemView problem) {
    return HttpResponse.create()
        .withStatus(status)
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .withEntity(HttpEntities.create(PROBLEM, ByteString.fromArrayUnsafe(Json.bytes(problem))));
  }
}
