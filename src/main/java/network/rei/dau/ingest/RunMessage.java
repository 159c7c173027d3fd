package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import java.util.List;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.cluster.CborSerializable;
import network.rei.dau.ingest.reorg.ReorgRepair;

/**
 * What the {@link StatsSupervisor} hears of the run that is under way, from its coordinators and
 * from what it waits for itself. Passed over once the run has ended.
 */
sealed interface RunMessage extends StatsSupervisor.Command {

  /** The run that this is about. */
  long run();

  /** What there is to do. */
  record Planned(long run, RunPlan plan) implements RunMessage {}

  /** The chain does not serve the blocks of the day that the run was to fetch. */
  record Unserved(long run, Ledger ledger) implements RunMessage {}

  /** The chain has grown, perhaps. */
  record HeadSeen(long run, long head) implements RunMessage {}

  /** The chain did not say how long it is. */
  record HeadUnseen(long run, Throwable cause) implements RunMessage {}

  /**
   * How a coordinator stands; it waits for {@link ChunkCoordinator.Work}.
   *
   * @param slots chunks that it works on at once
   * @param underWay the tickets of those that it works on
   * @param ended what ended and is not known to have been heard
   */
  record Report(
      long run,
      ActorRef<ChunkCoordinator.Command> coordinator,
      int slots,
      List<Long> underWay,
      List<ChunkEnded> ended)
      implements RunMessage, CborSerializable {}

  /** How the work on a chunk ended. */
  record ChunkEnded(ChunkTask task, ChunkOutcome outcome) {}

  /** An attempt at a chunk failed; the fetcher may try again. */
  record AttemptFailed(long run, ChunkOutcome.GaveUp why) implements RunMessage, CborSerializable {}

  /** A coordinator stopped, or its node is gone; its chunks are for others. */
  record CoordinatorGone(long run, ActorRef<ChunkCoordinator.Command> coordinator)
      implements RunMessage {}

  /** All chunks are stored or given up, and what is too old is deleted. */
  record Pruned(long run, Ledger ledger) implements RunMessage {}

  /** The store follows the chain again, under a new epoch. */
  record Repaired(long run, long epoch, ReorgRepair.Repaired done) implements RunMessage {}

  /** The run cannot go on. */
  record Broke(long run, ChunkOutcome.GaveUp why) implements RunMessage {}
}
