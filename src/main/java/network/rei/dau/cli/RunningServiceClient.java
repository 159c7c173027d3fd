package network.rei.dau.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import network.rei.dau.Settings;
import network.rei.dau.storage.files.FolderInUseException;

/**
 * A service that holds the cache folder: it is asked, over HTTP, for what a command would do to the
 * store by itself otherwise.
 */
final class RunningServiceClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final int ACCEPTED = 202;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper mapper = new ObjectMapper();
  private final String holder;
  private final URI admin;
  private final String token;

  private RunningServiceClient(String holder, URI admin, String token) {
    this.holder = holder;
    this.admin = admin;
    this.token = token;
  }

  /**
   * The service that holds the folder; says so on standard error.
   *
   * @param inUse what was thrown when the folder was to be taken
   * @throws CommandFailedException if it cannot be asked
   */
  static RunningServiceClient holding(FolderInUseException inUse, Settings settings) {
    URI where =
        inUse
            .operations()
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        inUse.getMessage()
                            + ". It could be asked, were it started with"
                            + " REI_DAU_ADMIN_TOKEN"));
    String token =
        settings
            .http()
            .admin()
            .token()
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        inUse.getMessage()
                            + ". It can be asked, by who sets REI_DAU_ADMIN_TOKEN as it is set"
                            + " there"));
    Terminal.note("asking the running service, " + inUse.holder() + " at " + where);
    return new RunningServiceClient(inUse.holder(), where.resolve("/api/admin/"), token);
  }

  /**
   * Has an operation done.
   *
   * @param request such as {@code verify?records=10}
   * @param watch is shown the operation now and then until it has ended
   * @return the operation as it ended
   * @throws CommandFailedException if it is refused, or what becomes of it cannot be known
   */
  JsonNode done(String request, Consumer<JsonNode> watch) throws InterruptedException {
    HttpResponse<String> begun =
        send(
            HttpRequest.newBuilder(admin.resolve(request))
                .POST(HttpRequest.BodyPublishers.noBody()));
    if (begun.statusCode() != ACCEPTED) {
      throw refused(begun);
    }
    JsonNode operation = json(begun);
    URI place = admin.resolve("operations/" + operation.get("id").asText());
    while (operation.get("state").asText().equals("running")) {
      watch.accept(operation);
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
      HttpResponse<String> now = send(HttpRequest.newBuilder(place));
      if (now.statusCode() != OK) {
        throw refused(now);
      }
      operation = json(now);
    }
    return operation;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
    try {
      return client.send(
          request.timeout(TIMEOUT).header("Authorization", "Bearer " + token).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new CommandFailedException(holder + " does not answer at " + admin + " any more");
    } catch (IOException e) {
      throw new CommandFailedException(holder + " at " + admin + ": " + e.getMessage());
    }
  }

  private CommandFailedException refused(HttpResponse<String> answer) {
    if (answer.statusCode() == UNAUTHORIZED) {
      return new CommandFailedException(
          holder + " does not take the token of these settings (REI_DAU_ADMIN_TOKEN)");
    }
    String detail = json(answer).path("detail").asText("HTTP " + answer.statusCode());
    return new CommandFailedException(holder + " refuses: " + detail);
  }

  private JsonNode json(HttpResponse<String> answer) {
    try {
      return mapper.readTree(answer.body());
    } catch (IOException e) {
      throw new CommandFailedException(
          holder + " at " + admin + " answers " + answer.statusCode() + " and no JSON");
    }
  }
}
