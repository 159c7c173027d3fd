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

  /** The reminders, one every 2 s, for which a supervisor without the store waits. */
  static final int REMINDERS_WITHOUT_STORE = 2;

  private final Map<WorkerObstacle, Set<ActorRef<IngestWorker.Command>>> obstacles =
      new EnumMap<>(WorkerObstacle.class);
  private Set<ActorRef<IngestWorker.Command>> workers = Set.of();
  private Map<ActorRef<IngestWorker.Command>, Set<WorkerObstacle>> excluded = Map.of();
  private Set<ActorPath> excludedPaths = Set.of();
  private int remindersWithoutStore;

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

  /**
   * Counts a reminder. Returns the workers that are to be asked whether they reach the store,
   * because the node of the supervisor does not reach it for some time; empty otherwise. What they
   * have registered is not enough: if no node reaches the store, they learn it at different times.
   */
  public Set<ActorRef<IngestWorker.Command>> askedForStore() {
    remindersWithoutStore = isWithoutStore() ? remindersWithoutStore + 1 : 0;
    if (remindersWithoutStore < REMINDERS_WITHOUT_STORE) {
      return Set.of();
    }
    Set<ActorRef<IngestWorker.Command>> others = new HashSet<>(workers);
    others.removeAll(excluded.keySet());
    return others;
  }

  /** Another node reaches the store. Returns whether the supervisor must be handed over to one. */
  public boolean mustHandOver() {
    boolean must = remindersWithoutStore >= REMINDERS_WITHOUT_STORE && isWithoutStore();
    remindersWithoutStore = 0;
    return must;
  }

  /** Returns whether the node of the supervisor does not reach the store, but others may. */
  private boolean isWithoutStore() {
    return excluded.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().path().address().hasLocalScope()
                    && entry.getValue().contains(WorkerObstacle.STORE));
  }
}
