package network.rei.dau.maintenance;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An operation that a running service was asked for.
 *
 * @param id that no other has
 * @param parameters as they were given
 * @param ended when it ended, and how; empty while it is under way
 */
public record Operation(
    String id,
    OperationKind kind,
    Map<String, String> parameters,
    Instant started,
    Optional<End> ended) {

  /** The end of an operation. */
  public record End(Instant at, OperationOutcome outcome) {}

  /** Whether it is under way. */
  public boolean isRunning() {
    return ended.isEmpty();
  }

  Operation endedAt(Instant at, OperationOutcome outcome) {
    return new Operation(id, kind, parameters, started, Optional.of(new End(at, outcome)));
  }
}
