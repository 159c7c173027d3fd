package network.rei.dau.ingest;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The course of the one thing under way, a run or following the head: it is planned, fetched, and,
 * if it is a run, pruned; once the chain proves to be reorganised, it is repaired instead. What
 * comes after it is for the {@link Agenda}. Only the supervisor touches it.
 */
final class RunCourse {

  private final int chunkSize;
  private final RunPlanner steps;
  private final Consumer<CompletionStage<RunMessage>> await;
  private final WorkDispatcher coordination;
  private final HistoryWork history;
  private final IngestStatusTracker journal;
  private Optional<OngoingRun> ongoing = Optional.empty();

  /**
   * Nothing is under way yet.
   *
   * @param await has the supervisor hear what a step leads to
   * @param history how far back nothing is pruned
   */
  RunCourse(
      int chunkSize,
      RunPlanner steps,
      Consumer<CompletionStage<RunMessage>> await,
      WorkDispatcher coordination,
      HistoryWork history,
      IngestStatusTracker journal) {
    this.chunkSize = chunkSize;
    this.steps = steps;
    this.await = await;
    this.coordination = coordination;
    this.history = history;
    this.journal = journal;
  }

  /** What is under way. */
  Optional<OngoingRun> ongoing() {
    return ongoing;
  }

  /** Whether what is under way may not be left for a run: one is, or the store is repaired. */
  boolean isBusy() {
    return ongoing.filter(run -> !run.following() || run.repairing()).isPresent();
  }

  /** Whether a message is of something that has ended. */
  boolean isOver(RunMessage message) {
    return ongoing.filter(run -> run.number() == message.run()).isEmpty();
  }

  /**
   * Begins; if the head is being followed, that ends unheard.
   *
   * @param plan to be heard as {@link RunMessage.Planned}
   */
  void begin(OngoingRun run, CompletionStage<RunMessage> plan) {
    coordination.finish();
    ongoing = Optional.of(run);
    await.accept(plan);
  }

  /** Ends what is under way, however far it is. */
  OngoingRun end() {
    OngoingRun run = ongoing.orElseThrow();
    ongoing = Optional.empty();
    coordination.finish();
    return run;
  }

  void planned(RunPlan plan) {
    journal.headSeen(plan.head());
    if (plan.fork().isPresent()) {
      repair(plan.fork().get());
    } else {
      fetch(ongoing.orElseThrow(), plan);
    }
  }

  private void fetch(OngoingRun run, RunPlan plan) {
    run.start(plan, chunkSize);
    if (!run.following()) {
      journal.runPlanned(run);
    }
    if (run.state().finished()) {
      conclude(run);
    } else {
      coordination.begin(run);
    }
  }

  /**
   * Takes note of what a coordinator reports, and tells it what to do next.
   *
   * @return that another process has taken the store over, if it has
   */
  Optional<ChunkOutcome.GaveUp> reported(RunMessage.Report report) {
    if (!coordination.reported(report)) {
      return Optional.empty();
    }
    Optional<ChunkOutcome.GaveUp> deposed = deposed(report);
    OngoingRun run = ongoing.orElseThrow();
    if (deposed.isEmpty() && run.state().finished()) {
      conclude(run);
    }
    return deposed;
  }

  private static Optional<ChunkOutcome.GaveUp> deposed(RunMessage.Report report) {
    return report.ended().stream()
        .map(RunMessage.ChunkEnded::outcome)
        .filter(ChunkOutcome.GaveUp.class::isInstance)
        .map(ChunkOutcome.GaveUp.class::cast)
        .filter(why -> why.type().equals(Failures.STALE_EPOCH))
        .findFirst();
  }

  /** Asks the chain whether it has grown, unless that is being asked or makes no difference. */
  void lookForHead() {
    OngoingRun run = ongoing.orElseThrow();
    if (run.startAskingHead()) {
      await.accept(steps.lookForHead(run.number()));
    }
  }

  void headSeen(RunMessage.HeadSeen seen) {
    journal.headSeen(seen.head());
    ongoing.orElseThrow().headMoved(seen.head());
    coordination.handOut();
  }

  void headUnseen(RunMessage.HeadUnseen unseen) {
    journal.failure(Failures.type(unseen.cause()));
    ongoing.orElseThrow().headUnknown();
  }

  /** Everything is fetched or given up; a run prunes before it ends. */
  private void conclude(OngoingRun run) {
    coordination.finish();
    if (run.state().fork().isPresent()) {
      repair(run.state().fork().get());
    } else if (run.following()) {
      journal.followed(end().state());
    } else {
      await.accept(steps.prune(run.number(), run.plan().epoch(), history.askedFrom()));
    }
  }

  /** What is stored is not all on the chain any more: that is mended before anything is added. */
  void repair(String why) {
    OngoingRun run = ongoing.orElseThrow();
    journal.reorganised(why);
    run.repair();
    await.accept(steps.repair(run.number()));
  }
}
