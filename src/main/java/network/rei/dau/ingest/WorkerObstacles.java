package network.rei.dau.ingest;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.rei.dau.chain.EndpointStatus;

/**
 * The obstacles of one node, from checks that are made every second. An obstacle begins with the
 * second check in a row that finds it, since the first request after a lost connection fails
 * although the next one succeeds, and ends with the first check that does not.
 */
final class WorkerObstacles {

  private static final int CHECKS = 2;

  private final Map<WorkerObstacle, Integer> found = new EnumMap<>(WorkerObstacle.class);

  /** Records whether the server of the store was reached. */
  void storeChecked(boolean reached) {
    checked(WorkerObstacle.STORE, !reached);
  }

  /** Records the state of the endpoints of this node. */
  void endpointsChecked(List<EndpointStatus> endpoints) {
    checked(
        WorkerObstacle.ENDPOINTS,
        !endpoints.isEmpty()
            && endpoints.stream().noneMatch(e -> e.state() == EndpointStatus.State.HEALTHY));
  }

  private void checked(WorkerObstacle obstacle, boolean isThere) {
    if (isThere) {
      found.merge(obstacle, 1, (checks, one) -> Math.min(CHECKS, checks + one));
    } else {
      found.remove(obstacle);
    }
  }

  /** Returns the obstacles that prevent this node from fetching. */
  Set<WorkerObstacle> current() {
    Set<WorkerObstacle> current = EnumSet.noneOf(WorkerObstacle.class);
    found.forEach(
        (obstacle, checks) -> {
          if (checks >= CHECKS) {
            current.add(obstacle);
          }
        });
    return Collections.unmodifiableSet(current);
  }
}
