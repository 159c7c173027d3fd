package network.rei.dau.maintenance;

import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * How an operation ended.
 *
 * @param result whose components are told as JSON; empty if it came to nothing
 * @param error why it failed, in a sentence; empty if it did not
 */
public record OperationOutcome(Optional<Object> result, Optional<String> error) {

  static OperationOutcome of(Object result) {
    return new OperationOutcome(
        Optional.of(result),
        result instanceof RunOutcome run ? Optional.ofNullable(run.error()) : Optional.empty());
  }

  static OperationOutcome failed(Throwable thrown) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return new OperationOutcome(
        Optional.empty(),
        Optional.of(cause.getMessage() == null ? cause.toString() : cause.getMessage()));
  }
}
