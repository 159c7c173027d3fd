package network.rei.dau.http.problem;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.extractMethod;

import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.MethodRejection;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.javadsl.server.Route;

/** Makes routes complete every request, those that fail with problem details. */
public final class ProblemHandlers {

  private static final RejectionHandler REJECTIONS =
      RejectionHandler.newBuilder()
          .handleAll(
              MethodRejection.class,
              rejections ->
                  extractMethod(method -> complete(Problems.methodNotAllowed(method.value()))))
          .handleNotFound(complete(Problems.notFound()))
          .build();

  private static final ExceptionHandler EXCEPTIONS =
      ExceptionHandler.newBuilder()
          .matchAny(failure -> complete(Problems.response(failure)))
          .build();

  private ProblemHandlers() {}

  /** Returns the handler that answers a failure with problem details. */
  public static ExceptionHandler exceptions() {
    return EXCEPTIONS;
  }

  /** Returns a route of resources that are only read, which completes every request. */
  public static Route seal(Route route) {
    return route.seal(REJECTIONS, EXCEPTIONS);
  }
}
