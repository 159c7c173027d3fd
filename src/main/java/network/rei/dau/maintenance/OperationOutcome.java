package network.rei.dau.maintenance;

import java.util.Optional;
import network.rei.dau.concurrent.Failures;

/**
 * The outcome of an operation.
 *
 * @param result a record that is serialized as JSON; empty if there is no result
 * @param error the reason of a failure, as a sentence; empty after a success
 */
public record OperationOutcome(Optional<Object> result, Optional<String> error) {

  static OperationOutcome of(Object result) {
    return new OperationOutcome(
        Optional.of(result),
        result instanceof RunOutcome run ? Optional.ofNullable(run.error()) : Optional.empty());
  }

  static OperationOutcome failed(Throwable thrown) {
    return new OperationOutcome(Optional.empty(), Optional.of(Failures.message(thrown)));
  }
}
