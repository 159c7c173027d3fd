package network.rei.dau.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import network.rei.dau.chain.EndpointStatus;

/** What is told of ingest: how runs ended, what failed and how often, what is missing. */
final class RunJournal {

  private Optional<Instant> running = Optional.empty();
  private Optional<IngestStatus.LastRun> lastRun = Optional.empty();
  private OptionalLong head = OptionalLong.empty();
  private List<Long> missing = List.of();
  private Optional<String> followProblem = Optional.empty();
  private final Map<String, Long> errors = new TreeMap<>();

  void runStarted(Instant at) {
    running = Optional.of(at);
    errors.clear();
  }

  void runEnded(RunResult result) {
    if (result instanceof RunResult.TaskCompleted done) {
      missing = done.missingChunks();
      followProblem = Optional.empty();
      lastRun =
          lastRun(
              done.timestamp(),
              missing.isEmpty() ? IngestStatus.Result.COMPLETED : IngestStatus.Result.INCOMPLETE,
              Optional.empty());
    } else if (result instanceof RunResult.TaskFailed failed) {
      failure(failed.type());
      lastRun =
          lastRun(failed.timestamp(), IngestStatus.Result.FAILED, Optional.of(failed.error()));
    }
    running = Optional.empty();
  }

  /** Following the head failed, or (empty) works. */
  void followed(Optional<String> problem) {
    followProblem = problem;
  }

  void failure(String type) {
    errors.merge(type, 1L, Long::sum);
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
        endpoints.stream().map(RunJournal::endpoint).toList());
  }

  private Optional<IngestStatus.LastRun> lastRun(
      Instant finished, IngestStatus.Result result, Optional<String> error) {
    return Optional.of(new IngestStatus.LastRun(running.orElse(finished), finished, result, error));
  }

  private List<String> problems(List<EndpointStatus> endpoints) {
    List<String> problems = new ArrayList<>();
    lastRun
        .flatMap(IngestStatus.LastRun::error)
        .ifPresent(error -> problems.add("the last run failed: " + error));
    if (!missing.isEmpty()) {
      problems.add(missing.size() + " chunks are missing after the last run");
    }
    followProblem.ifPresent(problem -> problems.add("the head cannot be followed: " + problem));
    boolean noneHealthy =
        endpoints.stream().noneMatch(e -> e.state() == EndpointStatus.State.HEALTHY);
    for (EndpointStatus endpoint : endpoints) {
      if (endpoint.state() == EndpointStatus.State.REFUSED
          || (noneHealthy && endpoint.state() == EndpointStatus.State.COOLING_DOWN)) {
        problems.add(
            "endpoint " + endpoint.name() + ": " + endpoint.lastError().orElse("cooling down"));
      }
    }
    return problems;
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
