package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one thing that the supervisor has under way: a run, or following the head. Only the
 * supervisor touches it.
 */
final class OngoingRun {

  /**
   * What it is for.
   *
   * @param following the newest blocks only
   * @param day before the retention, that is fetched beside what is missing in it
   * @param daysLeft how many such days there are, this one included
   */
  record Goal(boolean following, Optional<LocalDate> day, int daysLeft) {

    static Goal follow() {
      return new Goal(true, Optional.empty(), 0);
    }

    static Goal retention() {
      return new Goal(false, Optional.empty(), 0);
    }

    static Goal history(LocalDate day, int daysLeft) {
      return new Goal(false, Optional.of(day), daysLeft);
    }
  }

  private final long number;
  private final Goal goal;
  private final Instant started;
  private final List<ActorRef<RunResult>> askers = new ArrayList<>();
  private Optional<RunPlan> plan = Optional.empty();
  private Optional<RunState> state = Optional.empty();
  private boolean askingHead;
  private boolean repairing;

  OngoingRun(long number, Goal goal, Instant started) {
    this.number = number;
    this.goal = goal;
    this.started = started;
  }

  long number() {
    return number;
  }

  boolean following() {
    return goal.following();
  }

  /** The day before the retention that it fetches. */
  Optional<LocalDate> day() {
    return goal.day();
  }

  /** The store is being repaired: that is not to be left half done. */
  void repair() {
    repairing = true;
  }

  boolean repairing() {
    return repairing;
  }

  boolean isAskedFor() {
    return !askers.isEmpty();
  }

  Instant started() {
    return started;
  }

  /** Somebody wants to know how this ends. */
  void askedBy(ActorRef<RunResult> asker) {
    askers.add(asker);
  }

  /** Whoever waits for this waits for {@code next} instead. */
  void handAskersTo(OngoingRun next) {
    next.askers.addAll(askers);
  }

  /** Tells whoever waits how it ended. */
  void answer(RunResult result) {
    askers.forEach(asker -> asker.tell(result));
  }

  void start(RunPlan begun, int chunkSize) {
    plan = Optional.of(begun);
    state = Optional.of(begun.start(number, chunkSize));
  }

  /** What it began with, once it is planned. */
  RunPlan plan() {
    return plan.orElseThrow();
  }

  /** How far it is, once it is planned. */
  RunState state() {
    return state.orElseThrow();
  }

  /**
   * Whether the chain should be asked for its head: then it is, until the head has moved or not.
   */
  boolean startAskingHead() {
    boolean ask = !askingHead && state.filter(run -> !run.finished()).isPresent();
    askingHead |= ask;
    return ask;
  }

  void headMoved(long head) {
    askingHead = false;
    if (!state().finished()) {
      state().headMoved(head);
    }
  }

  void headUnknown() {
    askingHead = false;
  }

  /** How far it is; nothing while it is planned or follows the head. */
  Optional<IngestStatus.Progress> progress() {
    return state
        .filter(run -> !goal.following())
        .map(
            run ->
                new IngestStatus.Progress(
                    run.blocksFetched(), run.blocksLeft(), started, goal.day(), goal.daysLeft()));
  }

  /** The result, once everything is done. */
  RunResult.TaskCompleted completed(Instant now, long lastProcessedBlock) {
    return new RunResult.TaskCompleted(
        now,
        lastProcessedBlock,
        state().blocksFetched(),
        state().recordsSealed(),
        state().missing(),
        Duration.between(started, now));
  }

  /** The result of a run for which there was nothing to fetch. */
  RunResult.TaskCompleted completedWithNothing(Instant now, long lastProcessedBlock) {
    return new RunResult.TaskCompleted(
        now, lastProcessedBlock, 0, 0, List.of(), Duration.between(started, now));
  }
}
