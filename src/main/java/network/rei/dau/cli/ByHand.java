package network.rei.dau.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import network.rei.dau.Service;

/**
 * What is asked for on the command line and needs the store and the chain, but no run: a service
 * that does it and ends, its result as a JSON object on standard output.
 */
final class ByHand {

  private ByHand() {}

  /**
   * Does it, and prints what came of it.
   *
   * @return that
   */
  static <T> T of(SettingsOptions options, Function<Service, CompletionStage<T>> work)
      throws InterruptedException {
    Terminal.logOnly("ERROR");
    Service service = Service.onDemand(options.read(), Clock.systemUTC());
    try {
      T done = work.apply(service).toCompletableFuture().get();
      print(done);
      return done;
    } catch (ExecutionException e) {
      throw new CommandFailedException(e.getCause().getMessage());
    } finally {
      service.stop();
    }
  }

  static void print(Object result) {
    try {
      Terminal.result(new ObjectMapper().writeValueAsString(result));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
