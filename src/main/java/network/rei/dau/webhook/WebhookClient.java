package network.rei.dau.webhook;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.event.NoLogging;
import akka.http.javadsl.ClientTransport;
import akka.http.javadsl.Http;
import akka.http.javadsl.OutgoingConnection;
import akka.http.javadsl.OutgoingConnectionBuilder;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.model.headers.UserAgent;
import akka.http.javadsl.settings.ClientConnectionSettings;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import network.rei.dau.concurrent.Failures;
import network.rei.dau.storage.EventOutbox.Entry;
import scala.concurrent.duration.FiniteDuration;

/**
 * Sends events over HTTP. Each request has a connection of its own, which is closed once the status
 * of the response is known, so that a receiver that hangs holds nothing for longer than the
 * timeout. The body of the response is not read, and redirects are not followed.
 */
final class WebhookClient {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int MAX_RETRY_SECONDS = 86_400;

  private final ActorSystem<?> system;
  private final Duration timeout;
  private final Executor blocking;

  WebhookClient(ActorSystem<?> system, Duration timeout) {
    this.system = system;
    this.timeout = timeout;
    this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  /** Sends an event; the stage never fails. */
  CompletionStage<Transmission> send(Webhook webhook, Entry entry) {
    try {
      return Source.single(request(webhook, entry))
          .via(connection(webhook))
          .completionTimeout(timeout)
          .runWith(Sink.head(), system)
          .handle(
              (response, failure) ->
                  failure == null ? outcome(response) : failed(describe(failure)));
    } catch (RuntimeException | JsonProcessingException e) {
      return CompletableFuture.completedStage(
          failed("the request cannot be made: " + e.getClass().getSimpleName()));
    }
  }

  private static HttpRequest request(Webhook webhook, Entry entry) throws JsonProcessingException {
    JsonNode event = MAPPER.readTree(entry.content());
    byte[] body = webhook.format().render(event);
    List<HttpHeader> headers = new ArrayList<>();
    headers.add(RawHeader.create("Rei-Dau-Event", event.path("event").asText()));
    headers.add(RawHeader.create("Rei-Dau-Delivery", event.path("id").asText()));
    webhook
        .secret()
        .ifPresent(
            secret ->
                headers.add(RawHeader.create("Rei-Dau-Signature-256", Signature.of(secret, body))));
    URI url = webhook.url();
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return HttpRequest.POST(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, body))
        .addHeaders(headers);
  }

  private Flow<HttpRequest, HttpResponse, CompletionStage<OutgoingConnection>> connection(
      Webhook webhook) {
    URI url = webhook.url();
    boolean secure = url.getScheme().equalsIgnoreCase("https");
    int port = url.getPort() >= 0 ? url.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
    ClientConnectionSettings settings =
        ClientConnectionSettings.create(system.classicSystem())
            .withConnectingTimeout(finite(timeout))
            .withIdleTimeout(finite(timeout))
            .withUserAgentHeader(Optional.of(UserAgent.create("rei-dau-stats")))
            .withTransport(
                ClientTransport.withCustomResolver((host, to) -> resolve(webhook, host, port)));
    OutgoingConnectionBuilder builder =
        Http.get(system)
            .connectionTo(withoutBrackets(url.getHost()))
            .toPort(port)
            .withClientConnectionSettings(settings)
            .logTo(NoLogging.getInstance());
    return secure ? builder.https() : builder.http();
  }

  /** Resolves a host to the address that is connected to, if that is allowed. */
  private CompletionStage<InetSocketAddress> resolve(Webhook webhook, String host, int port) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            for (InetAddress address : addresses) {
              if (!webhook.allowPrivate() && !PublicAddress.isPublic(address)) {
                throw new PrivateAddressException(address);
              }
            }
            return new InetSocketAddress(addresses[0], port);
          } catch (UnknownHostException e) {
            throw new CompletionException(e);
          }
        },
        blocking);
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static FiniteDuration finite(Duration duration) {
    return FiniteDuration.create(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Transmission outcome(HttpResponse response) {
    int status = response.status().intValue();
    if (status / 100 == 2) {
      return new Transmission.Accepted();
    }
    return new Transmission.Failed(
        "HTTP " + status + (status / 100 == 3 ? ", and redirects are not followed" : ""),
        response
            .getHeader("Retry-After")
            .map(HttpHeader::value)
            .filter(seconds -> seconds.matches("\\d{1,9}"))
            .map(
                seconds ->
                    Duration.ofSeconds(Math.min(MAX_RETRY_SECONDS, Long.parseLong(seconds)))));
  }

  private static Transmission failed(String reason) {
    return new Transmission.Failed(reason, Optional.empty());
  }

  /** Returns a text that contains no part of the URL but its host. */
  private String describe(Throwable failure) {
    boolean overTls = false;
    for (Throwable cause = Failures.cause(failure); cause != null; cause = cause.getCause()) {
      if (cause instanceof PrivateAddressException refused) {
        return refused.getMessage();
      }
      if (cause instanceof UnknownHostException) {
        return "its host is not known";
      }
      if (cause instanceof TimeoutException) {
        return "no response within " + timeout.toMillis() + " ms";
      }
      if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
        return "its certificate is not trusted, or is of another host; the trusted ones are those"
            + " of Java, or of the file that -Djavax.net.ssl.trustStore names";
      }
      overTls |= cause instanceof SSLException;
    }
    if (overTls) {
      return "it does not speak TLS as expected";
    }
    return "no connection, or it broke: " + Failures.cause(failure).getClass().getSimpleName();
  }

  /** The host of a URL has an address that is not public. */
  private static final class PrivateAddressException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PrivateAddressException(InetAddress address) {
      super(
          "its host has the address "
              + address.getHostAddress()
              + ", which is not public; allow-private = true allows it");
    }
  }
}
