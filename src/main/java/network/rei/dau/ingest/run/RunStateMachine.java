package network.rei.dau.ingest.run;

import akka.actor.typed.ActorRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerRecord;
import network.rei.dau.ingest.ChunkCoordinator;
import network.rei.dau.ingest.IngestFailureType;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.RunResult;
import network.rei.dau.ingest.StoredBlock;
import network.rei.dau.ingest.reorg.DetachedSightings;
import network.rei.dau.ingest.reorg.ReorgRepair;

/**
 * Decides which run starts next and leads it to its end. It takes events and returns the {@link
 * RunEffect effects} that they cause, in order; it performs none of them itself.
 *
 * <p>At most one run is in progress:
 *
 * <ul>
 *   <li>a run over the retention is planned, fetched and pruned. On an empty store it covers the
 *       first window only, and a run over the whole retention follows;
 *   <li>a run over a day before the retention follows it, for as long as days are missing;
 *   <li>following the head fetches only the newest blocks, and tries the chunks that were given up
 *       again. A run that is due replaces it.
 * </ul>
 *
 * Whatever shows that the chain was reorganised replaces the rest of the run by a repair, after
 * which the run starts again.
 */
public final class RunStateMachine {

  private enum Kind {
    RETENTION,
    DAY,
    FOLLOW
  }

  /** The run in progress. */
  private static final class Run {
    private final long number;
    private final Kind kind;
    private final Optional<LocalDate> day;
    private final int daysLeft;
    private final Instant started;
    private final List<ActorRef<RunResult>> requesters = new ArrayList<>();
    private Optional<RunPlanner.Plan> plan = Optional.empty();
    private Optional<ChunkPlan> chunks = Optional.empty();

    /** Present while chunks are assigned to coordinators. */
    private Optional<Assignments> assignments = Optional.empty();

    private boolean readingHead;
    private boolean repairing;

    /** Whether it repeats a run, so that blocks which are not served are not requested again. */
    private boolean isRepetition;

    /** The number of blocks that repairs have fetched for this run before it was planned again. */
    private long blocksOfRepairs;

    Run(long number, Kind kind, Optional<LocalDate> day, int daysLeft, Instant started) {
      this.number = number;
      this.kind = kind;
      this.day = day;
      this.daysLeft = daysLeft;
      this.started = started;
    }

    boolean isFetching() {
      return chunks.filter(planned -> !planned.isFinished()).isPresent();
    }

    RunResult.TaskCompleted completed(Instant now, long lastProcessedBlock) {
      return new RunResult.TaskCompleted(
          now,
          lastProcessedBlock,
          chunks.map(ChunkPlan::blocksFetched).orElse(0L) + blocksOfRepairs,
          chunks.map(ChunkPlan::recordsSealed).orElse(0),
          chunks.map(ChunkPlan::missing).orElse(List.of()),
          Duration.between(started, now));
    }
  }

  private final IngestSettings settings;
  private final boolean onDemand;
  private final LongSupplier runNumbers;
  private final Clock clock;
  private final Backfill backfill;
  private final PostponedChunks postponed;
  private final DetachedSightings detached = new DetachedSightings();
  private Optional<Run> current = Optional.empty();
  private final RepeatBackoff repeats;
  private boolean lastRunFailed;

  /**
   * Whether following the head failed because of endpoints or the store since it last succeeded.
   */
  private boolean isHindered;

  /** Whether a head was announced that was not read yet. */
  private boolean headAnnounced;

  private Duration followInterval;

  /** The oldest block that is served, if the last run needed older ones. */
  private OptionalLong servedFrom = OptionalLong.empty();

  /** The epoch to commit under, as far as it is known. */
  private OptionalLong epoch = OptionalLong.empty();

  /** Holds for coordinators of nodes that cannot fetch while others can. */
  private final Predicate<ActorRef<ChunkCoordinator.Command>> excluded;

  /** The effects of the event that is being handled. */
  private List<RunEffect> effects = new ArrayList<>();

  /**
   * @param onDemand whether days before the retention are fetched on request only, and the first
   *     run covers the whole retention
   * @param runNumbers supplies a number for each run that no earlier run has had
   * @param excluded holds for coordinators of nodes that cannot fetch while others can
   */
  public RunStateMachine(
      IngestSettings settings,
      boolean onDemand,
      LongSupplier runNumbers,
      Predicate<ActorRef<ChunkCoordinator.Command>> excluded,
      Clock clock) {
    this.settings = settings;
    this.onDemand = onDemand;
    this.runNumbers = runNumbers;
    this.excluded = excluded;
    this.clock = clock;
    this.backfill = new Backfill(settings, !onDemand);
    this.postponed = new PostponedChunks(settings);
    this.repeats = new RepeatBackoff(settings.interval());
    this.followInterval = settings.followInterval();
  }

  /** Returns whether a run, or following the head, is in progress. */
  public boolean isInProgress() {
    return current.isPresent();
  }

  /** Returns whether a run, or following the head, of this number is in progress. */
  public boolean isInProgress(long run) {
    return current.filter(now -> now.number == run).isPresent();
  }

  /** Returns the progress of the run; empty while it is planned and while the head is followed. */
  public Optional<IngestStatus.Progress> progress() {
    return current
        .filter(run -> run.kind != Kind.FOLLOW)
        .flatMap(
            run ->
                run.chunks.map(
                    chunks ->
                        new IngestStatus.Progress(
                            chunks.blocksFetched(),
                            chunks.blocksLeft(),
                            run.started,
                            run.day,
                            run.daysLeft)));
  }

  /** Returns the first day of a requested backfill that has not ended. */
  public Optional<LocalDate> backfillFrom() {
    return backfill.requestedFrom();
  }

  /**
   * Returns the time until following the head is due again: the measured time between blocks, at
   * most {@link IngestSettings#followInterval}. After a failed run it is the latter.
   */
  public Duration followDelay() {
    return followsHead() ? followInterval : settings.followInterval();
  }

  /** Returns whether the head is followed next, and not a run repeated that failed. */
  public boolean followsHead() {
    return epoch.isPresent() && (!lastRunFailed || current.filter(Run::isFetching).isPresent());
  }

  // Timers and requests

  /** A run is due. It is skipped if one is in progress. */
  public List<RunEffect> runDue() {
    startRunUnlessBusy();
    return takeEffects();
  }

  /** A run is to be repeated, unless that has happened already. */
  public List<RunEffect> repeatDue() {
    if (repeats.isPending()) {
      if (mustEndFirst()) {
        emit(new RunEffect.RepeatRun(RepeatBackoff.FIRST));
      } else {
        repeatRun();
      }
    }
    return takeEffects();
  }

  private void repeatRun() {
    repeats.repeated();
    startRun(List.of(), 0);
    current.orElseThrow().isRepetition = true;
  }

  /** Following the head is due. A run in progress moves its head instead. */
  public List<RunEffect> followDue() {
    if (current.isEmpty()) {
      startFollowing();
    } else if (!current.get().readingHead && current.get().isFetching()) {
      readHead(current.get());
    }
    return takeEffects();
  }

  private void readHead(Run run) {
    run.readingHead = true;
    emit(new RunEffect.ReadHead(run.number));
  }

  /**
   * An endpoint announced a new head, which does not make a failed run due again. If the head is
   * being read, or a run is planned, it is read once more after that.
   */
  public List<RunEffect> headAnnounced() {
    if (!followsHead()) {
      return List.of();
    }
    List<RunEffect> following = followDue();
    headAnnounced = following.isEmpty();
    return following;
  }

  /** Workers have joined, which do not know of the run, or other nodes can fetch than before. */
  public List<RunEffect> workersChanged() {
    return announceRun(Assignments::excludedChanged);
  }

  /** The workers may have missed the announcement of the run. */
  public List<RunEffect> reminderDue() {
    return announceRun(Assignments::reminderDue);
  }

  private List<RunEffect> announceRun(Function<Assignments, List<RunEffect.AssignWork>> assigning) {
    current
        .filter(run -> run.assignments.isPresent())
        .ifPresent(
            run -> {
              emit(new RunEffect.BeginRun(run.number));
              effects.addAll(assigning.apply(run.assignments.get()));
            });
    return takeEffects();
  }

  /** A run over the retention is requested. One that is in progress is not started again. */
  public List<RunEffect> runRequested(ActorRef<RunResult> requester) {
    startRunUnlessBusy();
    current.orElseThrow().requesters.add(requester);
    return takeEffects();
  }

  /** A run over the retention and all days from one on are requested. */
  public List<RunEffect> backfillRequested(LocalDate from, ActorRef<RunResult> requester) {
    backfill.requested(from, requester, clock.instant());
    startRunUnlessBusy();
    return takeEffects();
  }

  /** The supervisor stops or restarts. */
  public List<RunEffect> stopped() {
    RunResult.TaskFailed failed =
        new RunResult.TaskFailed(
            clock.instant(), IngestFailureType.INTERNAL, "the run was stopped");
    current.ifPresent(run -> reply(run, failed));
    backfill.fail(failed).ifPresent(this::emit);
    return takeEffects();
  }

  // What the planner answers

  /** The run in progress is planned. */
  public List<RunEffect> planned(RunPlanner.Plan plan) {
    epoch = OptionalLong.of(plan.epoch());
    followInterval = plan.followInterval();
    report(new IngestStatusTracker.HeadSeen(plan.head()));
    Set<StoredBlock> off = detached.checked(plan.detached(), clock.instant());
    if (plan.fork().isPresent() || !off.isEmpty()) {
      repair(plan.fork().orElseGet(() -> reason(off, plan.head())), off);
    } else {
      fetch(current.orElseThrow(), plan);
    }
    return takeEffects();
  }

  private static String reason(Set<StoredBlock> detached, long head) {
    long lowest = detached.stream().mapToLong(StoredBlock::number).min().orElseThrow();
    return "the stored block "
        + lowest
        + " and others are above the head, block "
        + head
        + ", and older than it, and no endpoint serves them";
  }

  private void fetch(Run run, RunPlanner.Plan plan) {
    ChunkPlan chunks = chunks(run, plan);
    run.plan = Optional.of(plan);
    run.chunks = Optional.of(chunks);
    if (run.kind != Kind.FOLLOW) {
      report(
          new IngestStatusTracker.RunPlanned(
              run.number,
              plan.firstBlock(),
              plan.head(),
              run.day,
              chunks.blocksLeft(),
              plan.servedFrom()));
    }
    if (chunks.isFinished()) {
      fetched(run);
    } else {
      run.assignments = Optional.of(new Assignments(chunks, excluded));
      emit(new RunEffect.BeginRun(run.number));
    }
  }

  private ChunkPlan chunks(Run run, RunPlanner.Plan plan) {
    if (run.kind == Kind.FOLLOW) {
      return plan.chunks(run.number, settings.chunkSize(), servedFrom, postponed.nextRound());
    }
    servedFrom = plan.servedFrom();
    return plan.chunks(
        run.number,
        settings.chunkSize(),
        servedFrom,
        run.isRepetition ? postponed.blockFailures() : Map.of());
  }

  /** No endpoint serves the blocks of the day, and so none of an older day. */
  public List<RunEffect> dayUnavailable(Ledger ledger) {
    Run run = end();
    long last = lastBlock(ledger);
    report(new IngestStatusTracker.DayUnavailable(run.day.orElseThrow()));
    reply(run, run.completed(clock.instant(), last));
    backfill.suspend();
    backfill.complete(clock.instant(), last).ifPresent(this::emit);
    return takeEffects();
  }

  /** The head was read while a run is in progress. It may be lower than before. */
  public List<RunEffect> headSeen(long head) {
    report(new IngestStatusTracker.HeadSeen(head));
    Run run = current.orElseThrow();
    run.readingHead = false;
    if (run.assignments.isPresent()) {
      effects.addAll(run.assignments.get().headMoved(head));
      if (!run.isFetching()) {
        fetched(run);
      } else if (headAnnounced) {
        headAnnounced = false;
        readHead(run);
      }
    }
    return takeEffects();
  }

  /** The head could not be read while a run is in progress. */
  public List<RunEffect> headUnknown(IngestFailureType why) {
    report(new IngestStatusTracker.AttemptFailed(why));
    isHindered |= why.concernsNode();
    current.orElseThrow().readingHead = false;
    return takeEffects();
  }

  /** Everything that is too old is deleted. */
  public List<RunEffect> pruned(Ledger ledger) {
    Optional<String> fork = ledger.brokenLink();
    if (fork.isPresent()) {
      repair(fork.get(), Set.of());
    } else {
      completed(end(), ledger);
    }
    return takeEffects();
  }

  /** The store follows the chain again. A repair that replaced nothing would only be repeated. */
  public List<RunEffect> repaired(RunPlanner.Repaired repaired) {
    ReorgRepair.Done done = repaired.done();
    if (done.records() == 0) {
      fail(
          new ChunkOutcome.GaveUp(
              IngestFailureType.REORGANISED,
              "the endpoints disagree on the chain; nothing was replaced"));
    } else {
      epoch = OptionalLong.of(repaired.epoch());
      report(new IngestStatusTracker.Repaired(done));
      restart(end(), done.blocksFetched());
    }
    return takeEffects();
  }

  /** A step of the run in progress failed. The next tick of a timer tries again. */
  public List<RunEffect> failed(ChunkOutcome.GaveUp why) {
    fail(why);
    return takeEffects();
  }

  // What coordinators report

  /**
   * A coordinator reports.
   *
   * @param slots the number of chunks that it works on at the same time
   * @param inProgress the tickets of the chunks that it works on
   * @param ended the outcomes that it does not know to have arrived
   */
  public List<RunEffect> reported(
      long run,
      ActorRef<ChunkCoordinator.Command> coordinator,
      int slots,
      List<Long> inProgress,
      List<ChunkCoordinator.ChunkEnded> ended) {
    Optional<Assignments> assignments =
        current.filter(now -> now.number == run).flatMap(now -> now.assignments);
    if (assignments.isEmpty()) {
      emit(new RunEffect.FinishCoordinator(coordinator));
      return takeEffects();
    }
    if (!assignments.get().contains(coordinator)) {
      emit(new RunEffect.WatchCoordinator(run, coordinator));
    }
    assignments.get().reported(coordinator, slots, inProgress, ended).forEach(this::emit);
    Optional<ChunkOutcome.GaveUp> staleEpoch = staleEpoch(ended);
    if (staleEpoch.isPresent()) {
      fail(staleEpoch.get());
    } else if (!current.orElseThrow().isFetching()) {
      fetched(current.orElseThrow());
    }
    return takeEffects();
  }

  /** Returns the failure that shows that another process has taken the store over. */
  private static Optional<ChunkOutcome.GaveUp> staleEpoch(List<ChunkCoordinator.ChunkEnded> ended) {
    return ended.stream()
        .map(ChunkCoordinator.ChunkEnded::outcome)
        .filter(ChunkOutcome.GaveUp.class::isInstance)
        .map(ChunkOutcome.GaveUp.class::cast)
        .filter(why -> why.type() == IngestFailureType.STALE_EPOCH)
        .findFirst();
  }

  /** An attempt at a chunk failed; the fetcher may try again. */
  public List<RunEffect> attemptFailed(IngestFailureType why) {
    report(new IngestStatusTracker.AttemptFailed(why));
    return takeEffects();
  }

  /** A coordinator has stopped, or its node is gone. */
  public List<RunEffect> coordinatorGone(ActorRef<ChunkCoordinator.Command> coordinator) {
    current
        .flatMap(run -> run.assignments)
        .map(assignments -> assignments.coordinatorGone(coordinator))
        .ifPresent(effects::addAll);
    return takeEffects();
  }

  // The start of a run

  /** Following the head makes way for a run, but a repair is never left unfinished. */
  private void startRunUnlessBusy() {
    if (!mustEndFirst()) {
      startRun(List.of(), 0);
    }
  }

  private boolean mustEndFirst() {
    return current.filter(run -> run.kind != Kind.FOLLOW || run.repairing).isPresent();
  }

  private void startRun(List<ActorRef<RunResult>> requesters, long blocksOfRepairs) {
    Run run = start(Kind.RETENTION, Optional.empty(), 0);
    run.requesters.addAll(requesters);
    run.blocksOfRepairs = blocksOfRepairs;
    report(new IngestStatusTracker.RunStarted(run.started));
    emit(new RunEffect.PlanRun(run.number, epoch, onDemand));
  }

  private void startDay(LocalDate day, int daysLeft) {
    Run run = start(Kind.DAY, Optional.of(day), daysLeft);
    report(new IngestStatusTracker.RunStarted(run.started));
    emit(new RunEffect.PlanDay(run.number, epoch.orElseThrow(), day));
  }

  private void startFollowing() {
    if (epoch.isEmpty() || lastRunFailed) {
      startRun(List.of(), 0);
    } else {
      Run run = start(Kind.FOLLOW, Optional.empty(), 0);
      emit(new RunEffect.PlanFollow(run.number, epoch.getAsLong(), postponed.oldest()));
    }
  }

  private Run start(Kind kind, Optional<LocalDate> day, int daysLeft) {
    current.ifPresent(this::finishCoordinators);
    Run run = new Run(runNumbers.getAsLong(), kind, day, daysLeft, clock.instant());
    current = Optional.of(run);
    return run;
  }

  /** Starts again what a repair has interrupted. */
  private void restart(Run run, long blocksFetched) {
    if (run.kind == Kind.FOLLOW && run.requesters.isEmpty() && backfill.requestedFrom().isEmpty()) {
      startFollowing();
    } else {
      startRun(run.requesters, run.blocksOfRepairs + blocksFetched);
    }
  }

  // The end of a run

  /** All chunks are stored or given up. A run prunes before it ends. */
  private void fetched(Run run) {
    finishCoordinators(run);
    ChunkPlan chunks = run.chunks.orElseThrow();
    if (run.kind == Kind.FOLLOW || run.isRepetition) {
      postponed.roundEnded(chunks, followDelay());
    } else {
      postponed.runEnded(chunks, followDelay());
    }
    if (chunks.fork().isPresent()) {
      repair(chunks.fork().get(), Set.of());
    } else if (run.kind == Kind.FOLLOW) {
      end();
      report(
          new IngestStatusTracker.HeadFollowed(
              chunks.firstChunk(), chunks.missing(), chunks.blocksFetched(), chunks.headFailure()));
      followed(chunks);
    } else {
      long committed = run.plan.orElseThrow().epoch();
      emit(new RunEffect.Prune(run.number, committed, backfill.requestedFrom()));
    }
  }

  /** Repeats what failed as soon as blocks show that endpoints and the store work again. */
  private void followed(ChunkPlan chunks) {
    if (chunks.headFailure().filter(why -> why.type().concernsNode()).isPresent()) {
      isHindered = true;
    } else if (isHindered && chunks.blocksFetched() > 0) {
      isHindered = false;
      postponed.causeGone();
      if (repeats.isPending()) {
        repeatRun();
      }
    }
  }

  /** The stored records are not all on the chain: nothing is added before they are replaced. */
  private void repair(String why, Set<StoredBlock> off) {
    Run run = current.orElseThrow();
    run.repairing = true;
    report(new IngestStatusTracker.Reorganised(why));
    emit(new RunEffect.Repair(run.number, off));
  }

  /** After the first window follows the whole retention, and then the days before it. */
  private void completed(Run run, Ledger ledger) {
    long last = lastBlock(ledger);
    RunResult.TaskCompleted result = run.completed(clock.instant(), last);
    ChunkPlan chunks = run.chunks.orElseThrow();
    lastRunFailed = false;
    followInterval = FollowInterval.of(ledger.records(), settings.followInterval());
    report(
        new IngestStatusTracker.RunCompleted(
            run.number, result, chunks.firstChunk(), chunks.newestFailure()));
    if (chunks.givenUp().values().stream().anyMatch(why -> why.type().concernsNode())) {
      repeatLater(run);
    } else if (isRepeated(run)) {
      repeats.runComplete();
    }
    if (last >= 0 && !run.plan.orElseThrow().wholeRetention()) {
      startRun(run.requesters, run.blocksOfRepairs);
    } else {
      reply(run, result);
      backfill.runCompleted(run.day, result, ledger);
      backfill
          .nextDay(ledger)
          .ifPresentOrElse(
              day -> startDay(day, backfill.daysLeft(ledger)),
              () -> backfill.complete(clock.instant(), last).ifPresent(this::emit));
    }
  }

  private void repeatLater(Run run) {
    if (isRepeated(run)) {
      emit(new RunEffect.RepeatRun(repeats.runIncomplete()));
    }
  }

  /**
   * Returns whether a run is repeated as a whole. What a run over the retention lacks is fetched by
   * following the head, if that is on.
   */
  private boolean isRepeated(Run run) {
    return !onDemand && (run.kind == Kind.DAY || settings.followInterval().isZero());
  }

  private void fail(ChunkOutcome.GaveUp why) {
    Run run = end();
    if (why.type().concernsNode()) {
      if (run.kind == Kind.FOLLOW) {
        isHindered = true;
      } else {
        repeatLater(run);
      }
    }
    if (why.type() == IngestFailureType.STALE_EPOCH) {
      epoch = OptionalLong.empty();
    }
    RunResult.TaskFailed failed =
        new RunResult.TaskFailed(clock.instant(), why.type(), why.reason());
    reply(run, failed);
    switch (run.kind) {
      case FOLLOW -> report(new IngestStatusTracker.FollowFailed(failed));
      case DAY -> report(new IngestStatusTracker.DayFailed(run.day.orElseThrow(), failed));
      case RETENTION -> {
        lastRunFailed = true;
        report(new IngestStatusTracker.RunFailed(run.number, failed));
      }
    }
    if (run.kind != Kind.FOLLOW) {
      backfill.fail(failed).ifPresent(this::emit);
    }
  }

  /**
   * Ends the run in progress, in whatever state it is. A head that is still being read for it would
   * be ignored, so it is read once more.
   */
  private Run end() {
    Run run = current.orElseThrow();
    current = Optional.empty();
    headAnnounced |= run.readingHead;
    finishCoordinators(run);
    return run;
  }

  private void finishCoordinators(Run run) {
    run.assignments
        .map(Assignments::coordinators)
        .ifPresent(all -> all.forEach(one -> emit(new RunEffect.FinishCoordinator(one))));
    run.assignments = Optional.empty();
  }

  private void reply(Run run, RunResult result) {
    if (!run.requesters.isEmpty()) {
      emit(new RunEffect.Reply(List.copyOf(run.requesters), result));
    }
  }

  private static long lastBlock(Ledger ledger) {
    return ledger.last().map(LedgerRecord::lastBlock).orElse(-1L);
  }

  private void report(IngestStatusTracker.Event event) {
    emit(new RunEffect.TrackStatus(event));
  }

  private void emit(RunEffect effect) {
    effects.add(effect);
  }

  private List<RunEffect> takeEffects() {
    if (headAnnounced && current.isEmpty()) {
      headAnnounced = false;
      if (followsHead()) {
        startFollowing();
      }
    }
    List<RunEffect> taken = List.copyOf(effects);
    effects = new ArrayList<>();
    return taken;
  }
}
