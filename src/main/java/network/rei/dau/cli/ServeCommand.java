package network.rei.dau.cli;

import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import network.rei.dau.Service;
import network.rei.dau.Settings;
import network.rei.dau.http.HttpServer;
import network.rei.dau.http.Listener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serve}: the HTTP server and scheduled runs, until it is stopped. */
@Command(
    name = "serve",
    description = "Serves HTTP and fetches blocks at once, every interval, and as they come.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  @Mixin private SettingsOptions settings;

  @Override
  public Integer call() {
    return serve(settings.read());
  }

  static int serve(Settings settings) {
    requireFree(settings);
    Service service = start(settings);
    HttpServer.Bound bound = bind(service);
    Terminal.note("rei-dau-stats listens on " + Service.here(bound.address()));
    bound
        .operations()
        .filter(address -> !address.equals(bound.address()))
        .ifPresent(
            address -> Terminal.note("it takes operations by hand on " + Service.here(address)));
    service.awaitEnd();
    // A signal that ends it sets the exit code; to get here it must have ended by itself.
    if (service.wasRemoved()) {
      Terminal.error(
          "the other nodes of the cluster went on without this one, which they could not reach;"
              + " start it again to join them");
      return CommandLineTool.REMOVED;
    }
    return CommandLineTool.FAILED;
  }

  private static Service start(Settings settings) {
    try {
      return Service.scheduled(settings, Clock.systemUTC());
    } catch (IllegalStateException e) {
      throw new CommandFailedException(e.getMessage());
    }
  }

  /** Says that the port is taken before the store is opened or an endpoint asked. */
  static void requireFree(Settings settings) {
    try {
      Listener.requireFree(settings.http());
    } catch (IllegalStateException e) {
      throw new CommandFailedException(e.getMessage());
    }
  }

  /** Starts the HTTP server, or ends the service and says why it cannot. */
  static HttpServer.Bound bind(Service service) {
    try {
      return service.serve().toCompletableFuture().join();
    } catch (CompletionException e) {
      service.stop();
      throw new CommandFailedException(e.getCause().getMessage());
    }
  }
}
