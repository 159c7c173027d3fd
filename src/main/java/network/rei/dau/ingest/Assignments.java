package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which chunks of a run are with which coordinator. Hands them out newest first, to who has the
 * most slots free. Only the supervisor touches it.
 */
final class Assignments {

  /** What one coordinator is to work on, by ticket. */
  private record Assignment(int slots, Map<Long, ChunkTask> tasks) {
    int free() {
      return slots - tasks.size();
    }
  }

  private final RunState state;
  private final Map<ActorRef<ChunkCoordinator.Command>, Assignment> assignments =
      new LinkedHashMap<>();

  Assignments(RunState state) {
    this.state = state;
  }

  /** Those that have reported and are not known to be gone. */
  Set<ActorRef<ChunkCoordinator.Command>> coordinators() {
    return Set.copyOf(assignments.keySet());
  }

  boolean knows(ActorRef<ChunkCoordinator.Command> coordinator) {
    return assignments.containsKey(coordinator);
  }

  /** Takes note of what ended, and tells the coordinator what to do where it does not know. */
  void reported(RunMessage.Report report) {
    Assignment assignment =
        assignments.computeIfAbsent(
            report.coordinator(), seen -> new Assignment(report.slots(), new TreeMap<>()));
    for (RunMessage.ChunkEnded ended : report.ended()) {
      assignment.tasks().remove(ended.task().ticket());
      state.ended(ended.task(), ended.outcome());
    }
    Set<ActorRef<ChunkCoordinator.Command>> told = handOut();
    boolean knowsAll = report.underWay().containsAll(assignment.tasks().keySet());
    if (!told.contains(report.coordinator()) && !(knowsAll && report.ended().isEmpty())) {
      tell(report.coordinator());
    }
  }

  /** What it worked on is for others. */
  void gone(ActorRef<ChunkCoordinator.Command> coordinator) {
    Assignment left = assignments.remove(coordinator);
    if (left != null) {
      left.tasks().values().forEach(state::returned);
      handOut();
    }
  }

  /**
   * Hands out what there is to do, as far as slots are free.
   *
   * @return whom something was handed to
   */
  Set<ActorRef<ChunkCoordinator.Command>> handOut() {
    Set<ActorRef<ChunkCoordinator.Command>> changed = new HashSet<>();
    Optional<ActorRef<ChunkCoordinator.Command>> freest = freest();
    while (freest.isPresent()) {
      Optional<ChunkTask> task = state.next();
      if (task.isEmpty()) {
        break;
      }
      assignments.get(freest.get()).tasks().put(task.get().ticket(), task.get());
      changed.add(freest.get());
      freest = freest();
    }
    changed.forEach(this::tell);
    return changed;
  }

  private Optional<ActorRef<ChunkCoordinator.Command>> freest() {
    return assignments.entrySet().stream()
        .filter(entry -> entry.getValue().free() > 0)
        .max(Comparator.comparingInt(entry -> entry.getValue().free()))
        .map(Map.Entry::getKey);
  }

  private void tell(ActorRef<ChunkCoordinator.Command> coordinator) {
    coordinator.tell(
        new ChunkCoordinator.Work(List.copyOf(assignments.get(coordinator).tasks().values())));
  }
}
