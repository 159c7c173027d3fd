package network.rei.dau.ingest.run;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import network.rei.dau.ingest.ChunkCoordinator;

/**
 * Which chunks of a run are assigned to which coordinator. Assigns the newest chunks first, each to
 * the coordinator with the most free slots. New blocks at the head do not wait for a slot: their
 * chunk is assigned beyond the slots.
 *
 * <p>A node that is known to reach neither the store nor its endpoints gets no tasks, and those
 * that it has are given to others after a while. A chunk that fails because the endpoints or the
 * store cannot be used from a node is given to another node, and the node gets no tasks for a
 * while. It counts as failed when all nodes that work have tried it.
 *
 * <p>A coordinator is always sent all of its tasks: the next message then makes up for a lost one.
 */
final class Assignments {

  /** The tasks of one coordinator, by ticket. */
  private record Assignment(int slots, Map<Long, ChunkTask> tasks) {
    int freeSlots() {
      return slots - tasks.size();
    }
  }

  /** The number of reports without tasks, one every 2 s, after which a node is tried again. */
  private static final int RESTING_REPORTS = 30;

  /**
   * The number of reminders, one every 2 s, after which an excluded coordinator loses its tasks. If
   * all nodes lose the store, each learns it within this time, and keeps the blocks that it has.
   */
  static final int REMINDERS_WITH_TASKS = 5;

  private final ChunkPlan chunks;

  /** Holds for coordinators of nodes that cannot fetch. */
  private final Predicate<ActorRef<ChunkCoordinator.Command>> excluded;

  /** For each excluded coordinator with tasks, the number of reminders since then. */
  private final Map<ActorRef<ChunkCoordinator.Command>, Integer> reminders = new HashMap<>();

  /** For each chunk, the coordinators that failed because of their nodes. */
  private final Map<Long, Set<ActorRef<ChunkCoordinator.Command>>> failedAt = new HashMap<>();

  /** For each coordinator whose node does not work, how many reports it is left out. */
  private final Map<ActorRef<ChunkCoordinator.Command>, Integer> resting = new HashMap<>();

  private final Map<ActorRef<ChunkCoordinator.Command>, Assignment> assignments =
      new LinkedHashMap<>();

  /**
   * @param excluded holds for coordinators of nodes that cannot fetch while others can
   */
  Assignments(ChunkPlan chunks, Predicate<ActorRef<ChunkCoordinator.Command>> excluded) {
    this.chunks = chunks;
    this.excluded = excluded;
  }

  /** Other nodes cannot fetch from now on. */
  List<RunEffect.AssignWork> excludedChanged() {
    return assignPending();
  }

  /** Gives the tasks of coordinators that stay excluded to others. */
  List<RunEffect.AssignWork> reminderDue() {
    Set<ActorRef<ChunkCoordinator.Command>> changed = new LinkedHashSet<>();
    reminders.keySet().removeIf(coordinator -> !hasTasksForOthers(coordinator));
    for (ActorRef<ChunkCoordinator.Command> coordinator : assignments.keySet()) {
      if (hasTasksForOthers(coordinator)
          && reminders.merge(coordinator, 1, Integer::sum) >= REMINDERS_WITH_TASKS) {
        Map<Long, ChunkTask> tasks = assignments.get(coordinator).tasks();
        tasks.values().forEach(chunks::returned);
        tasks.clear();
        reminders.remove(coordinator);
        changed.add(coordinator);
      }
    }
    if (!changed.isEmpty()) {
      changed.addAll(fillFreeSlots());
    }
    return work(changed);
  }

  private boolean hasTasksForOthers(ActorRef<ChunkCoordinator.Command> coordinator) {
    Assignment assignment = assignments.get(coordinator);
    return assignment != null
        && !assignment.tasks().isEmpty()
        && excluded.test(coordinator)
        && assignments.keySet().stream().anyMatch(this::works);
  }

  private boolean works(ActorRef<ChunkCoordinator.Command> coordinator) {
    return !excluded.test(coordinator) && !resting.containsKey(coordinator);
  }

  /** Returns the coordinators that have reported and are not gone. */
  List<ActorRef<ChunkCoordinator.Command>> coordinators() {
    return List.copyOf(assignments.keySet());
  }

  boolean contains(ActorRef<ChunkCoordinator.Command> coordinator) {
    return assignments.containsKey(coordinator);
  }

  /**
   * Records what a coordinator reports.
   *
   * @param slots the number of chunks that it works on at the same time
   * @param inProgress the tickets that it works on
   * @param ended the outcomes of which it does not know yet that they arrived
   * @return what to send: new tasks, and a repetition to a coordinator that misses a task or an
   *     acknowledgement
   */
  List<RunEffect.AssignWork> reported(
      ActorRef<ChunkCoordinator.Command> coordinator,
      int slots,
      List<Long> inProgress,
      List<ChunkCoordinator.ChunkEnded> ended) {
    Assignment assignment =
        assignments.computeIfAbsent(coordinator, ref -> new Assignment(slots, new TreeMap<>()));
    if (ended.isEmpty() && assignment.tasks().isEmpty()) {
      resting.computeIfPresent(coordinator, (ref, left) -> left > 1 ? left - 1 : null);
    }
    for (ChunkCoordinator.ChunkEnded end : ended) {
      if (assignment.tasks().remove(end.task().ticket()) != null) {
        ended(coordinator, end);
      }
    }
    boolean upToDate = ended.isEmpty() && inProgress.containsAll(assignment.tasks().keySet());
    Set<ActorRef<ChunkCoordinator.Command>> receivers = fillFreeSlots();
    if (!upToDate) {
      receivers.add(coordinator);
    }
    return work(receivers);
  }

  private void ended(
      ActorRef<ChunkCoordinator.Command> coordinator, ChunkCoordinator.ChunkEnded end) {
    if (end.outcome() instanceof ChunkOutcome.GaveUp gaveUp && gaveUp.type().concernsNode()) {
      resting.put(coordinator, RESTING_REPORTS);
      failedAt.computeIfAbsent(end.task().index(), index -> new HashSet<>()).add(coordinator);
      if (assignments.keySet().stream()
          .anyMatch(other -> works(other) && mayTry(other, end.task().index()))) {
        chunks.returned(end.task(), gaveUp);
        return;
      }
    } else {
      resting.remove(coordinator);
    }
    chunks.ended(end.task(), end.outcome());
  }

  private boolean mayTry(ActorRef<ChunkCoordinator.Command> coordinator, long index) {
    return !failedAt.getOrDefault(index, Set.of()).contains(coordinator);
  }

  /** Assigns the tasks of a coordinator that is gone to the others. */
  List<RunEffect.AssignWork> coordinatorGone(ActorRef<ChunkCoordinator.Command> coordinator) {
    Assignment left = assignments.remove(coordinator);
    resting.remove(coordinator);
    if (left == null) {
      return List.of();
    }
    left.tasks().values().forEach(chunks::returned);
    return assignPending();
  }

  /**
   * Moves the head of the run. Coordinators end the tasks that are no longer among theirs, and the
   * pending chunks are assigned to free slots.
   */
  List<RunEffect.AssignWork> headMoved(long head) {
    Set<ActorRef<ChunkCoordinator.Command>> changed = new LinkedHashSet<>();
    for (ChunkTask dropped : chunks.headMoved(head)) {
      assignments.forEach(
          (coordinator, assignment) -> {
            if (assignment.tasks().remove(dropped.ticket()) != null) {
              changed.add(coordinator);
            }
          });
    }
    changed.addAll(fillFreeSlots());
    return work(changed);
  }

  /** Assigns the pending chunks, as far as slots are free. */
  private List<RunEffect.AssignWork> assignPending() {
    return work(fillFreeSlots());
  }

  /** Returns the coordinators that have new tasks. */
  private Set<ActorRef<ChunkCoordinator.Command>> fillFreeSlots() {
    Set<ActorRef<ChunkCoordinator.Command>> changed = new LinkedHashSet<>();
    for (Optional<ChunkTask> task = next(); task.isPresent(); task = next()) {
      ActorRef<ChunkCoordinator.Command> receiver = receiver(task.get().index());
      assignments.get(receiver).tasks().put(task.get().ticket(), task.get());
      changed.add(receiver);
    }
    return changed;
  }

  /** Takes the next chunk that can be assigned now. */
  private Optional<ChunkTask> next() {
    int free = candidates().stream().mapToInt(this::freeSlots).max().orElse(-1);
    if (free < 0) {
      return Optional.empty();
    }
    return free > 0 ? chunks.next() : chunks.nextAtHead();
  }

  /** A chunk that has failed on a node is given to another one, which may have no free slot. */
  private ActorRef<ChunkCoordinator.Command> receiver(long index) {
    return candidates().stream()
        .max(
            Comparator.<ActorRef<ChunkCoordinator.Command>, Boolean>comparing(
                    candidate -> mayTry(candidate, index))
                .thenComparingInt(this::freeSlots))
        .orElseThrow();
  }

  private int freeSlots(ActorRef<ChunkCoordinator.Command> coordinator) {
    return assignments.get(coordinator).freeSlots();
  }

  /**
   * Returns the coordinators that get tasks: those of nodes that work, or if there is none, those
   * that are not excluded.
   */
  private List<ActorRef<ChunkCoordinator.Command>> candidates() {
    List<ActorRef<ChunkCoordinator.Command>> working =
        assignments.keySet().stream().filter(this::works).toList();
    return working.isEmpty()
        ? assignments.keySet().stream().filter(one -> !excluded.test(one)).toList()
        : working;
  }

  private List<RunEffect.AssignWork> work(Set<ActorRef<ChunkCoordinator.Command>> receivers) {
    List<RunEffect.AssignWork> work = new ArrayList<>();
    for (ActorRef<ChunkCoordinator.Command> receiver : receivers) {
      work.add(
          new RunEffect.AssignWork(
              receiver, List.copyOf(assignments.get(receiver).tasks().values())));
    }
    return work;
  }
}
