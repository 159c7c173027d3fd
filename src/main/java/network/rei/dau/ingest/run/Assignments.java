package network.rei.dau.ingest.run;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import network.rei.dau.ingest.ChunkCoordinator;

/**
 * Which chunks of a run are assigned to which coordinator. Assigns the newest chunks first, each to
 * the coordinator with the most free slots. New blocks at the head do not wait for a slot: their
 * chunk is assigned beyond the slots.
 *
 * <p>A chunk that fails because the endpoints or the store cannot be used from a node is given to
 * another node, and the node gets no tasks for a while. It counts as failed only if there is no
 * other node that works.
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

  private final ChunkPlan chunks;

  /** For each coordinator whose node does not work, how many reports it is left out. */
  private final Map<ActorRef<ChunkCoordinator.Command>, Integer> resting = new HashMap<>();

  private final Map<ActorRef<ChunkCoordinator.Command>, Assignment> assignments =
      new LinkedHashMap<>();

  Assignments(ChunkPlan chunks) {
    this.chunks = chunks;
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
      if (!resting.keySet().containsAll(assignments.keySet())) {
        chunks.returned(end.task(), gaveUp);
        return;
      }
    } else {
      resting.remove(coordinator);
    }
    chunks.ended(end.task(), end.outcome());
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
      ActorRef<ChunkCoordinator.Command> freest = freest().orElseThrow();
      assignments.get(freest).tasks().put(task.get().ticket(), task.get());
      changed.add(freest);
    }
    return changed;
  }

  /** Takes the next chunk that can be assigned now. */
  private Optional<ChunkTask> next() {
    int free = freest().map(freest -> assignments.get(freest).freeSlots()).orElse(-1);
    if (free < 0) {
      return Optional.empty();
    }
    return free > 0 ? chunks.next() : chunks.nextAtHead();
  }

  private Optional<ActorRef<ChunkCoordinator.Command>> freest() {
    boolean noneWorks = resting.keySet().containsAll(assignments.keySet());
    return assignments.entrySet().stream()
        .filter(entry -> noneWorks || !resting.containsKey(entry.getKey()))
        .max(Comparator.comparingInt(entry -> entry.getValue().freeSlots()))
        .map(Map.Entry::getKey);
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
