package network.rei.dau.ingest;

import akka.actor.typed.receptionist.ServiceKey;
import java.util.Locale;

/**
 * Why a node cannot fetch chunks. Its {@link IngestWorker} is registered under the {@link #key} of
 * an obstacle for as long as it lasts, so that all nodes know of it, also a new supervisor.
 */
public enum WorkerObstacle {
  /** The server of the store cannot be reached from the node. */
  STORE("it does not reach the store"),
  /** None of its endpoints answers. */
  ENDPOINTS("none of its endpoints answers");

  private final String clause;

  WorkerObstacle(String clause) {
    this.clause = clause;
  }

  /** Returns the lower-case name for metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the obstacle as a clause about the node. */
  public String clause() {
    return clause;
  }

  ServiceKey<IngestWorker.Command> key() {
    return ServiceKey.create(IngestWorker.Command.class, "ingest-worker-without-" + label());
  }
}
