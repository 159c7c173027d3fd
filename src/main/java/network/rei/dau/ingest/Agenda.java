package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;

/**
 * What is begun, and what comes after it: runs, days before the retention, and following the head,
 * one at a time; and who hears how that ended. Only the supervisor touches it.
 */
final class Agenda {

  private final boolean onDemand;
  private final AtomicLong runNumbers;
  private final Clock clock;
  private final RunPlanner steps;
  private final RunCourse course;
  private final HistoryWork history;
  private final IngestStatusTracker journal;

  /** Under which we may commit, as far as we know. */
  private OptionalLong epoch = OptionalLong.empty();

  /**
   * Nothing is begun yet.
   *
   * @param onDemand whether nothing is begun but what is asked for
   * @param runNumbers the number of the last run
   */
  Agenda(
      boolean onDemand,
      AtomicLong runNumbers,
      Clock clock,
      RunPlanner steps,
      RunCourse course,
      HistoryWork history,
      IngestStatusTracker journal) {
    this.onDemand = onDemand;
    this.runNumbers = runNumbers;
    this.clock = clock;
    this.steps = steps;
    this.course = course;
    this.history = history;
    this.journal = journal;
  }

  void runAskedFor(ActorRef<RunResult> asker) {
    runIsDue();
    course.ongoing().orElseThrow().askedBy(asker);
  }

  void backfillAskedFor(LocalDate from, ActorRef<RunResult> asker) {
    history.asked(from, asker, clock.instant());
    runIsDue();
  }

  /** Begins a run; left out if one is under way. */
  void runIsDue() {
    if (!course.isBusy()) {
      startRun();
    }
  }

  /** Follows the head; where something is under way, that takes it in. */
  void followIsDue() {
    if (course.ongoing().isPresent()) {
      course.lookForHead();
    } else {
      startFollowing();
    }
  }

  private void startFollowing() {
    if (epoch.isEmpty() || journal.lastRunFailed()) {
      startRun();
    } else {
      OngoingRun following = next(OngoingRun.Goal.follow());
      course.begin(following, steps.planFollow(following.number(), epoch.getAsLong()));
    }
  }

  private OngoingRun startRun() {
    OngoingRun run = next(OngoingRun.Goal.retention());
    journal.runStarted(run.started());
    course.begin(run, steps.planRun(run.number(), epoch, onDemand));
    return run;
  }

  /** Begins a run over a day before the retention. */
  private void startDay(LocalDate day, int daysLeft) {
    OngoingRun run = next(OngoingRun.Goal.history(day, daysLeft));
    journal.runStarted(run.started());
    course.begin(run, steps.planDay(run.number(), epoch.orElseThrow(), day));
  }

  private OngoingRun next(OngoingRun.Goal goal) {
    return new OngoingRun(runNumbers.incrementAndGet(), goal, clock.instant());
  }

  void planned(RunMessage.Planned planned) {
    epoch = OptionalLong.of(planned.plan().epoch());
    course.planned(planned.plan());
  }

  void reported(RunMessage.Report report) {
    course.reported(report).ifPresent(this::broke);
  }

  void pruned(RunMessage.Pruned pruned) {
    Optional<String> fork = pruned.ledger().contradiction();
    if (fork.isPresent()) {
      course.repair(fork.get());
    } else {
      completed(course.end(), pruned.ledger());
    }
  }

  /** After the first window comes the whole retention, and after that the days before it. */
  private void completed(OngoingRun run, Ledger ledger) {
    long last = lastBlock(ledger);
    RunResult.TaskCompleted result = run.completed(clock.instant(), last);
    journal.runCompleted(run, result);
    if (last >= 0 && !run.plan().wholeRetention()) {
      run.handAskersTo(startRun());
    } else {
      run.answer(result);
      history.ended(run.day(), result, ledger);
      goBack(ledger, last);
    }
  }

  /** Nothing is left to do for the retention: a day before it is next, if any. */
  private void goBack(Ledger ledger, long last) {
    history
        .next(ledger)
        .ifPresentOrElse(
            day -> startDay(day, history.daysLeft(ledger)),
            () -> history.over(clock.instant(), last));
  }

  /** The endpoints have no older days either. */
  void unserved(RunMessage.Unserved unserved) {
    OngoingRun run = course.end();
    journal.dayUnserved(run);
    RunResult.TaskCompleted nothing =
        run.completedWithNothing(clock.instant(), lastBlock(unserved.ledger()));
    run.answer(nothing);
    history.giveUp();
    history.over(nothing.timestamp(), nothing.lastProcessedBlock());
  }

  private static long lastBlock(Ledger ledger) {
    return ledger.last().map(LedgerRecord::lastBlock).orElse(-1L);
  }

  /** Begins again what the repair interrupted; a repair that mended nothing would be repeated. */
  void repaired(RunMessage.Repaired repaired) {
    if (repaired.done().records() == 0) {
      broke(
          new ChunkOutcome.GaveUp(
              Failures.REORGANISED, "endpoints disagree on the chain; nothing was replaced"));
    } else {
      epoch = OptionalLong.of(repaired.epoch());
      journal.repaired(repaired.done());
      beginAgain(course.end());
    }
  }

  private void beginAgain(OngoingRun run) {
    if (run.following() && !run.isAskedFor() && history.askedFrom().isEmpty()) {
      startFollowing();
    } else {
      run.handAskersTo(startRun());
    }
  }

  /** What is under way cannot go on; the next tick tries again. */
  void broke(ChunkOutcome.GaveUp why) {
    OngoingRun run = course.end();
    if (why.type().equals(Failures.STALE_EPOCH)) {
      epoch = OptionalLong.empty();
    }
    RunResult.TaskFailed failed = failed(why);
    journal.broke(run, failed);
    run.answer(failed);
    if (!run.following()) {
      history.broke(failed);
    }
  }

  /** Who waits for a run that ends with this incarnation must hear of it. */
  void stopped() {
    RunResult.TaskFailed failed =
        failed(new ChunkOutcome.GaveUp(Failures.INTERNAL, "the run was stopped"));
    course.ongoing().ifPresent(run -> run.answer(failed));
    history.broke(failed);
  }

  private RunResult.TaskFailed failed(ChunkOutcome.GaveUp why) {
    return new RunResult.TaskFailed(clock.instant(), why.type(), why.reason());
  }
}
