package network.rei.dau.http.problem;

import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.scaladsl.model.ExceptionWithErrorInfo;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import network.rei.dau.http.parameter.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client is told when something fails: never more than concerns it.
 *
 * @param message what is wrong, in a sentence
 * @param parameter the one that is to blame, if one is
 */
public record Failure(
    StatusCode status, String message, Optional<InvalidParameterException> parameter) {

  private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

  /** 400 for what the client did, 503 for who did not answer in time, else 500. */
  public static Failure of(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof InvalidParameterException bad) {
      return new Failure(StatusCodes.BAD_REQUEST, bad.getMessage(), Optional.of(bad));
    }
    if (cause instanceof ExceptionWithErrorInfo illegal) {
      return of(StatusCodes.BAD_REQUEST, illegal.info().summary());
    }
    if (cause instanceof TimeoutException) {
      return of(StatusCodes.SERVICE_UNAVAILABLE, "The statistics did not come in time; try again.");
    }
    if (cause instanceof RejectedExecutionException) {
      return of(StatusCodes.SERVICE_UNAVAILABLE, "Too much is being computed already; try again.");
    }
    LOG.error("A request failed", cause);
    return of(StatusCodes.INTERNAL_SERVER_ERROR, "The answer could not be made; the log says why.");
  }

  public static Failure of(StatusCode status, String message) {
    return new Failure(status, message, Optional.empty());
  }
}
