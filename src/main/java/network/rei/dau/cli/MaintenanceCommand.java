package network.rei.dau.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import network.rei.dau.Service;
import network.rei.dau.Settings;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.maintenance.OperationExecutor;
import network.rei.dau.storage.files.FolderInUseException;

/**
 * Executes a maintenance operation for a command: in a service of its own, or in the service that
 * holds the cache folder. The result is a JSON object on standard output.
 */
final class MaintenanceCommand {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private MaintenanceCommand() {}

  /**
   * Executes an operation and prints its result.
   *
   * @param request the request for the same operation of a running service, such as {@code prune}
   * @return the result
   */
  static JsonNode execute(
      SettingsOptions options,
      String request,
      Function<OperationExecutor, CompletionStage<?>> operation)
      throws InterruptedException {
    Terminal.logOnly("ERROR");
    Settings settings = options.read();
    JsonNode result;
    try {
      result = executeLocally(Service.onDemand(settings, Clock.systemUTC()), operation);
    } catch (FolderInUseException inUse) {
      result = executeRemotely(RunningServiceClient.of(inUse, settings), request);
    }
    print(result);
    return result;
  }

  private static JsonNode executeLocally(
      Service service, Function<OperationExecutor, CompletionStage<?>> operation)
      throws InterruptedException {
    try {
      return MAPPER.valueToTree(operation.apply(service.operations()).toCompletableFuture().get());
    } catch (ExecutionException e) {
      throw new CommandFailedException(Failures.message(e));
    } finally {
      service.stop();
    }
  }

  /** Returns the result of an operation of a running service. */
  static JsonNode executeRemotely(RunningServiceClient service, String request)
      throws InterruptedException {
    JsonNode operation = service.execute(request, running -> {});
    if (operation.get("state").asText().equals("failed")) {
      throw new CommandFailedException(operation.get("error").asText());
    }
    return operation.get("result");
  }

  static void print(Object result) {
    Terminal.result(MAPPER.valueToTree(result).toString());
  }
}
