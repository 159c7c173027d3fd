package network.rei.dau.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import network.rei.dau.Service;
import network.rei.dau.Settings;
import network.rei.dau.maintenance.OperationExecutor;
import network.rei.dau.storage.files.FolderInUseException;

/**
 * What is asked for on the command line and needs the store and the chain, but no run: a service
 * that does it and ends, or the one that runs on the store. Its result is a JSON object on standard
 * output.
 */
final class MaintenanceCommand {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private MaintenanceCommand() {}

  /**
   * Does it, and prints what came of it.
   *
   * @param request that has a running service do the same
   * @return that
   */
  static JsonNode of(
      SettingsOptions options, String request, Function<OperationExecutor, CompletionStage<?>> work)
      throws InterruptedException {
    Terminal.logOnly("ERROR");
    Settings settings = options.read();
    JsonNode done;
    try {
      done = here(Service.onDemand(settings, Clock.systemUTC()), work);
    } catch (FolderInUseException inUse) {
      done = of(RunningServiceClient.holding(inUse, settings), request);
    }
    print(done);
    return done;
  }

  private static JsonNode here(
      Service service, Function<OperationExecutor, CompletionStage<?>> work)
      throws InterruptedException {
    try {
      return MAPPER.valueToTree(work.apply(service.operator()).toCompletableFuture().get());
    } catch (ExecutionException e) {
      throw new CommandFailedException(e.getCause().getMessage());
    } finally {
      service.stop();
    }
  }

  /** What came of what a running service was asked for. */
  static JsonNode of(RunningServiceClient service, String request) throws InterruptedException {
    JsonNode operation = service.done(request, running -> {});
    if (operation.get("state").asText().equals("failed")) {
      throw new CommandFailedException(operation.get("error").asText());
    }
    return operation.get("result");
  }

  static void print(Object result) {
    Terminal.result(MAPPER.valueToTree(result).toString());
  }
}
