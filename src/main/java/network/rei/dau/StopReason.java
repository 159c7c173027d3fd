package network.rei.dau;

import akka.actor.CoordinatedShutdown;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.cluster.Superseded;

/**
 * Why the service stops, as far as it decides that itself. Akka has reasons for the other cases.
 */
public enum StopReason implements CoordinatedShutdown.Reason {
  COMMAND_ENDED("the command has ended"),
  START_FAILED("the start has failed"),
  /** Actors of the system could not be started, as it happens on a machine that is far too busy. */
  START_FAILED_IN_PART("the part of Akka that makes the workers of all nodes known has failed"),
  /** The node hands the supervisor of the ingest over to another one. */
  HANDED_OVER(
      "this node did not reach the store or its endpoints and left the cluster, so that another"
          + " node runs the supervisor of the ingest");

  private static final Map<CoordinatedShutdown.Reason, String> OTHER_REASONS =
      Map.of(
          CoordinatedShutdown.jvmExitReason(),
          "the process has received SIGTERM or SIGINT (Ctrl-C)",
          CoordinatedShutdown.clusterDowningReason(),
          "the other nodes of the cluster could not reach this node and removed it",
          Superseded.BY_ANOTHER_CLUSTER,
          "another cluster was formed while this node did not reach the store",
          CoordinatedShutdown.clusterLeavingReason(),
          "this node has left the cluster",
          CoordinatedShutdown.actorSystemTerminateReason(),
          "the actor system was terminated, which is a failure");

  private final String clause;

  StopReason(String clause) {
    this.clause = clause;
  }

  /** Returns the reason of a shutdown as a clause, such as {@code the command has ended}. */
  static String clause(Optional<CoordinatedShutdown.Reason> reason) {
    return reason
        .map(
            known ->
                known instanceof StopReason own
                    ? own.clause
                    : OTHER_REASONS.getOrDefault(known, "of " + known))
        .orElse("of an unknown reason");
  }
}
