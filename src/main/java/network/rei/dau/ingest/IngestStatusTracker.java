package network.rei.dau.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.ingest.reorg.ReorgRepair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is told of ingest, to {@code /health} and in the log: how runs ended, what failed and how
 * often, what is missing. A trouble that lasts is logged when it begins and when it is over, not at
 * every try.
 */
final class IngestStatusTracker {

  private static final Logger LOG = LoggerFactory.getLogger(StatsSupervisor.class);

  private final IngestMetrics counts;
  private Optional<Instant> running = Optional.empty();
  private Optional<IngestStatus.LastRun> lastRun = Optional.empty();
  private OptionalLong head = OptionalLong.empty();
  private List<Long> missing = List.of();
  private boolean toldUnserved;
  private Optional<String> followProblem = Optional.empty();
  private final Map<String, Long> errors = new TreeMap<>();

  /** The types of the troubles that the log speaks of, until they are over. */
  private final Set<String> loggedTroubles = new TreeSet<>();

  /**
   * Nothing has happened yet.
   *
   * @param counts outlive it
   */
  IngestStatusTracker(IngestMetrics counts) {
    this.counts = counts;
  }

  void runStarted(Instant at) {
    running = Optional.of(at);
    errors.clear();
  }

  void runPlanned(OngoingRun run) {
    long blocksLeft = run.state().blocksLeft();
    if (blocksLeft > 0) {
      LOG.info(
          "Run {}: blocks {} to {}{}, {} of them to fetch",
          run.number(),
          run.plan().firstBlock(),
          run.plan().head(),
          run.day().map(day -> " and those of " + day).orElse(""),
          blocksLeft);
    }
  }

  /** A run ended, with or without missing chunks. */
  void runCompleted(OngoingRun run, RunResult.TaskCompleted done) {
    // Days before the retention are filled as far as possible; that some lack is told with them.
    missing =
        done.missingChunks().stream().filter(index -> index >= run.state().firstChunk()).toList();
    followProblem = Optional.empty();
    ended(
        done.timestamp(),
        missing.isEmpty() ? IngestStatus.Result.COMPLETED : IngestStatus.Result.INCOMPLETE,
        Optional.empty());
    LOG.info(
        "Run {}: {} blocks fetched, {} records sealed, {} chunks missing, {} s",
        run.number(),
        done.blocksFetched(),
        done.recordsSealed(),
        done.missingChunks().size(),
        done.took().toMillis() / 1000.0);
    run.state()
        .newestFailure()
        .ifPresentOrElse(
            why -> troubled(why.type(), "Chunks are missing: " + why.reason()), this::untroubled);
  }

  /** A run, or following the head, could not go on. */
  void broke(OngoingRun run, RunResult.TaskFailed failed) {
    ChunkOutcome.GaveUp why = new ChunkOutcome.GaveUp(failed.type(), failed.error());
    if (run.following()) {
      followFailed(why);
    } else if (run.day().isPresent()) {
      failure(failed.type());
      running = Optional.empty();
      troubled(
          failed.type(), "Day " + run.day().get() + " could not be fetched: " + failed.error());
    } else {
      runFailed(run.number(), failed);
    }
  }

  /** The endpoints have pruned the blocks of a day. */
  void dayUnserved(OngoingRun run) {
    running = Optional.empty();
    if (!toldUnserved) {
      LOG.info(
          "The history ends after {}: no endpoint serves older blocks", run.day().orElseThrow());
    }
    toldUnserved = true;
  }

  private void runFailed(long run, RunResult.TaskFailed failed) {
    failure(failed.type());
    ended(failed.timestamp(), IngestStatus.Result.FAILED, Optional.of(failed.error()));
    troubled(failed.type(), "Run " + run + " failed: " + failed.error());
  }

  /**
   * The head was followed as far as possible.
   *
   * @param state the chunks that it looked after, and what became of them
   */
  void followed(RunState state) {
    TreeSet<Long> stillMissing = new TreeSet<>(state.missing());
    missing.stream().filter(index -> index < state.firstChunk()).forEach(stillMissing::add);
    missing = List.copyOf(stillMissing);
    state
        .newestFailure()
        .ifPresentOrElse(this::notFollowed, () -> following(state.blocksFetched() > 0));
  }

  /** The chain was reorganised, and the store is about to be repaired. */
  void reorganised(String why) {
    failure(Failures.REORGANISED);
    troubled(Failures.REORGANISED, "The chain was reorganised: " + why);
  }

  void repaired(ReorgRepair.Repaired done) {
    counts.repaired(done.records());
    LOG.info("The newer branch was taken: {} records replaced", done.records());
  }

  /** The head could not be followed. */
  private void followFailed(ChunkOutcome.GaveUp why) {
    failure(why.type());
    notFollowed(why);
  }

  void failure(String type) {
    errors.merge(type, 1L, Long::sum);
    counts.failures().increment(type);
  }

  void headSeen(long newest) {
    head = OptionalLong.of(newest);
  }

  boolean lastRunFailed() {
    return lastRun.filter(run -> run.result() == IngestStatus.Result.FAILED).isPresent();
  }

  IngestStatus status(Optional<IngestStatus.Progress> progress, List<EndpointStatus> endpoints) {
    return new IngestStatus(
        running.isPresent(),
        head,
        lastRun,
        progress,
        missing,
        Map.copyOf(errors),
        problems(endpoints),
        endpoints.stream().map(IngestStatusTracker::endpoint).toList());
  }

  private void ended(Instant at, IngestStatus.Result result, Optional<String> error) {
    Instant started = running.orElse(at);
    counts.runEnded(result, Duration.between(started, at));
    lastRun = Optional.of(new IngestStatus.LastRun(started, at, result, error));
    running = Optional.empty();
  }

  private void notFollowed(ChunkOutcome.GaveUp why) {
    followProblem = Optional.of(why.reason());
    troubled(why.type(), "The head cannot be followed: " + why.reason());
  }

  /** Blocks that came are proof that a trouble is over; that none had to come is not. */
  private void following(boolean blocksCame) {
    followProblem = Optional.empty();
    if (blocksCame) {
      untroubled();
    }
  }

  private void troubled(String type, String message) {
    if (loggedTroubles.add(type)) {
      LOG.warn(message);
    }
  }

  private void untroubled() {
    if (!loggedTroubles.isEmpty()) {
      LOG.info("Blocks come in again, after trouble ({})", String.join(", ", loggedTroubles));
      loggedTroubles.clear();
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
    followProblem.ifPresent(problem -> problems.add("the head cannot be followed: " + problem));
    unusable(endpoints)
        .map(e -> "endpoint " + e.name() + ": " + e.lastError().orElse("cooling down"))
        .forEach(problems::add);
    return problems;
  }

  /** The refused endpoints, and all of them if none is healthy. */
  private static Stream<EndpointStatus> unusable(List<EndpointStatus> endpoints) {
    boolean noneHealthy =
        endpoints.stream().noneMatch(e -> e.state() == EndpointStatus.State.HEALTHY);
    return endpoints.stream().filter(e -> noneHealthy || e.state() == EndpointStatus.State.REFUSED);
  }

  private static IngestStatus.Endpoint endpoint(EndpointStatus status) {
    return new IngestStatus.Endpoint(
        status.name(),
        status.state().name().toLowerCase(Locale.ROOT),
        status.latency(),
        status.requests(),
        status.errors(),
        status.lastError());
  }
}
