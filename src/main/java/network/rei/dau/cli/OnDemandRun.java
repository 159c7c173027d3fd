package network.rei.dau.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
import network.rei.dau.ingest.RunResult;

/**
 * Work that is asked for on the command line: a service that does it and ends, its progress on
 * standard error, its result as a JSON object on standard output.
 */
final class OnDemandRun {

  static final String RESULT =
      "The only line on standard output is a JSON object: lastProcessedBlock, blocksFetched,"
          + " recordsSealed, missingChunks (indexes), seconds, and error if there was no run."
          + " Exit code 1 if anything is still missing.";

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** So many missing chunks are told by their index; the JSON has all. */
  private static final int NAMED = 10;

  private OnDemandRun() {}

  /**
   * Does it, and returns the exit code.
   *
   * @param work what is asked of the service
   */
  static int of(SettingsOptions options, Function<Service, CompletionStage<RunResult>> work)
      throws InterruptedException {
    Terminal.logOnly("ERROR");
    long start = System.nanoTime();
    Optional<Outcome> outcome;
    try (RunProgress progress = RunProgress.onStandardError()) {
      outcome = run(options.read(), work, progress);
    }
    return outcome
        .map(known -> told(known, (System.nanoTime() - start) / 1e9))
        .orElse(CommandLineTool.FAILED);
  }

  private static Optional<Outcome> run(
      Settings settings, Function<Service, CompletionStage<RunResult>> work, RunProgress progress)
      throws InterruptedException {
    AtomicBoolean ended = new AtomicBoolean();
    Service service =
        Service.onDemand(settings, Clock.systemUTC(), () -> tellIfStopped(ended, progress));
    try {
      return await(service, work.apply(service), progress);
    } finally {
      ended.set(!service.isStopping());
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

  /**
   * @param lastProcessedBlock the highest block stored, also by earlier runs
   * @param errors what failed, by type
   */
  private record Outcome(
      RunResult run, OptionalLong lastProcessedBlock, Map<String, Long> errors) {}

  /** How the run ended; empty if it was stopped before. */
  private static Optional<Outcome> await(
      Service service, CompletionStage<RunResult> work, RunProgress progress)
      throws InterruptedException {
    Future<RunResult> run = work.toCompletableFuture();
    try {
      while (!service.isStopping()) {
        try {
          RunResult result = run.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
          if (result instanceof RunResult.TaskCompleted completed) {
            progress.ended(completed);
          }
          return Optional.of(
              new Outcome(
                  result,
                  service.lastProcessedBlock().toCompletableFuture().get(),
                  service.ingestStatus().toCompletableFuture().get().errors()));
        } catch (TimeoutException e) {
          progress.show(service.ingestStatus().toCompletableFuture().get());
        }
      }
    } catch (ExecutionException e) {
      if (!service.isStopping()) {
        throw new CommandFailedException("the run broke off: " + e.getCause().getMessage());
      }
    }
    return Optional.empty();
  }

  private static int told(Outcome outcome, double seconds) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    outcome
        .lastProcessedBlock()
        .ifPresentOrElse(
            block -> json.put("lastProcessedBlock", block),
            () -> json.putNull("lastProcessedBlock"));
    boolean complete = false;
    if (outcome.run() instanceof RunResult.TaskCompleted done) {
      complete = done.missingChunks().isEmpty();
      json.put("blocksFetched", done.blocksFetched()).put("recordsSealed", done.recordsSealed());
      done.missingChunks().forEach(json.putArray("missingChunks")::add);
      if (!complete) {
        Terminal.error(missing(done.missingChunks(), outcome.errors()));
      }
    } else if (outcome.run() instanceof RunResult.TaskFailed failed) {
      Terminal.error(failed.error());
      json.put("blocksFetched", 0).put("recordsSealed", 0);
      json.putArray("missingChunks");
      json.put("error", failed.error());
    }
    json.put("seconds", Math.round(seconds * 1000) / 1000.0);
    Terminal.result(json.toString());
    return complete ? 0 : CommandLineTool.FAILED;
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
