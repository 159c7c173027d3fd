package network.rei.dau.operations;

import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * How an operation ended.
 *
 * @param result whose components are told as JSON; empty if it came to nothing
 * @param error why it failed, in a sentence; empty if it did not
 */
public record Outcome(Optional<Object> result, Optional<String> error) {

  static Outcome of(Object result) {
    return new Outcome(
        Optional.of(result),
        result instanceof RunOutcome run ? Optional.ofNullable(run.error()) : Optional.empty());
  }

  static Outcome failed(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return new Outcome(
        Optional.empty(),
        Optional.of(cause.getMessage() == null ? cause.toString() : cause.getMessage()));
  }
}
