package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import network.rei.dau.activity.Ledger;

/**
 * What the {@link StatsSupervisor} hears of the run that is under way, from its coordinator and
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

  /** A coordinator's slot is free: it waits for {@link ChunkCoordinator.Fetch}. */
  record Pulled(long run, ActorRef<ChunkCoordinator.Command> coordinator) implements RunMessage {}

  /** An attempt at a chunk failed; the fetcher may try again. */
  record AttemptFailed(long run, ChunkOutcome.GaveUp why) implements RunMessage {}

  /** The work on a chunk ended; its slot is free again. */
  record ChunkEnded(
      ChunkTask task, ChunkOutcome outcome, ActorRef<ChunkCoordinator.Command> coordinator)
      implements RunMessage {
    @Override
    public long run() {
      return task.run();
    }
  }

  /** All chunks are stored or given up, and what is too old is deleted. */
  record Pruned(long run, Ledger ledger) implements RunMessage {}

  /** The store follows the chain again, under a new epoch. */
  record Repaired(long run, long epoch, ReorgRepair.Repaired done) implements RunMessage {}

  /** The run cannot go on. */
  record Broke(long run, ChunkOutcome.GaveUp why) implements RunMessage {}
}
