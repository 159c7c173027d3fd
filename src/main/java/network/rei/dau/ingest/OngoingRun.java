package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The one thing that the supervisor has under way: a run, or following the head. Once planned, it
 * hands chunks to the coordinators whose slots are free. Only the supervisor touches it.
 */
final class OngoingRun {

  private final long number;
  private final boolean following;
  private final Instant started;
  private final List<ActorRef<RunResult>> askers = new ArrayList<>();
  private final Deque<ActorRef<ChunkCoordinator.Command>> idleSlots = new ArrayDeque<>();
  private Optional<RunState> state = Optional.empty();
  private boolean wholeRetention;

  OngoingRun(long number, boolean following, Instant started) {
    this.number = number;
    this.following = following;
    this.started = started;
  }

  long number() {
    return number;
  }

  boolean following() {
    return following;
  }

  boolean planned() {
    return state.isPresent();
  }

  boolean wholeRetention() {
    return wholeRetention;
  }

  Instant started() {
    return started;
  }

  /** Somebody wants to know how this ends. */
  void askedBy(ActorRef<RunResult> asker) {
    askers.add(asker);
  }

  Collection<ActorRef<RunResult>> askers() {
    return askers;
  }

  void start(RunPlan plan, int chunkSize) {
    state = Optional.of(plan.start(number, chunkSize));
    wholeRetention = plan.wholeRetention();
  }

  /** A slot is free. */
  void pulledBy(ActorRef<ChunkCoordinator.Command> coordinator) {
    idleSlots.add(coordinator);
    handOut();
  }

  void ended(long index, ChunkOutcome outcome, ActorRef<ChunkCoordinator.Command> coordinator) {
    state.ifPresent(run -> run.ended(index, outcome));
    pulledBy(coordinator);
  }

  void headMoved(long head) {
    state.ifPresent(run -> run.headMoved(head));
    handOut();
  }

  /** Whether it is planned and nothing is left to do. */
  boolean finished() {
    return state.filter(RunState::finished).isPresent();
  }

  /** Why a chunk was given up, if one was. */
  Optional<String> firstFailure() {
    return state.flatMap(
        run -> run.givenUp().stream().findFirst().map(ChunkOutcome.GaveUp::reason));
  }

  Optional<IngestStatus.Progress> progress() {
    return state
        .filter(run -> !following)
        .map(run -> new IngestStatus.Progress(run.blocksFetched(), run.blocksLeft()));
  }

  /** The result, once everything is done. */
  RunResult.TaskCompleted completed(Instant now, long lastProcessedBlock) {
    RunState run = state.orElseThrow();
    return new RunResult.TaskCompleted(
        now,
        lastProcessedBlock,
        run.blocksFetched(),
        run.recordsSealed(),
        run.missing(),
        Duration.between(started, now));
  }

  private void handOut() {
    state.ifPresent(
        run -> {
          while (!idleSlots.isEmpty()) {
            Optional<ChunkTask> task = run.next();
            if (task.isEmpty()) {
              return;
            }
            idleSlots.poll().tell(new ChunkCoordinator.Fetch(task.get()));
          }
        });
  }
}
