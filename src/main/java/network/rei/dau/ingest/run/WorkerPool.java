package network.rei.dau.ingest.run;

import akka.actor.ActorPath;
import akka.actor.typed.ActorRef;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import network.rei.dau.ingest.ChunkCoordinator;
import network.rei.dau.ingest.IngestWorker;
import network.rei.dau.ingest.WorkerObstacle;

/**
 * The workers of a cluster, and which of them have obstacles. A worker with an obstacle is excluded
 * while another one has none.
 */
public final class WorkerPool {

  private final Map<WorkerObstacle, Set<ActorRef<IngestWorker.Command>>> obstacles =
      new EnumMap<>(WorkerObstacle.class);
  private Set<ActorRef<IngestWorker.Command>> workers = Set.of();
  private Map<ActorRef<IngestWorker.Command>, Set<WorkerObstacle>> excluded = Map.of();
  private Set<ActorPath> excludedPaths = Set.of();
  private final Map<WorkerObstacle, HandOver> handOvers = new EnumMap<>(WorkerObstacle.class);

  /** Creates a pool without workers. */
  public WorkerPool() {
    for (WorkerObstacle obstacle : WorkerObstacle.values()) {
      handOvers.put(obstacle, new HandOver(obstacle));
    }
  }

  /** Returns all workers. */
  public Set<ActorRef<IngestWorker.Command>> workers() {
    return workers;
  }

  /** Records which workers there are. */
  public void workersChanged(Set<ActorRef<IngestWorker.Command>> now) {
    workers = Set.copyOf(now);
    exclude();
  }

  /** Records which workers have an obstacle. */
  public void obstacleChanged(
      WorkerObstacle obstacle, Set<ActorRef<IngestWorker.Command>> hindered) {
    obstacles.put(obstacle, Set.copyOf(hindered));
    exclude();
  }

  /** Returns whether a coordinator belongs to an excluded worker, which has spawned it. */
  public boolean excludes(ActorRef<ChunkCoordinator.Command> coordinator) {
    return excludedPaths.contains(coordinator.path().parent());
  }

  /** Returns the excluded workers and their obstacles. */
  public Map<ActorRef<IngestWorker.Command>, Set<WorkerObstacle>> excluded() {
    return excluded;
  }

  private void exclude() {
    Map<ActorRef<IngestWorker.Command>, Set<WorkerObstacle>> hinderedBy = new HashMap<>();
    obstacles.forEach(
        (obstacle, hindered) ->
            hindered.stream()
                .filter(workers::contains)
                .forEach(
                    worker ->
                        hinderedBy
                            .computeIfAbsent(worker, ref -> EnumSet.noneOf(WorkerObstacle.class))
                            .add(obstacle)));
    excluded = hinderedBy.size() == workers.size() ? Map.of() : hinderedBy;
    excludedPaths = excluded.keySet().stream().map(ActorRef::path).collect(Collectors.toSet());
  }

  /** Returns the workers that are not excluded, on other nodes if that of the supervisor is. */
  public Set<ActorRef<IngestWorker.Command>> unhindered() {
    Set<ActorRef<IngestWorker.Command>> unhindered = new HashSet<>(workers);
    unhindered.removeAll(excluded.keySet());
    return unhindered;
  }

  /**
   * Counts a reminder. Returns the obstacles of the node of the supervisor about which the {@link
   * #unhindered} workers are to be asked.
   */
  public Set<WorkerObstacle> reminderDue() {
    Set<WorkerObstacle> asked = EnumSet.noneOf(WorkerObstacle.class);
    handOvers.forEach(
        (obstacle, handOver) -> {
          if (handOver.reminderDue(hinders(obstacle))) {
            asked.add(obstacle);
          }
        });
    return asked;
  }

  /**
   * Another node does not have an obstacle. Returns whether the supervisor must be handed over to
   * one.
   */
  public boolean mustHandOver(WorkerObstacle obstacle) {
    return hinders(obstacle) && handOvers.get(obstacle).replied();
  }

  /** Returns whether the node of the supervisor has an obstacle, but others may not have it. */
  private boolean hinders(WorkerObstacle obstacle) {
    return excluded.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().path().address().hasLocalScope()
                    && entry.getValue().contains(obstacle));
  }
}
