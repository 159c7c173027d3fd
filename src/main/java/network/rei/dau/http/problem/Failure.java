package network.rei.dau.http.problem;

import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.scaladsl.model.ExceptionWithErrorInfo;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.http.memory.ResponseMemory;
import network.rei.dau.http.parameter.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The failure of a request as its client sees it. Details that do not concern the client are
 * logged.
 *
 * @param message the cause, in a sentence
 * @param parameter the invalid parameter, if there is one
 */
public record Failure(
    StatusCode status, String message, Optional<InvalidParameterException> parameter) {

  private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

  /**
   * Returns 400 for an invalid request, 503 if the service is busy or an actor did not reply in
   * time, and 500 otherwise.
   */
  public static Failure of(Throwable thrown) {
    Throwable cause = Failures.cause(thrown);
    if (cause instanceof InvalidParameterException bad) {
      return new Failure(StatusCodes.BAD_REQUEST, bad.getMessage(), Optional.of(bad));
    }
    if (cause instanceof ExceptionWithErrorInfo illegal) {
      return of(StatusCodes.BAD_REQUEST, illegal.info().summary());
    }
    if (cause instanceof TimeoutException) {
      return of(StatusCodes.SERVICE_UNAVAILABLE, "The data was not available in time; try again.");
    }
    if (cause instanceof ResponseMemory.ExhaustedException) {
      return of(StatusCodes.SERVICE_UNAVAILABLE, cause.getMessage());
    }
    if (cause instanceof RejectedExecutionException) {
      return of(StatusCodes.SERVICE_UNAVAILABLE, "Too many answers are being computed; try again.");
    }
    LOG.error("A request failed", cause);
    return of(
        StatusCodes.INTERNAL_SERVER_ERROR,
        "The answer could not be computed; the log has the reason.");
  }

  public static Failure of(StatusCode status, String message) {
    return new Failure(status, message, Optional.empty());
  }
}
