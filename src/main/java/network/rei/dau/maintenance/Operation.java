package network.rei.dau.maintenance;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A maintenance operation of a running service.
 *
 * @param id a unique identifier
 * @param parameters the parameters of the request
 * @param ended empty while the operation is in progress
 */
public record Operation(
    String id,
    OperationKind kind,
    Map<String, String> parameters,
    Instant started,
    Optional<End> ended) {

  /** The time and the outcome of an operation that has ended. */
  public record End(Instant at, OperationOutcome outcome) {}

  /** Returns whether the operation is in progress. */
  public boolean isRunning() {
    return ended.isEmpty();
  }

  Operation endedAt(Instant at, OperationOutcome outcome) {
    return new Operation(id, kind, parameters, started, Optional.of(new End(at, outcome)));
  }
}
