package network.rei.dau.cli;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import network.rei.dau.Service;
import network.rei.dau.Settings;
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
    Service service = Service.scheduled(settings, Clock.systemUTC());
    InetSocketAddress address = bind(service);
    Terminal.note("rei-dau-stats listens on " + at(address));
    service.awaitEnd();
    // A signal that ends it sets the exit code; to get here it must have ended by itself.
    return CommandLineTool.FAILED;
  }

  /** Starts the HTTP server, or ends the service and says why it cannot. */
  static InetSocketAddress bind(Service service) {
    try {
      return service.serve().toCompletableFuture().join();
    } catch (CompletionException e) {
      service.stop();
      throw new CommandFailedException(e.getCause().getMessage());
    }
  }

  /** A URL that works from this machine. */
  static String at(InetSocketAddress address) {
    String host = address.getAddress().isAnyLocalAddress() ? "localhost" : address.getHostString();
    return "http://" + host + ":" + address.getPort();
  }
}
