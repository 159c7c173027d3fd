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
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.maintenance.OperationExecutor;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.storage.files.FolderInUseException;

/**
 * A run that is asked for on the command line: a service that makes it and ends, or the one that
 * runs on the store. Its progress is on standard error, its result a JSON object on standard
 * output.
 */
final class OneShotRun {

  static final String RESULT =
      "The only line on standard output is a JSON object: lastProcessedBlock, blocksFetched,"
          + " recordsSealed, missingChunks (indexes), seconds, and error if there was no run."
          + " Exit code 1 if anything is still missing.";

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** So many missing chunks are told by their index; the JSON has all. */
  private static final int NAMED = 10;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private OneShotRun() {}

  /** What a run came to, and what failed in it, by type. */
  private record Ended(RunOutcome run, Map<String, Long> errors) {}

  /**
   * Does it, and returns the exit code.
   *
   * @param request that has a running service do the same
   */
  static int of(
      SettingsOptions options,
      String request,
      Function<OperationExecutor, CompletionStage<RunOutcome>> work)
      throws InterruptedException {
    Terminal.logOnly("ERROR");
    Settings settings = options.read();
    Optional<Ended> ended;
    try (RunProgress progress = RunProgress.onStandardError()) {
      AtomicBoolean whole = new AtomicBoolean();
      ended =
          here(
              Service.onDemand(settings, Clock.systemUTC(), () -> tellIfStopped(whole, progress)),
              whole,
              work,
              progress);
    } catch (FolderInUseException inUse) {
      ended = Optional.of(elsewhere(RunningServiceClient.holding(inUse, settings), request));
    }
    return ended.map(OneShotRun::told).orElse(CommandLineTool.FAILED);
  }

  private static Optional<Ended> here(
      Service service,
      AtomicBoolean whole,
      Function<OperationExecutor, CompletionStage<RunOutcome>> work,
      RunProgress progress)
      throws InterruptedException {
    try {
      return await(service, work.apply(service.operator()), progress);
    } finally {
      whole.set(!service.isStopping());
      service.stop();
    }
  }

  /** Said before the process ends, for which a signal does not wait otherwise. */
  private static void tellIfStopped(AtomicBoolean ended, RunProgress progress) {
    if (!ended.get()) {
      progress.close();
      Terminal.error(
          "stopped before the end: what is stored stays, the next run goes on from there");
    }
  }

  /** How the run ended; empty if it was stopped before. */
  private static Optional<Ended> await(
      Service service, CompletionStage<RunOutcome> work, RunProgress progress)
      throws InterruptedException {
    Future<RunOutcome> run = work.toCompletableFuture();
    try {
      while (!service.isStopping()) {
        try {
          RunOutcome outcome = run.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
          progress.ended(outcome);
          return Optional.of(
              new Ended(outcome, service.ingestStatus().toCompletableFuture().get().errors()));
        } catch (TimeoutException e) {
          IngestStatus status = service.ingestStatus().toCompletableFuture().get();
          progress.show(status.progress(), status.problems());
        }
      }
    } catch (ExecutionException e) {
      if (!service.isStopping()) {
        throw new CommandFailedException("the run broke off: " + e.getCause().getMessage());
      }
    }
    return Optional.empty();
  }

  /** A running service has its own errors besides; they are in its log. */
  private static Ended elsewhere(RunningServiceClient service, String request)
      throws InterruptedException {
    try (RunProgress progress = RunProgress.onStandardError()) {
      JsonNode operation = service.done(request, running -> show(running, progress));
      if (operation.get("result").isNull()) {
        throw new CommandFailedException("the run broke off: " + operation.get("error").asText());
      }
      RunOutcome outcome = MAPPER.convertValue(operation.get("result"), RunOutcome.class);
      progress.ended(outcome);
      return new Ended(outcome, Map.of());
    }
  }

  private static void show(JsonNode running, RunProgress progress) {
    List<String> problems = new ArrayList<>();
    running.get("problems").forEach(problem -> problems.add(problem.asText()));
    progress.show(
        Optional.of(running.get("progress")).filter(told -> !told.isNull()).map(OneShotRun::read),
        problems);
  }

  private static IngestStatus.Progress read(JsonNode told) {
    return new IngestStatus.Progress(
        told.get("blocksFetched").asLong(),
        told.get("blocksLeft").asLong(),
        Instant.EPOCH,
        Optional.of(told.get("day"))
            .filter(day -> !day.isNull())
            .map(day -> LocalDate.parse(day.asText())),
        told.get("daysLeft").asInt());
  }

  private static int told(Ended ended) {
    RunOutcome run = ended.run();
    if (run.error() != null) {
      Terminal.error(run.error());
    } else if (!run.missingChunks().isEmpty()) {
      Terminal.error(missing(run.missingChunks(), ended.errors()));
    }
    MaintenanceCommand.print(run);
    return run.error() == null && run.missingChunks().isEmpty() ? 0 : CommandLineTool.FAILED;
  }

  /** One line: which are missing, why, and what to do. */
  private static String missing(List<Long> chunks, Map<String, Long> errors) {
    String named =
        chunks.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
    String why =
        new TreeMap<>(errors)
            .entrySet().stream()
                .map(error -> error.getKey() + " " + error.getValue() + " times")
                .collect(Collectors.joining(", "));
    return (chunks.size() == 1 ? "chunk " : chunks.size() + " chunks (")
        + named
        + (chunks.size() > NAMED ? ", ..." : "")
        + (chunks.size() == 1 ? " is" : ") are")
        + " still missing"
        + (why.isEmpty() ? "" : ": " + why)
        + "; the next run takes them again";
  }
}
