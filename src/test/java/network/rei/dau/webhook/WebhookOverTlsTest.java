package network.rei.dau.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.ConnectionContext;
import akka.http.javadsl.Http;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import network.rei.dau.SelfSignedKeys;
import network.rei.dau.storage.EventOutbox.Entry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends to a receiver over HTTPS whose certificate is its own. */
class WebhookOverTlsTest {

  private final ActorTestKit kit = ActorTestKit.create("webhook-tls-test");
  private final List<String> signatures = new CopyOnWriteArrayList<>();
  private HttpsServer receiver;
  private SSLContext trusting;

  @TempDir Path folder;

  @BeforeEach
  void start() throws Exception {
    SelfSignedKeys keys = SelfSignedKeys.create(folder, "dns:localhost");
    trusting = keys.client();
    receiver = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.setHttpsConfigurator(new HttpsConfigurator(keys.server()));
    receiver.createContext(
        "/hook",
        exchange -> {
          signatures.add(exchange.getRequestHeaders().getFirst("Rei-Dau-Signature-256"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
    kit.shutdownTestKit();
  }

  @Test
  void shouldSendToAReceiverWhoseCertificateIsTrusted() throws Exception {
    Http.get(kit.system()).setDefaultClientHttpsContext(ConnectionContext.httpsClient(trusting));

    assertThat(send("https://localhost:" + receiver.getAddress().getPort() + "/hook"))
        .isInstanceOf(Transmission.Accepted.class);
    assertThat(signatures).singleElement().asString().startsWith("sha256=");
  }

  @Test
  void shouldSayThatTheCertificateIsNotTrusted() throws Exception {
    assertThat(send("https://localhost:" + receiver.getAddress().getPort() + "/hook?key=secret"))
        .isInstanceOfSatisfying(
            Transmission.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .startsWith("its certificate is not trusted, or is of another host; ")
                    .doesNotContain("secret"));
    assertThat(signatures).isEmpty();
  }

  @Test
  void shouldSayThatTheCertificateIsNotTrustedForAnotherHost() throws Exception {
    Http.get(kit.system()).setDefaultClientHttpsContext(ConnectionContext.httpsClient(trusting));

    assertThat(send("https://127.0.0.1:" + receiver.getAddress().getPort() + "/hook"))
        .isInstanceOfSatisfying(
            Transmission.Failed.class,
            failed -> assertThat(failed.reason()).startsWith("its certificate is not trusted"));
    assertThat(signatures).isEmpty();
  }

  private Transmission send(String url) throws Exception {
    Webhook webhook =
        new Webhook(
            "tls",
            URI.create(url),
            Optional.of("a secret of the tests"),
            MessageFormat.JSON,
            true,
            Set.of(EventType.DAY),
            List.of(),
            Duration.ofHours(1));
    Entry entry =
        new Entry("tls", "day-1", Instant.EPOCH, 1, "{\"event\":\"day\",\"id\":\"tls:day-1\"}");
    return new WebhookClient(kit.system(), Duration.ofSeconds(60))
        .send(webhook, entry)
        .toCompletableFuture()
        .get(90, TimeUnit.SECONDS);
  }
}
