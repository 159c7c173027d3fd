package network.rei.dau.cli;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import network.rei.dau.Service;
import network.rei.dau.Settings;
import network.rei.dau.StopReason;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.http.HttpServer;
import network.rei.dau.http.connection.Listener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serve}: serves HTTP and runs by timers until the process is stopped. */
@Command(
    name = "serve",
    description =
        "Serves HTTP, and fetches blocks at the start, at every interval, and as the chain grows.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  @Mixin private ServiceOptions settings;

  @Override
  public Integer call() {
    return serve(settings.read());
  }

  static int serve(Settings settings) {
    requireFreePort(settings);
    Service service = start(settings);
    HttpServer.Bound bound = bind(service);
    Terminal.note("rei-dau-stats listens on " + Service.localUrl(bound.address()));
    bound
        .management()
        .ifPresent(address -> Terminal.note("management port: " + Service.localUrl(address)));
    service.awaitTermination();
    // After a signal the process exits with the code of the signal and does not get here.
    Optional<String> why = service.whyToStartAgain();
    why.ifPresent(reason -> Terminal.error(reason + "; start it again to join the cluster"));
    return why.isPresent() ? CommandLineTool.REMOVED : CommandLineTool.FAILED;
  }

  private static Service start(Settings settings) {
    try {
      return Service.scheduled(settings, Clock.systemUTC());
    } catch (IllegalStateException e) {
      throw new CommandFailedException(e.getMessage());
    }
  }

  /** Fails if the port is in use, before the store is opened and before requests are sent. */
  static void requireFreePort(Settings settings) {
    try {
      Listener.requireFree(settings.http());
    } catch (IllegalStateException e) {
      throw new CommandFailedException(e.getMessage());
    }
  }

  /** Starts the HTTP server; stops the service if that fails. */
  static HttpServer.Bound bind(Service service) {
    try {
      return service.serve().toCompletableFuture().join();
    } catch (CompletionException e) {
      service.stop(StopReason.START_FAILED);
      throw new CommandFailedException(Failures.message(e));
    }
  }
}
