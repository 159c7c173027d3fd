package network.rei.dau.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.Rejection;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.scaladsl.model.ExceptionWithErrorInfo;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is told when something fails: never more than concerns it. */
final class Failures {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** 400 for what the client did, 503 for who did not answer in time, else 500. */
  static HttpResponse response(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof BadParameterException bad) {
      return Responses.error(StatusCodes.BAD_REQUEST, bad.getMessage());
    }
    if (cause instanceof ExceptionWithErrorInfo illegal) {
      return Responses.error(StatusCodes.BAD_REQUEST, illegal.info().summary());
    }
    if (cause instanceof TimeoutException) {
      return Responses.unavailable("The statistics did not come in time; try again.");
    }
    LOG.error("A request failed", cause);
    return Responses.error(
        StatusCodes.INTERNAL_SERVER_ERROR, "The answer could not be made; the log says why.");
  }

  /** Sees what a route throws. */
  static ExceptionHandler exceptions() {
    return ExceptionHandler.newBuilder().matchAny(failure -> complete(response(failure))).build();
  }

  /** Sees what no route took. */
  static RejectionHandler rejections() {
    return RejectionHandler.newBuilder()
        .handleAll(
            MethodRejection.class,
            rejections -> extractRequest(request -> complete(Responses.methodNotAllowed(request))))
        .handle(
            Rejection.class,
            rejection ->
                complete(
                    Responses.error(
                        StatusCodes.BAD_REQUEST, "The request is not one that is answered here.")))
        .handleNotFound(
            complete(
                Responses.error(
                    StatusCodes.NOT_FOUND, "There is nothing at this path; GET / lists what is.")))
        .build();
  }
}
