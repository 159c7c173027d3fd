package network.rei.dau.ingest;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.ingest.history.BackfillCursor;
import network.rei.dau.ingest.history.HistoryRetention;

/**
 * What the supervisor does of the history when nothing else is to be done: by itself, as far back
 * as the settings say, and further when it is asked to. Only the supervisor touches it.
 */
final class HistoryWork {

  private final IngestSettings settings;
  private final boolean byItself;
  private final BackfillCursor fill = new BackfillCursor();
  private Optional<Backfill> backfill = Optional.empty();

  /**
   * @param byItself whether days are fetched without being asked for
   */
  HistoryWork(IngestSettings settings, boolean byItself) {
    this.settings = settings;
    this.byItself = byItself;
  }

  /** Somebody wants the history from a day on, and to hear how that ended. */
  void asked(LocalDate from, ActorRef<RunResult> asker, Instant now) {
    if (backfill.isEmpty()) {
      backfill = Optional.of(new Backfill(from, now));
    }
    backfill.get().askers.add(asker);
    backfill.get().reachBack(from);
  }

  /** How far back it was asked for. */
  Optional<LocalDate> askedFrom() {
    return backfill.map(asked -> asked.from);
  }

  /** The day to be fetched now, after a run over the retention or over another day. */
  Optional<LocalDate> next(Ledger ledger) {
    return byItself || backfill.isPresent() ? wanted(ledger).flatMap(fill::next) : Optional.empty();
  }

  /** Days that are still to be fetched. */
  int daysLeft(Ledger ledger) {
    return (int) (long) wanted(ledger).map(wanted -> wanted.lacking().count()).orElse(0L);
  }

  private Optional<HistoryRetention> wanted(Ledger ledger) {
    return HistoryRetention.of(ledger, settings, askedFrom());
  }

  /** A run ended; one over the retention begins with the newest day again. */
  void ended(Optional<LocalDate> day, RunResult.TaskCompleted run, Ledger ledger) {
    day.ifPresentOrElse(date -> fill.ended(isDone(date, ledger)), fill::begin);
    backfill.ifPresent(asked -> asked.add(run));
  }

  /** Of the last day, which is not over, there is no more to be had. */
  private static boolean isDone(LocalDate date, Ledger ledger) {
    return ledger.history().wholeDay(date).isPresent()
        || ledger.lastDay().filter(date::equals).isPresent();
  }

  /** Older days are not to be had at present. */
  void giveUp() {
    fill.giveUp();
  }

  /** Nothing is left to do: whoever asked hears of it. */
  void over(Instant now, long lastProcessedBlock) {
    backfill.ifPresent(asked -> asked.answer(asked.completed(now, lastProcessedBlock)));
    backfill = Optional.empty();
  }

  /** It cannot go on: whoever asked hears of it. */
  void broke(RunResult.TaskFailed failed) {
    fill.giveUp();
    backfill.ifPresent(asked -> asked.answer(failed));
    backfill = Optional.empty();
  }

  /** Asked for by hand. */
  private static final class Backfill {

    private final List<ActorRef<RunResult>> askers = new ArrayList<>();
    private final TreeSet<Long> missing = new TreeSet<>();
    private final Instant started;
    private LocalDate from;
    private long blocksFetched;
    private int recordsSealed;

    Backfill(LocalDate from, Instant started) {
      this.from = from;
      this.started = started;
    }

    void reachBack(LocalDate day) {
      from = day.isBefore(from) ? day : from;
    }

    void add(RunResult.TaskCompleted run) {
      blocksFetched += run.blocksFetched();
      recordsSealed += run.recordsSealed();
      missing.addAll(run.missingChunks());
    }

    RunResult.TaskCompleted completed(Instant now, long lastProcessedBlock) {
      return new RunResult.TaskCompleted(
          now,
          lastProcessedBlock,
          blocksFetched,
          recordsSealed,
          List.copyOf(missing),
          Duration.between(started, now));
    }

    void answer(RunResult result) {
      askers.forEach(asker -> asker.tell(result));
    }
  }
}
