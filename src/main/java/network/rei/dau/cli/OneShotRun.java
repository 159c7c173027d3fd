package network.rei.dau.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.rei.dau.Service;
import network.rei.dau.Settings;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.maintenance.OperationExecutor;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.storage.files.FolderInUseException;

/**
 * Executes a run for a command: in a service of its own, or in the service that holds the cache
 * folder. The progress is shown on standard error, the result is a JSON object on standard output.
 */
final class OneShotRun {

  static final String RESULT =
      "The only line on standard output is a JSON object with lastProcessedBlock, blocksFetched,"
          + " recordsSealed, missingChunks (indexes), seconds, and error if there was no run."
          + " The exit code is 1 if blocks are still missing.";

  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

  /** The message has only the first missing chunks; the JSON object has all. */
  private static final int CHUNKS_IN_MESSAGE = 10;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private OneShotRun() {}

  /**
   * How a run ended.
   *
   * @param errors the number of failures by type
   * @param refused why endpoints are not used, a sentence each
   */
  private record Result(RunOutcome run, Map<String, Long> errors, List<String> refused) {

    static Result of(RunOutcome run, IngestStatus status) {
      return new Result(
          run,
          status.errors(),
          status.endpoints().stream()
              .filter(endpoint -> endpoint.state() == EndpointStatus.State.REFUSED)
              .map(endpoint -> endpoint.lastError().orElse(endpoint.name() + " is refused"))
              .toList());
    }
  }

  /**
   * Executes a run, prints its result and returns the exit code.
   *
   * @param request the request for the same run of a running service, such as {@code run}
   */
  static int execute(
      SettingsOptions options,
      String request,
      Function<OperationExecutor, CompletionStage<RunOutcome>> operation)
      throws InterruptedException {
    Terminal.logOnly("ERROR");
    Terminal.reportEndpoints();
    Settings settings = options.read();
    Optional<Result> result;
    try (RunProgress progress = RunProgress.onStandardError()) {
      AtomicBoolean completed = new AtomicBoolean();
      result =
          executeLocally(
              Service.onDemand(
                  settings, Clock.systemUTC(), () -> reportIfStopped(completed, progress)),
              completed,
              operation,
              progress);
    } catch (FolderInUseException inUse) {
      RunningServiceClient service = RunningServiceClient.of(inUse, settings);
      if (!options.replacements().isEmpty()) {
        Terminal.warning(
            "the run has the settings of that service: "
                + String.join(", ", options.replacements())
                + " has no effect on it");
      }
      result = Optional.of(executeRemotely(service, request));
    }
    return result.map(OneShotRun::report).orElse(CommandLineTool.FAILED);
  }

  private static Optional<Result> executeLocally(
      Service service,
      AtomicBoolean completed,
      Function<OperationExecutor, CompletionStage<RunOutcome>> operation,
      RunProgress progress)
      throws InterruptedException {
    try {
      return await(service, operation.apply(service.operations()), progress);
    } finally {
      completed.set(!service.isStopping());
      service.stop();
    }
  }

  /** Runs during the shutdown, because after a signal the main thread may not continue. */
  private static void reportIfStopped(AtomicBoolean completed, RunProgress progress) {
    if (!completed.get()) {
      progress.close();
      Terminal.error(
          "stopped before the end: the stored blocks are kept, and the next run continues there");
    }
  }

  /** Returns the result of the run; empty if the service was stopped before its end. */
  private static Optional<Result> await(
      Service service, CompletionStage<RunOutcome> operation, RunProgress progress)
      throws InterruptedException {
    Future<RunOutcome> run = operation.toCompletableFuture();
    try {
      while (!service.isStopping()) {
        try {
          RunOutcome outcome = run.get(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
          progress.ended(outcome);
          return Optional.of(
              Result.of(outcome, service.ingestStatus().toCompletableFuture().get()));
        } catch (TimeoutException e) {
          IngestStatus status = service.ingestStatus().toCompletableFuture().get();
          progress.show(status.progress(), status.problems());
        }
      }
    } catch (ExecutionException e) {
      if (!service.isStopping()) {
        throw new CommandFailedException("the run failed: " + Failures.message(e));
      }
    }
    return Optional.empty();
  }

  /** The failures are in the log of the running service. */
  private static Result executeRemotely(RunningServiceClient service, String request)
      throws InterruptedException {
    try (RunProgress progress = RunProgress.onStandardError()) {
      JsonNode operation = service.execute(request, running -> show(running, progress));
      if (operation.get("result").isNull()) {
        throw new CommandFailedException("the run failed: " + operation.get("error").asText());
      }
      RunOutcome outcome = MAPPER.convertValue(operation.get("result"), RunOutcome.class);
      progress.ended(outcome);
      return new Result(outcome, Map.of(), List.of());
    }
  }

  private static void show(JsonNode operation, RunProgress progress) {
    List<String> problems = new ArrayList<>();
    operation.get("problems").forEach(problem -> problems.add(problem.asText()));
    progress.show(
        Optional.of(operation.get("progress")).filter(json -> !json.isNull()).map(OneShotRun::read),
        problems);
  }

  private static IngestStatus.Progress read(JsonNode progress) {
    return new IngestStatus.Progress(
        progress.get("blocksFetched").asLong(),
        progress.get("blocksLeft").asLong(),
        Instant.EPOCH,
        Optional.of(progress.get("day"))
            .filter(day -> !day.isNull())
            .map(day -> LocalDate.parse(day.asText())),
        progress.get("daysLeft").asInt());
  }

  private static int report(Result result) {
    RunOutcome run = result.run();
    if (run.error() != null) {
      Terminal.error(run.error());
    } else {
      result.refused().forEach(Terminal::warning);
      if (!run.missingChunks().isEmpty()) {
        Terminal.error(missing(run.missingChunks(), result.errors()));
      }
    }
    MaintenanceCommand.print(run);
    return run.error() == null && run.missingChunks().isEmpty() ? 0 : CommandLineTool.FAILED;
  }

  /** Returns one line with the missing chunks and the failures. */
  private static String missing(List<Long> chunks, Map<String, Long> errors) {
    String indexes =
        chunks.stream()
            .limit(CHUNKS_IN_MESSAGE)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    String failures =
        new TreeMap<>(errors)
            .entrySet().stream()
                .map(error -> error.getKey() + " " + error.getValue() + " times")
                .collect(Collectors.joining(", "));
    return (chunks.size() == 1 ? "chunk " : chunks.size() + " chunks (")
        + indexes
        + (chunks.size() > CHUNKS_IN_MESSAGE ? ", ..." : "")
        + (chunks.size() == 1 ? " is" : ") are")
        + " still missing"
        + (failures.isEmpty() ? "" : ": " + failures)
        + "; the next run fetches them again";
  }
}
