package network.rei.dau.ingest.run;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import network.rei.dau.ingest.ChunkCoordinator;
import network.rei.dau.ingest.RunResult;
import network.rei.dau.ingest.StoredBlock;

/** What the {@link RunStateMachine} wants done. The supervisor does it, as a {@link Performer}. */
public sealed interface RunEffect {

  /**
   * Performs the effects. It has one method for each of them, so that the compiler finds an effect
   * that is not performed: Java 17 has no {@code switch} over types.
   */
  interface Performer {
    void planRun(PlanRun effect);

    void planDay(PlanDay effect);

    void planFollow(PlanFollow effect);

    void readHead(ReadHead effect);

    void prune(Prune effect);

    void repair(Repair effect);

    void beginRun(BeginRun effect);

    void watchCoordinator(WatchCoordinator effect);

    void assignWork(AssignWork effect);

    void finishCoordinator(FinishCoordinator effect);

    void reply(Reply effect);

    void repeatRun(RepeatRun effect);

    void trackStatus(TrackStatus effect);
  }

  /** Has the performer do this. */
  void perform(Performer performer);

  /**
   * Plans a run over everything that is missing. The supervisor answers with {@link
   * RunStateMachine#planned}.
   *
   * @param epoch the epoch to commit under; if there is none, the store is taken over
   * @param wholeRetention whether an empty store is filled as far back as the retention, and not
   *     only as far as the first window
   */
  record PlanRun(long run, OptionalLong epoch, boolean wholeRetention) implements RunEffect {
    @Override
    public void perform(Performer performer) {
      performer.planRun(this);
    }
  }

  /**
   * Plans a run over a day before the retention and everything that is missing. The supervisor
   * answers with {@link RunStateMachine#planned} or {@link RunStateMachine#dayUnavailable}.
   */
  record PlanDay(long run, long epoch, LocalDate day) implements RunEffect {
    @Override
    public void perform(Performer performer) {
      performer.planDay(this);
    }
  }

  /**
   * Plans to fetch the blocks after the last stored one, and those of the chunks that were given
   * up. The supervisor answers with {@link RunStateMachine#planned}.
   *
   * @param oldestGivenUp the index of the oldest chunk that was given up
   */
  record PlanFollow(long run, long epoch, OptionalLong oldestGivenUp) implements RunEffect {
    @Override
    public void perform(Performer performer) {
      performer.planFollow(this);
    }
  }

  /**
   * Reads the head of the chain. The supervisor answers with {@link RunStateMachine#headSeen} or
   * {@link RunStateMachine#headUnknown}.
   */
  record ReadHead(long run) implements RunEffect {
    @Override
    public void perform(Performer performer) {
      performer.readHead(this);
    }
  }

  /**
   * Deletes what neither the retention nor the history needs. The supervisor answers with {@link
   * RunStateMachine#pruned}.
   *
   * @param backfillFrom the first day of a requested backfill, of which nothing is deleted
   */
  record Prune(long run, long epoch, Optional<LocalDate> backfillFrom) implements RunEffect {
    @Override
    public void perform(Performer performer) {
      performer.prune(this);
    }
  }

  /**
   * Replaces the records that a reorganisation has removed from the chain. The supervisor answers
   * with {@link RunStateMachine#repaired}.
   *
   * @param detached the segments of detached records to be deleted, if they still are detached, by
   *     the last blocks of their first records
   */
  record Repair(long run, Set<StoredBlock> detached) implements RunEffect {
    @Override
    public void perform(Performer performer) {
      performer.repair(this);
    }
  }

  /** Announces a run to every worker. It is repeated, since a message may be lost. */
  record BeginRun(long run) implements RunEffect {
    @Override
    public void perform(Performer performer) {
      performer.beginRun(this);
    }
  }

  /**
   * Watches a coordinator. The supervisor answers with {@link RunStateMachine#coordinatorGone} when
   * it has stopped.
   */
  record WatchCoordinator(long run, ActorRef<ChunkCoordinator.Command> coordinator)
      implements RunEffect {
    @Override
    public void perform(Performer performer) {
      performer.watchCoordinator(this);
    }
  }

  /** Sends a coordinator all the tasks that it is to work on. */
  record AssignWork(ActorRef<ChunkCoordinator.Command> coordinator, List<ChunkTask> tasks)
      implements RunEffect {
    @Override
    public void perform(Performer performer) {
      performer.assignWork(this);
    }
  }

  /** Stops a coordinator, whose run is over. */
  record FinishCoordinator(ActorRef<ChunkCoordinator.Command> coordinator) implements RunEffect {
    @Override
    public void perform(Performer performer) {
      performer.finishCoordinator(this);
    }
  }

  /** Sends the result of a run to everyone who requested it. */
  record Reply(List<ActorRef<RunResult>> requesters, RunResult result) implements RunEffect {
    @Override
    public void perform(Performer performer) {
      performer.reply(this);
    }
  }

  /**
   * Calls {@link RunStateMachine#repeatDue} after a time, which the performer varies a little. It
   * replaces an earlier one.
   */
  record RepeatRun(Duration delay) implements RunEffect {
    @Override
    public void perform(Performer performer) {
      performer.repeatRun(this);
    }
  }

  /** Reports an event to the status, the log and the metrics. */
  record TrackStatus(IngestStatusTracker.Event event) implements RunEffect {
    @Override
    public void perform(Performer performer) {
      performer.trackStatus(this);
    }
  }
}
