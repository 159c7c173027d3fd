package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.cluster.CborSerializable;
import network.rei.dau.ingest.run.ChunkOutcome;
import network.rei.dau.ingest.run.RunPlanner;

/**
 * What the {@link StatsSupervisor} receives about the run in progress: from its coordinators, and
 * from the stages that it pipes to itself. Messages about a run that has ended are ignored.
 */
sealed interface RunMessage extends StatsSupervisor.Command {

  /** Returns the number of the run. */
  long run();

  /** The run is planned. */
  record Planned(long run, RunPlanner.Plan plan) implements RunMessage {}

  /** No endpoint serves the blocks of the day that the run was to fetch. */
  record DayUnavailable(long run, Ledger ledger) implements RunMessage {}

  /** The newest block to fetch was read. */
  record HeadSeen(long run, long head) implements RunMessage {}

  /** The newest block could not be read. */
  record HeadUnknown(long run, IngestFailureType why) implements RunMessage {}

  /**
   * The state of a coordinator, which waits for {@link ChunkCoordinator.Work}.
   *
   * @param slots the number of chunks that it works on at the same time
   * @param inProgress the tickets of the chunks that it works on
   * @param ended the outcomes that it does not know to have arrived
   */
  record Report(
      long run,
      ActorRef<ChunkCoordinator.Command> coordinator,
      int slots,
      @JsonProperty("underWay") List<Long> inProgress,
      List<ChunkCoordinator.ChunkEnded> ended)
      implements RunMessage, CborSerializable {}

  /** An attempt at a chunk failed; the fetcher may try again. */
  record AttemptFailed(long run, ChunkOutcome.GaveUp why) implements RunMessage, CborSerializable {}

  /** A coordinator has stopped, or its node is gone. */
  record CoordinatorGone(long run, ActorRef<ChunkCoordinator.Command> coordinator)
      implements RunMessage {}

  /** Everything that is too old is deleted. */
  record Pruned(long run, Ledger ledger) implements RunMessage {}

  /** The store follows the chain again, under a new epoch. */
  record Repaired(long run, RunPlanner.Repaired result) implements RunMessage {}

  /** A step of the run failed. */
  record RunFailed(long run, ChunkOutcome.GaveUp why) implements RunMessage {}
}
