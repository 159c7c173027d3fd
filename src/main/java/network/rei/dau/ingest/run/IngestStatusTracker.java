package network.rei.dau.ingest.run;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.ingest.IngestFailureType;
import network.rei.dau.ingest.IngestMetrics;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.RunResult;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.ingest.WorkerObstacle;
import network.rei.dau.ingest.reorg.ReorgRepair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code /health}, the log and the metrics report about ingest: how runs ended, what failed
 * and how often, and what is missing. A failure that persists is logged when it begins and when it
 * is over, not at every attempt.
 */
public final class IngestStatusTracker {

  /** Something that the {@link RunStateMachine} reports. */
  public sealed interface Event {
    void applyTo(IngestStatusTracker tracker);

    /** Returns why a run could not go on; empty if it could. */
    default Optional<String> failure() {
      return Optional.empty();
    }
  }

  /** A run over the retention or over a day before it has started. */
  record RunStarted(Instant at) implements Event {
    @Override
    public void applyTo(IngestStatusTracker tracker) {
      tracker.runStarted(this);
    }
  }

  /** The newest block to fetch is known. */
  record HeadSeen(long head) implements Event {
    @Override
    public void applyTo(IngestStatusTracker tracker) {
      tracker.head = OptionalLong.of(head);
    }
  }

  /**
   * A run is planned.
   *
   * @param day the day before the retention that it fetches
   * @param blocksLeft the number of blocks to fetch
   * @param servedFrom the oldest block that an endpoint serves, if the run needs older ones
   */
  record RunPlanned(
      long run,
      long firstBlock,
      long head,
      Optional<LocalDate> day,
      long blocksLeft,
      OptionalLong servedFrom)
      implements Event {
    @Override
    public void applyTo(IngestStatusTracker tracker) {
      tracker.runPlanned(this);
    }
  }

  /**
   * A run has ended, with or without missing chunks.
   *
   * @param firstChunk the oldest chunk of the retention
   * @param newestFailure why the newest missing chunk was given up
   */
  record RunCompleted(
      long run,
      RunResult.TaskCompleted result,
      long firstChunk,
      Optional<ChunkOutcome.GaveUp> newestFailure)
      implements Event {
    @Override
    public void applyTo(IngestStatusTracker tracker) {
      tracker.runCompleted(this);
    }
  }

  /** A run over the retention could not go on. */
  record RunFailed(long run, RunResult.TaskFailed result) implements Event {
    @Override
    public void applyTo(IngestStatusTracker tracker) {
      tracker.runFailed(this);
    }

    @Override
    public Optional<String> failure() {
      return Optional.of(result.error());
    }
  }

  /** A run over a day before the retention could not go on. */
  record DayFailed(LocalDate day, RunResult.TaskFailed result) implements Event {
    @Override
    public void applyTo(IngestStatusTracker tracker) {
      tracker.dayFailed(this);
    }

    @Override
    public Optional<String> failure() {
      return Optional.of(result.error());
    }
  }

  /** No endpoint serves the blocks of a day any more. */
  record DayUnavailable(LocalDate day) implements Event {
    @Override
    public void applyTo(IngestStatusTracker tracker) {
      tracker.dayUnavailable(this);
    }
  }

  /**
   * The newest blocks were fetched, as far as possible.
   *
   * @param firstChunk the oldest chunk that was checked
   * @param missing the indexes of the chunks from there on that still lack blocks, ascending
   * @param headFailure why the chunk of the head was given up
   */
  record HeadFollowed(
      long firstChunk,
      List<Long> missing,
      long blocksFetched,
      Optional<ChunkOutcome.GaveUp> headFailure)
      implements Event {
    @Override
    public void applyTo(IngestStatusTracker tracker) {
      tracker.headFollowed(this);
    }
  }

  /** The newest blocks could not be fetched. */
  record FollowFailed(RunResult.TaskFailed result) implements Event {
    @Override
    public void applyTo(IngestStatusTracker tracker) {
      tracker.count(result.type());
      tracker.reorganisation = Optional.empty();
      tracker.followProblem(result.type(), result.error());
    }

    @Override
    public Optional<String> failure() {
      return Optional.of(result.error());
    }
  }

  /** The chain was reorganised; the stored records are repaired next. */
  record Reorganised(String reason) implements Event {
    @Override
    public void applyTo(IngestStatusTracker tracker) {
      tracker.reorganised(this);
    }
  }

  /** The store follows the chain again; some records were replaced. */
  record Repaired(ReorgRepair.Done done) implements Event {
    @Override
    public void applyTo(IngestStatusTracker tracker) {
      tracker.repaired(this);
    }
  }

  /** An attempt failed that may be repeated. */
  record AttemptFailed(IngestFailureType type) implements Event {
    @Override
    public void applyTo(IngestStatusTracker tracker) {
      tracker.count(type);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(StatsSupervisor.class);

  private final IngestMetrics metrics;
  private Optional<Instant> runningSince = Optional.empty();
  private Optional<IngestStatus.LastRun> lastRun = Optional.empty();
  private OptionalLong head = OptionalLong.empty();
  private List<Long> missing = List.of();
  private Optional<String> followProblem = Optional.empty();
  private OptionalLong servedFrom = OptionalLong.empty();

  /** Why the chain must have been reorganised, while the stored records are being repaired. */
  private Optional<String> reorganisation = Optional.empty();

  /** The newest stored block that a repair could not compare with the chain; -1 if none. */
  private long unverifiedTo = -1;

  /** The nodes that receive no chunks, and why. */
  private Map<String, Set<WorkerObstacle>> excludedNodes = Map.of();

  private boolean endOfHistoryLogged;
  private final Map<IngestFailureType, Long> errors = new EnumMap<>(IngestFailureType.class);

  /** The failures that were logged and are not over. */
  private final Set<IngestFailureType> loggedFailures = EnumSet.noneOf(IngestFailureType.class);

  /**
   * @param metrics counted since the start of the process, also by earlier trackers
   */
  public IngestStatusTracker(IngestMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Returns the status.
   *
   * @param progress of the run in progress
   * @param backfillFrom the first day of a requested backfill
   */
  public IngestStatus status(
      Optional<IngestStatus.Progress> progress,
      Optional<LocalDate> backfillFrom,
      List<EndpointStatus> endpoints) {
    Map<String, Long> errorsByLabel = new HashMap<>();
    errors.forEach((type, count) -> errorsByLabel.put(type.label(), count));
    return new IngestStatus(
        runningSince.isPresent(),
        head,
        lastRun,
        progress,
        missing,
        Map.copyOf(errorsByLabel),
        problems(endpoints),
        endpoints,
        backfillFrom);
  }

  /** Records which nodes of a cluster receive no chunks while others can fetch them, and why. */
  public void workersExcluded(Map<String, Set<WorkerObstacle>> nodes) {
    excludedNodes = Map.copyOf(nodes);
  }

  private static String excluded(String node, Set<WorkerObstacle> obstacles) {
    return "the node "
        + node
        + " receives no chunks: "
        + obstacles.stream().map(WorkerObstacle::clause).collect(Collectors.joining(", and "));
  }

  private void runStarted(RunStarted run) {
    runningSince = Optional.of(run.at());
    reorganisation = Optional.empty();
    errors.clear();
  }

  private void runPlanned(RunPlanned plan) {
    if (plan.servedFrom().isPresent() && !plan.servedFrom().equals(servedFrom)) {
      LOG.warn("{}", notServed(plan.servedFrom().getAsLong()));
    }
    servedFrom = plan.servedFrom();
    unverifiedTo = plan.firstBlock() > unverifiedTo ? -1 : unverifiedTo;
    if (plan.blocksLeft() > 0) {
      LOG.info(
          "Run {}: blocks {} to {}{}, {} of them to fetch",
          plan.run(),
          plan.firstBlock(),
          plan.head(),
          plan.day().map(day -> " and those of " + day).orElse(""),
          plan.blocksLeft());
    }
  }

  private void runCompleted(RunCompleted run) {
    RunResult.TaskCompleted result = run.result();
    // Days before the retention are fetched as far as possible: their gaps show with the days.
    missing = result.missingChunks().stream().filter(index -> index >= run.firstChunk()).toList();
    followProblem = Optional.empty();
    runEnded(
        result.timestamp(),
        missing.isEmpty() ? IngestStatus.Result.COMPLETED : IngestStatus.Result.INCOMPLETE,
        Optional.empty());
    LOG.info(
        "Run {}: {} blocks fetched, {} records sealed, {} chunks missing, {} s",
        run.run(),
        result.blocksFetched(),
        result.recordsSealed(),
        result.missingChunks().size(),
        result.took().toMillis() / 1000.0);
    run.newestFailure()
        .ifPresentOrElse(
            why -> warnOnce(why.type(), "Chunks are missing: " + why.reason()), this::recovered);
  }

  private void runFailed(RunFailed run) {
    RunResult.TaskFailed result = run.result();
    count(result.type());
    runEnded(result.timestamp(), IngestStatus.Result.FAILED, Optional.of(result.error()));
    warnOnce(result.type(), "Run " + run.run() + " failed: " + result.error());
  }

  private static String notServed(long servedFrom) {
    return "no endpoint serves the blocks before "
        + servedFrom
        + ", which the retention needs; whole chunks are fetched from there on";
  }

  private String unverified() {
    return "the chain was reorganised below the blocks that the endpoints serve; the stored blocks"
        + " up to "
        + unverifiedTo
        + " could not be compared with it";
  }

  private void dayFailed(DayFailed failed) {
    RunResult.TaskFailed result = failed.result();
    count(result.type());
    runningSince = Optional.empty();
    reorganisation = Optional.empty();
    warnOnce(result.type(), "Day " + failed.day() + " could not be fetched: " + result.error());
  }

  private void dayUnavailable(DayUnavailable unavailable) {
    runningSince = Optional.empty();
    if (!endOfHistoryLogged) {
      LOG.info("The history ends after {}: no endpoint serves older blocks", unavailable.day());
    }
    endOfHistoryLogged = true;
  }

  private void headFollowed(HeadFollowed followed) {
    TreeSet<Long> stillMissing = new TreeSet<>(followed.missing());
    missing.stream().filter(index -> index < followed.firstChunk()).forEach(stillMissing::add);
    missing = List.copyOf(stillMissing);
    if (followed.headFailure().isPresent()) {
      ChunkOutcome.GaveUp why = followed.headFailure().get();
      followProblem(why.type(), why.reason());
    } else {
      followProblem = Optional.empty();
      // Only blocks that arrived prove that a failure is over; that there were none does not.
      if (followed.blocksFetched() > 0) {
        recovered();
      }
    }
  }

  private void followProblem(IngestFailureType type, String reason) {
    followProblem = Optional.of(reason);
    warnOnce(type, "The head cannot be followed: " + reason);
  }

  private void reorganised(Reorganised reorg) {
    count(IngestFailureType.REORGANISED);
    reorganisation = Optional.of(reorg.reason());
    warnOnce(IngestFailureType.REORGANISED, "The chain was reorganised: " + reorg.reason());
  }

  private void repaired(Repaired repair) {
    ReorgRepair.Done done = repair.done();
    metrics.repaired(done.records(), done.blocksFetched());
    reorganisation = Optional.empty();
    unverifiedTo = done.unverifiedTo().orElse(-1);
    LOG.info(
        "The store follows the new branch: {} records replaced, {} blocks fetched",
        done.records(),
        done.blocksFetched());
    if (unverifiedTo >= 0) {
      LOG.warn("{}", unverified());
    }
  }

  private void count(IngestFailureType type) {
    errors.merge(type, 1L, Long::sum);
    metrics.failures().increment(type);
  }

  private void runEnded(Instant at, IngestStatus.Result result, Optional<String> error) {
    reorganisation = Optional.empty();
    Instant started = runningSince.orElse(at);
    metrics.runEnded(result, Duration.between(started, at));
    lastRun = Optional.of(new IngestStatus.LastRun(started, at, result, error));
    runningSince = Optional.empty();
  }

  private void warnOnce(IngestFailureType type, String message) {
    if (loggedFailures.add(type)) {
      LOG.warn(message);
    }
  }

  private void recovered() {
    if (!loggedFailures.isEmpty()) {
      LOG.info(
          "Blocks are fetched again; the failures before: {}",
          loggedFailures.stream().map(IngestFailureType::label).collect(Collectors.joining(", ")));
      loggedFailures.clear();
    }
  }

  private List<String> problems(List<EndpointStatus> endpoints) {
    List<String> problems = new ArrayList<>();
    lastRun
        .flatMap(IngestStatus.LastRun::error)
        .ifPresent(error -> problems.add("the last run failed: " + error));
    if (!missing.isEmpty()) {
      problems.add(
          missing.size() + (missing.size() == 1 ? " chunk is missing" : " chunks are missing"));
    }
    servedFrom.ifPresent(block -> problems.add(notServed(block)));
    reorganisation.ifPresent(
        why ->
            problems.add("the chain was reorganised and the records are being repaired: " + why));
    if (unverifiedTo >= 0) {
      problems.add(unverified());
    }
    followProblem.ifPresent(problem -> problems.add("the head cannot be followed: " + problem));
    excludedNodes.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> excluded(entry.getKey(), entry.getValue()))
        .forEach(problems::add);
    unusable(endpoints).map(IngestStatusTracker::problem).forEach(problems::add);
    return problems;
  }

  private static String problem(EndpointStatus endpoint) {
    String name = "endpoint " + endpoint.name();
    String error = endpoint.lastError().orElse("cooling down");
    return error.startsWith(name) ? error : name + ": " + error;
  }

  /** Returns the refused endpoints, and all of them if none is healthy. */
  private static Stream<EndpointStatus> unusable(List<EndpointStatus> endpoints) {
    boolean noneHealthy =
        endpoints.stream().noneMatch(e -> e.state() == EndpointStatus.State.HEALTHY);
    return endpoints.stream().filter(e -> noneHealthy || e.state() == EndpointStatus.State.REFUSED);
  }
}
