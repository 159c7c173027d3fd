package network.rei.dau.concurrent;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Reads the failures of completion stages. */
public final class Failures {

  private Failures() {}

  /**
   * Returns what a stage failed with, without the exceptions that stages and futures wrap it into.
   */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Returns the message of {@link #cause}, or its class where it has none. */
  public static String message(Throwable failure) {
    Throwable cause = cause(failure);
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** Returns a stage that never fails: its value is empty if the given stage fails. */
  public static <T> CompletionStage<Optional<T>> emptyOnFailure(CompletionStage<T> stage) {
    return stage.handle((value, failure) -> Optional.ofNullable(value));
  }
}
