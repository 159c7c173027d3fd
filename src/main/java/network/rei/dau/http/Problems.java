package network.rei.dau.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.util.ByteString;
import java.util.List;
import network.rei.dau.http.admin.OperationView;
import network.rei.dau.http.ratelimit.RateLimiter;

/** What {@code /api/v1} answers when something fails, as of RFC 9457. */
public final class Problems {

  private static final ContentType PROBLEM =
      ContentTypes.create(MediaTypes.applicationBinary("problem+json", true));

  private Problems() {}

  public static HttpResponse response(Throwable thrown) {
    Failure failure = Failure.of(thrown);
    ProblemView problem = problem(failure.status(), failure.message());
    HttpResponse response =
        response(
            failure.status(),
            failure
                .parameter()
                .map(bad -> problem.blaming(bad.parameter(), bad.value().orElse(null), bad.bound()))
                .orElse(problem));
    return failure.status() == StatusCodes.SERVICE_UNAVAILABLE
        ? response.addHeader(RawHeader.create("Retry-After", "1"))
        : response;
  }

  public static HttpResponse notFound() {
    return response(
        StatusCodes.NOT_FOUND,
        problem(
            StatusCodes.NOT_FOUND, "There is nothing at this path; /openapi.yaml says what is."));
  }

  /** 404 of a node that is not meant to be asked. */
  static HttpResponse notOfThisNode() {
    return response(
        StatusCodes.NOT_FOUND,
        problem(
            StatusCodes.NOT_FOUND,
            "This node of the cluster only fetches blocks; ask one that has the role api."));
  }

  public static HttpResponse methodNotAllowed(String method) {
    return methodNotAllowed(method, Cors.METHODS);
  }

  public static HttpResponse methodNotAllowed(String method, String allowed) {
    StatusCode status = StatusCodes.METHOD_NOT_ALLOWED;
    return response(
            status, problem(status, method + " is not possible here, only " + allowed + "."))
        .addHeader(RawHeader.create("Allow", allowed));
  }

  /** 401: an operation is asked for without the token. */
  public static HttpResponse unauthorized() {
    StatusCode status = StatusCodes.UNAUTHORIZED;
    return response(
            status,
            problem(
                status,
                "Operations need the token of rei-dau.admin.token: Authorization: Bearer …"))
        .addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"rei-dau-stats\""));
  }

  /** 404, with the operations that there are. */
  public static HttpResponse noSuchOperation(List<String> known) {
    StatusCode status = StatusCodes.NOT_FOUND;
    return response(
        status,
        problem(
            status,
            "There is no such operation, only " + Parameters.oneOf(known) + ", and 'operations'."));
  }

  /** 400: what is sent with a request would be passed over. */
  public static HttpResponse noBodyIsTaken() {
    StatusCode status = StatusCodes.BAD_REQUEST;
    return response(
        status, problem(status, "Parameters belong into the URL's query; no body is read here."));
  }

  /** 409: another operation must end first. */
  public static HttpResponse busy(OperationView other) {
    StatusCode status = StatusCodes.CONFLICT;
    return response(
            status,
            problem(
                status,
                "%s (%s) is under way since %s; wait for its end."
                    .formatted(other.operation(), other.id(), other.started())))
        .addHeader(RawHeader.create("Location", "operations/" + other.id()));
  }

  /** 429, with when to come again. */
  public static HttpResponse tooManyRequests(RateLimiter.Quota quota) {
    StatusCode status = StatusCodes.TOO_MANY_REQUESTS;
    String detail =
        "%d requests a minute are allowed to one client; come again in %d s."
            .formatted(quota.limit(), quota.resetSeconds());
    return response(status, problem(status, detail))
        .addHeader(RawHeader.create("Retry-After", Long.toString(quota.resetSeconds())));
  }

  private static ProblemView problem(StatusCode status, String detail) {
    return ProblemView.of(status.reason(), status.intValue(), detail);
  }

  private static HttpResponse response(StatusCode status, ProblemView problem) {
    return HttpResponse.create()
        .withStatus(status)
        .addHeader(RawHeader.create("Cache-Control", "no-store"))
        .withEntity(HttpEntities.create(PROBLEM, ByteString.fromArrayUnsafe(problem.json())));
  }
}
