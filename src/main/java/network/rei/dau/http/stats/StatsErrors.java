package network.rei.dau.http.stats;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractRequest;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.Rejection;
import akka.http.javadsl.server.RejectionHandler;
import network.rei.dau.http.directive.Responses;
import network.rei.dau.http.problem.Failure;

/** Answers rejections and failures in the shape of the Node.js version, {@link ErrorView}. */
public final class StatsErrors {

  private StatsErrors() {}

  /** Returns the handler of exceptions and of failed stages. */
  public static ExceptionHandler exceptions() {
    return ExceptionHandler.newBuilder()
        .matchAny(failure -> complete(response(Failure.of(failure))))
        .build();
  }

  /** Returns the handler of requests that no route accepts. */
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
                        StatusCodes.BAD_REQUEST,
                        "No resource answers this request; GET / lists all routes.")))
        .handleNotFound(
            complete(
                Responses.error(
                    StatusCodes.NOT_FOUND,
                    "No resource exists at this path; GET / lists all routes.")))
        .build();
  }

  private static HttpResponse response(Failure failure) {
    return failure.status() == StatusCodes.SERVICE_UNAVAILABLE
        ? Responses.unavailable(failure.message())
        : Responses.error(failure.status(), failure.message());
  }
}
