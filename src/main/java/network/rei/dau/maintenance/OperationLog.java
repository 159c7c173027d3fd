package network.rei.dau.maintenance;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The operations that are under way, and the last ones that have ended. */
final class OperationLog {

  private final int kept;

  /** Oldest first. */
  private final Deque<Operation> operations = new ArrayDeque<>();

  /**
   * @param kept so many are known; older ones that have ended are forgotten
   */
  OperationLog(int kept) {
    this.kept = kept;
  }

  /** One that is under way and must end before another of a kind may begin. */
  Optional<Operation> inTheWayOf(OperationKind kind) {
    return operations.stream()
        .filter(Operation::isRunning)
        .filter(operation -> operation.kind().excludes(kind))
        .findFirst();
  }

  void begin(Operation begun) {
    operations.add(begun);
    List<Operation> ended = operations.stream().filter(known -> !known.isRunning()).toList();
    ended.stream().limit(Math.max(0, operations.size() - kept)).forEach(operations::remove);
  }

  /** Notes the end of one that is under way; empty if none has this id. */
  Optional<Operation> end(String id, Instant at, OperationOutcome outcome) {
    Optional<Operation> running = find(id).filter(Operation::isRunning);
    Optional<Operation> ended = running.map(operation -> operation.endedAt(at, outcome));
    running.ifPresent(operations::remove);
    ended.ifPresent(operations::add);
    return ended;
  }

  Optional<Operation> find(String id) {
    return operations.stream().filter(operation -> operation.id().equals(id)).findFirst();
  }

  /** Those under way and the last ones that ended, the newest first. */
  List<Operation> newestFirst() {
    List<Operation> all = new ArrayList<>(operations);
    Collections.reverse(all);
    return List.copyOf(all);
  }
}
