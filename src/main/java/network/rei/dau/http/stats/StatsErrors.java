package network.rei.dau.http.stats;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.Rejection;
import akka.http.javadsl.server.RejectionHandler;
import network.rei.dau.http.Failure;
import network.rei.dau.http.Responses;

/** What the routes that the Node.js version had answer when something fails. */
public final class StatsErrors {

  private StatsErrors() {}

  /** The answer of the routes that the Node.js version had. */
  public static HttpResponse response(Throwable thrown) {
    Failure failure = Failure.of(thrown);
    return failure.status() == StatusCodes.SERVICE_UNAVAILABLE
        ? Responses.unavailable(failure.message())
        : Responses.error(failure.status(), failure.message());
  }

  /** Sees what a route throws. */
  public static ExceptionHandler exceptions() {
    return ExceptionHandler.newBuilder().matchAny(failure -> complete(response(failure))).build();
  }

  /** Sees what no route took. */
  public static RejectionHandler rejections() {
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
