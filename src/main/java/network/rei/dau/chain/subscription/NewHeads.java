package network.rei.dau.chain.subscription;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.event.Logging;
import akka.event.NoLogging;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import akka.http.javadsl.model.headers.Authorization;
import akka.http.javadsl.model.headers.HttpCredentials;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.http.javadsl.model.ws.WebSocketRequest;
import akka.http.javadsl.model.ws.WebSocketUpgradeResponse;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.stream.KillSwitches;
import akka.stream.RestartSettings;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.RestartSource;
import akka.stream.javadsl.Source;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import network.rei.dau.chain.EndpointName;
import network.rei.dau.concurrent.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.web3j.protocol.core.Request;
import scala.concurrent.duration.FiniteDuration;

/**
 * The new heads that endpoints announce over WebSocket ({@code eth_subscribe} of {@code newHeads}).
 *
 * <p>An announcement is only a reason to read the head: its content is not used. A connection that
 * cannot be made, fails, or sends something else is made again with backoff. Its messages are
 * bounded in size and its announcements in number.
 */
public final class NewHeads {

  /** The maximum number of characters of a message; a header has about 2,000. */
  static final int MAX_MESSAGE = 64 * 1024;

  /** The minimum time between two announcements of all endpoints; those between are one. */
  static final Duration MIN_INTERVAL = Duration.ofMillis(100);

  private static final Logger LOG = LoggerFactory.getLogger(NewHeads.class);
  private static final Duration MIN_BACKOFF = Duration.ofSeconds(1);
  private static final Duration MAX_BACKOFF = Duration.ofMinutes(1);
  private static final Duration PING_INTERVAL = Duration.ofSeconds(20);
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);
  private static final int SHOWN = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI url;
  private final EndpointName name;
  private final ActorSystem<?> system;
  private volatile boolean subscribed;
  private volatile boolean failed;

  private NewHeads(URI url, ActorSystem<?> system) {
    this.url = url;
    this.name = EndpointName.of(url);
    this.system = system;
  }

  /**
   * Returns a source that emits the name of an endpoint for each new head that it announces. It
   * never ends, and emits nothing without URLs.
   *
   * @param urls ws or wss
   */
  public static Source<String, NotUsed> of(List<URI> urls, ActorSystem<?> system) {
    return of(urls, MIN_BACKOFF, system);
  }

  static Source<String, NotUsed> of(List<URI> urls, Duration minBackoff, ActorSystem<?> system) {
    Source<String, NotUsed> none = Source.never();
    return urls.stream()
        .map(url -> new NewHeads(url, system).announcements(minBackoff))
        .reduce(none, Source::merge)
        .conflate((first, last) -> last)
        .throttle(1, MIN_INTERVAL);
  }

  private Source<String, NotUsed> announcements(Duration minBackoff) {
    RestartSettings restarts =
        RestartSettings.create(minBackoff, MAX_BACKOFF, 0.2)
            .withLogSettings(RestartSettings.createLogSettings(Logging.DebugLevel()));
    return RestartSource.withBackoff(restarts, this::connection);
  }

  private Source<String, NotUsed> connection() {
    SharedKillSwitch requests = KillSwitches.shared("requests");
    return Source.single(subscribe())
        .concat(Source.maybe()) // The connection is closed once there are no more requests.
        .via(requests.flow())
        .via(webSocket())
        .mapAsync(1, this::text)
        .mapConcat(text -> announces(text) ? List.of(name.toString()) : List.of())
        .concatLazy(Source.lazySource(NewHeads::closed))
        .watchTermination(
            (mat, end) -> {
              end.exceptionally(this::ended).thenRun(requests::shutdown);
              return NotUsed.getInstance();
            });
  }

  /** Fails where an endpoint ends the connection, unlike where this side does. */
  private static Source<String, NotUsed> closed() {
    return Source.failed(new IllegalStateException("the connection was closed"));
  }

  private Flow<Message, Message, CompletionStage<WebSocketUpgradeResponse>> webSocket() {
    ClientConnectionSettings defaults = ClientConnectionSettings.create(system.classicSystem());
    ClientConnectionSettings settings =
        defaults
            .withIdleTimeout(finite(IDLE_TIMEOUT))
            .withWebsocketSettings(
                defaults
                    .getWebsocketSettings()
                    .withPeriodicKeepAliveMaxIdle(finite(PING_INTERVAL)));
    Http http = Http.get(system);
    ConnectionContext context =
        url.getScheme().equalsIgnoreCase("wss")
            ? http.defaultClientHttpsContext()
            : ConnectionContext.noEncryption();
    return http.webSocketClientFlow(
        request(), context, Optional.empty(), settings, NoLogging.getInstance());
  }

  private static FiniteDuration finite(Duration duration) {
    return FiniteDuration.create(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  private WebSocketRequest request() {
    WebSocketRequest request = WebSocketRequest.create(url.toString());
    String user = url.getUserInfo();
    if (user == null) {
      return request;
    }
    String[] parts = user.split(":", 2);
    return request.addHeader(
        Authorization.create(
            HttpCredentials.createBasicHttpCredentials(
                parts[0], parts.length > 1 ? parts[1] : "")));
  }

  private static Message subscribe() {
    Request<String, ?> request = new Request<>("eth_subscribe", List.of("newHeads"), null, null);
    request.setId(1);
    try {
      return TextMessage.create(JSON.writeValueAsString(request));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // The request holds only texts and a number.
    }
  }

  private CompletionStage<String> text(Message message) {
    if (!message.isText()) {
      throw new IllegalStateException("the endpoint sent a binary message");
    }
    return message
        .asTextMessage()
        .getStreamedText()
        .limitWeighted(MAX_MESSAGE, part -> (long) part.length())
        .runFold(new StringBuilder(), StringBuilder::append, system)
        .thenApply(StringBuilder::toString);
  }

  /** Returns whether a message announces a new head. */
  private boolean announces(String text) {
    JsonNode message;
    try {
      message = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the endpoint sent a message that is not JSON", e);
    }
    if (message.path("method").asText().equals("eth_subscription")) {
      return true;
    }
    if (!message.path("id").asText().equals("1") || !message.path("result").isTextual()) {
      throw new IllegalStateException(
          "the endpoint did not accept the subscription: "
              + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "..."));
    }
    LOG.info("endpoint {} announces new heads", name);
    subscribed = true;
    failed = false;
    return false;
  }

  /** Logs the end of a connection, unless the one before has ended without a subscription too. */
  private Done ended(Throwable failure) {
    if (subscribed || !failed) {
      LOG.warn(
          "endpoint {} does not announce new heads, which are polled for: {}",
          name,
          name.scrub(Failures.message(failure)));
    }
    subscribed = false;
    failed = true;
    return Done.getInstance();
  }
}
