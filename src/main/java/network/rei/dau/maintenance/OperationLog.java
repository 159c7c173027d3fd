package network.rei.dau.maintenance;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The operations that are in progress, and the last ones that have ended. */
final class OperationLog {

  private final int capacity;

  /** The oldest operation is the first. */
  private final Deque<Operation> operations = new ArrayDeque<>();

  /**
   * @param capacity the number of operations above which the oldest ones that have ended are
   *     removed
   */
  OperationLog(int capacity) {
    this.capacity = capacity;
  }

  /** Returns an operation in progress that must end before one of this kind may start. */
  Optional<Operation> conflictingWith(OperationKind kind) {
    return operations.stream()
        .filter(Operation::isRunning)
        .filter(operation -> operation.kind().excludes(kind))
        .findFirst();
  }

  /** Adds an operation that has started. */
  void add(Operation started) {
    operations.add(started);
    List<Operation> ended =
        operations.stream().filter(operation -> !operation.isRunning()).toList();
    ended.stream().limit(Math.max(0, operations.size() - capacity)).forEach(operations::remove);
  }

  /** Records the end of an operation; empty if no operation in progress has this identifier. */
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

  List<Operation> newestFirst() {
    List<Operation> all = new ArrayList<>(operations);
    Collections.reverse(all);
    return List.copyOf(all);
  }
}
