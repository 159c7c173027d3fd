package network.rei.dau.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import network.rei.dau.Service;
import network.rei.dau.Settings;
import network.rei.dau.ingest.RunResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code once}: one run over the whole retention, then exit. */
@Command(
    name = "once",
    description = "Fetches everything that the retention asks for and is missing, then exits.",
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer = {
      "The last line on standard output is a JSON object: lastProcessedBlock, blocksFetched,",
      "recordsSealed, missingChunks (indexes), seconds. Exit code 1 if anything is still missing."
    })
final class OnceCommand implements Callable<Integer> {

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  @Mixin private SettingsOptions options;

  @Override
  public Integer call() throws ExecutionException, InterruptedException {
    System.setProperty("rei-dau.log-level", "WARN");
    Clock clock = Clock.systemUTC();
    long start = System.nanoTime();
    Settings settings = options.read();
    Service service = Service.onDemand(settings, clock);
    RunResult result;
    try (RunProgress progress = RunProgress.onStandardError()) {
      result = await(service, progress);
    }
    service.stop();
    return told(result, (System.nanoTime() - start) / 1e9);
  }

  private static RunResult await(Service service, RunProgress progress)
      throws ExecutionException, InterruptedException {
    Future<RunResult> run = service.run().toCompletableFuture();
    while (true) {
      try {
        return run.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        service.ingestStatus().toCompletableFuture().get().progress().ifPresent(progress::show);
      }
    }
  }

  private static int told(RunResult result, double seconds) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    boolean complete = false;
    if (result instanceof RunResult.TaskCompleted done) {
      complete = done.missingChunks().isEmpty();
      json.put("lastProcessedBlock", done.lastProcessedBlock())
          .put("blocksFetched", done.blocksFetched())
          .put("recordsSealed", done.recordsSealed());
      done.missingChunks().forEach(json.putArray("missingChunks")::add);
    } else if (result instanceof RunResult.TaskFailed failed) {
      Terminal.error(failed.error());
      json.putNull("lastProcessedBlock").put("blocksFetched", 0).put("recordsSealed", 0);
      json.putNull("missingChunks").put("error", failed.error());
    }
    json.put("seconds", Math.round(seconds * 1000) / 1000.0);
    Terminal.result(json.toString());
    return complete ? 0 : CommandLineTool.FAILED;
  }
}
