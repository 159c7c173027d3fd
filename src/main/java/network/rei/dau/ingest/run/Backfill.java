package network.rei.dau.ingest.run;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.ingest.RunResult;
import network.rei.dau.ingest.history.BackfillCursor;
import network.rei.dau.ingest.history.HistoryRetention;

/**
 * The days before the retention: which of them a run fetches next, as far back as the settings or a
 * request ask for.
 */
final class Backfill {

  private final IngestSettings settings;
  private final boolean automatic;
  private final BackfillCursor cursor = new BackfillCursor();
  private Optional<Request> request = Optional.empty();

  /**
   * @param automatic whether days are also fetched without a request
   */
  Backfill(IngestSettings settings, boolean automatic) {
    this.settings = settings;
    this.automatic = automatic;
  }

  /** Adds a request for all days from one on, but none before the oldest day of a backfill. */
  void requested(LocalDate day, ActorRef<RunResult> requester, Instant now) {
    LocalDate from = day.isBefore(HistoryRetention.OLDEST_DAY) ? HistoryRetention.OLDEST_DAY : day;
    if (request.isEmpty()) {
      request = Optional.of(new Request(from, now));
    }
    request.get().add(from, requester);
  }

  /** Returns the first day that was requested. */
  Optional<LocalDate> requestedFrom() {
    return request.map(pending -> pending.from);
  }

  /** Returns the day that the next run fetches, which counts as tried then. */
  Optional<LocalDate> nextDay(Ledger ledger) {
    return automatic || request.isPresent()
        ? wanted(ledger).flatMap(cursor::next)
        : Optional.empty();
  }

  /** Returns the number of days that are still to be fetched. */
  int daysLeft(Ledger ledger) {
    return (int) (long) wanted(ledger).map(wanted -> wanted.lacking().count()).orElse(0L);
  }

  private Optional<HistoryRetention> wanted(Ledger ledger) {
    return HistoryRetention.of(ledger, settings, requestedFrom());
  }

  /**
   * Records the end of a run. After one over the retention, the newest day is tried again first.
   *
   * @param day the day that the run fetched; empty if it was over the retention
   */
  void runCompleted(Optional<LocalDate> day, RunResult.TaskCompleted run, Ledger ledger) {
    day.ifPresentOrElse(date -> cursor.ended(isComplete(date, ledger)), cursor::begin);
    request.ifPresent(pending -> pending.add(run));
  }

  /** The last day is not over: no more of it can be fetched. */
  private static boolean isComplete(LocalDate date, Ledger ledger) {
    return ledger.history().wholeDay(date).isPresent()
        || ledger.lastDay().filter(date::equals).isPresent();
  }

  /** Leaves the older days until after the next run over the retention. */
  void suspend() {
    cursor.giveUp();
  }

  /** Ends the request, if there is one, with what was fetched for it. */
  Optional<RunEffect> complete(Instant now, long lastProcessedBlock) {
    return end(pending -> pending.completed(now, lastProcessedBlock));
  }

  /** Ends the request, if there is one, with a failure. */
  Optional<RunEffect> fail(RunResult.TaskFailed failed) {
    suspend();
    return end(pending -> failed);
  }

  private Optional<RunEffect> end(Function<Request, RunResult> result) {
    Optional<RunEffect> reply =
        request.map(
            pending -> new RunEffect.Reply(List.copyOf(pending.requesters), result.apply(pending)));
    request = Optional.empty();
    return reply;
  }

  /** What was requested, and what was fetched for it. */
  private static final class Request {

    private final List<ActorRef<RunResult>> requesters = new ArrayList<>();
    private final TreeSet<Long> missing = new TreeSet<>();
    private final Instant started;
    private LocalDate from;
    private long blocksFetched;
    private int recordsSealed;

    Request(LocalDate from, Instant started) {
      this.from = from;
      this.started = started;
    }

    void add(LocalDate day, ActorRef<RunResult> requester) {
      requesters.add(requester);
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
  }
}
