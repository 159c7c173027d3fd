package network.rei.dau.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import network.rei.dau.Settings;
import network.rei.dau.storage.files.FolderInUseException;

/** Requests maintenance operations over HTTP of the service that holds the cache folder. */
final class RunningServiceClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|\\[[0-9a-fA-F:.]+]");
  private static final int ACCEPTED = 202;
  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;

  /** A proxy, which the JVM may be configured to use, would receive the token. */
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .proxy(HttpClient.Builder.NO_PROXY)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

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
   * Creates a client for the service that holds the folder, and names it on standard error.
   *
   * @throws CommandFailedException if the service does not accept operations, the token is not set,
   *     or the address of the service is not of this machine
   */
  static RunningServiceClient of(FolderInUseException inUse, Settings settings) {
    URI uri =
        inUse
            .operations()
            .orElseThrow(
                () ->
                    new CommandFailedException(
                        inUse.getMessage()
                            + "; it accepts operations only if it is started with"
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
                            + "; to send it operations, set REI_DAU_ADMIN_TOKEN to the token of"
                            + " that service"));
    if (!isOnThisMachine(uri)) {
      throw new CommandFailedException(
          inUse.getMessage()
              + "; its lock file names "
              + uri
              + ", which is not an address of this machine, so the token was not sent: send the"
              + " operation to that service over HTTP if you trust it (docs/operations.md)");
    }
    Terminal.note("sending the operation to " + inUse.holder() + " at " + uri);
    return new RunningServiceClient(inUse.holder(), uri.resolve("/api/admin/"), token);
  }

  /**
   * Returns whether a request to a URL stays on this machine. The URL comes from a file that the
   * user of the service may write, and the request carries the token. Names other than {@code
   * localhost} are not resolved: services announce numbers.
   */
  static boolean isOnThisMachine(URI uri) {
    String host = uri.getHost();
    if (host == null || !"http".equals(uri.getScheme()) || uri.getUserInfo() != null) {
      return false;
    }
    if (host.equals("localhost")) {
      return true;
    }
    if (!NUMBERS.matcher(host).matches()) {
      return false;
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Starts an operation and waits for its end.
   *
   * @param request the request below {@code /api/admin}, such as {@code verify?records=10}
   * @param onRunning called with the operation at each poll until it has ended
   * @return the operation at its end
   * @throws CommandFailedException if the operation is refused or the service does not answer
   */
  JsonNode execute(String request, Consumer<JsonNode> onRunning) throws InterruptedException {
    HttpResponse<String> accepted =
        send(
            HttpRequest.newBuilder(admin.resolve(request))
                .POST(HttpRequest.BodyPublishers.noBody()));
    if (accepted.statusCode() != ACCEPTED) {
      throw refused(accepted);
    }
    JsonNode operation = json(accepted);
    URI location = admin.resolve("operations/" + operation.get("id").asText());
    while (operation.get("state").asText().equals("running")) {
      onRunning.accept(operation);
      TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL.toMillis());
      HttpResponse<String> polled = send(HttpRequest.newBuilder(location));
      if (polled.statusCode() != OK) {
        throw refused(polled);
      }
      operation = json(polled);
    }
    return operation;
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
    try {
      return client.send(
          request.timeout(TIMEOUT).header("Authorization", "Bearer " + token).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new CommandFailedException(holder + " does not answer at " + admin);
    } catch (IOException e) {
      throw new CommandFailedException(holder + " at " + admin + ": " + e.getMessage());
    }
  }

  private CommandFailedException refused(HttpResponse<String> response) {
    if (response.statusCode() == UNAUTHORIZED) {
      return new CommandFailedException(
          holder + " does not accept the token in REI_DAU_ADMIN_TOKEN");
    }
    String detail = json(response).path("detail").asText("HTTP " + response.statusCode());
    return new CommandFailedException(holder + " refused the operation: " + detail);
  }

  private JsonNode json(HttpResponse<String> response) {
    try {
      return mapper.readTree(response.body());
    } catch (IOException e) {
      throw new CommandFailedException(
          holder + " at " + admin + " answered " + response.statusCode() + " without JSON");
    }
  }
}
