package network.rei.dau.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.answer.AnswerKind;
import network.rei.dau.stats.answer.PreparedAnswers;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {

  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 3, Instant.parse("2026-03-05T12:00:00Z"));

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/stats/24h", "/API/stats/7days", "/api/stats/history", "/api/stats/records"})
  void shouldAnswer503IfTheStoreDoesNotReplyInTime(String path) {
    try (TestServer server = silent()) {
      HttpResponse<byte[]> response = server.get(path);

      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).contains("1");
      assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
      assertThat(server.json(response).get("error").asText()).isEqualTo("Service Unavailable");
    }
  }

  @Test
  void shouldReportInHealthThatNoActorReplies() {
    try (TestServer server = silent()) {
      HttpResponse<byte[]> response = server.get("/health");

      assertThat(response.statusCode()).isEqualTo(200);
      JsonNode health = server.json(response);
      assertThat(health.get("status").asText()).isEqualTo("degraded");
      assertThat(health.get("reasons"))
          .extracting(JsonNode::asText)
          .containsExactly(
              "The store did not answer within 0.05 s.", "Ingest did not answer within 0.05 s.");
      assertThat(health.get("lastProcessedBlock").isNull()).isTrue();
    }
  }

  @Test
  void shouldAnswer500WithoutDetailsAfterAFaultOfTheService() {
    Behavior<StatsStore.Command> faulty =
        Behaviors.receive(StatsStore.Command.class)
            .onMessage(
                StatsStore.GetAnswer.class,
                get -> {
                  get.replyTo().tell(new StatsStore.PreparedAnswer(null, 7));
                  return Behaviors.same();
                })
            .build();
    try (TestServer server =
        new TestServer(faulty, TestServer.supervisorOf(TestServer.IDLE), TestServer.settings(0))) {
      for (String path : new String[] {"/api/stats/24h", "/api/stats/24h/"}) {
        HttpResponse<byte[]> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(new String(response.body(), UTF_8))
            .startsWith("{\"success\":false,\"error\":\"Internal Server Error\"")
            .doesNotContain("null");
      }
    }
  }

  @Test
  void shouldReportAPortInUseInOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> serverOn(port))
          .hasRootCauseInstanceOf(BindException.class)
          .cause()
          .hasMessage("port " + port + " on 127.0.0.1 is in use: set PORT to another");
    }
  }

  @Test
  void shouldAnswerRequestsInFlightWhenItStops() throws InterruptedException {
    BlockingQueue<StatsStore.Command> asked = new LinkedBlockingQueue<>();
    Behavior<StatsStore.Command> store =
        Behaviors.receiveMessage(
            message -> {
              asked.add(message);
              return Behaviors.same();
            });
    try (TestServer server = new TestServer(store, Behaviors.ignore(), stoppingSlowly())) {
      CompletableFuture<HttpResponse<byte[]>> inFlight =
          CompletableFuture.supplyAsync(() -> server.get("/api/stats/24h"));
      StatsStore.GetAnswer get = (StatsStore.GetAnswer) asked.take();

      CompletableFuture<?> stopped =
          CoordinatedShutdown.get(server.kit.system())
              .runAll(CoordinatedShutdown.unknownReason())
              .toCompletableFuture();
      await().until(() -> !accepts(server.port()));
      PreparedAnswers.Body body =
          PreparedAnswers.of(LEDGER, 7, TestServer.NOW, true).body(AnswerKind.LAST_24_HOURS);
      get.replyTo().tell(new StatsStore.PreparedAnswer(body, 7));

      assertThat(inFlight.join().body()).isEqualTo(body.json());
      stopped.join();
    }
  }

  @Test
  void shouldSendBodiesToTheirEndWhenItStops() throws IOException {
    // 9 MB, more than sockets hold between a server that writes and a client that does not read
    Ledger large = TestLedgers.of(0, 199_999, 10_000, 3, Instant.parse("2026-03-05T12:00:00Z"));
    try (TestServer server =
            new TestServer(TestServer.storeOf(large), Behaviors.ignore(), stoppingSlowly());
        Socket client = new Socket()) {
      client.setReceiveBufferSize(256 * 1024);
      client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      client
          .getOutputStream()
          .write(
              "GET /api/stats/history HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(UTF_8));
      client.getInputStream().readNBytes(1000);

      CompletableFuture<?> stopped =
          CoordinatedShutdown.get(server.kit.system())
              .runAll(CoordinatedShutdown.unknownReason())
              .toCompletableFuture();
      await().until(() -> !accepts(server.port()));
      await().during(Duration.ofMillis(500)).until(() -> !stopped.isDone());

      assertThat(new String(client.getInputStream().readAllBytes(), UTF_8))
          .endsWith("retrieved historical statistics\"}\r\n0\r\n\r\n");
      stopped.join();
    }
  }

  /** Returns settings with which a busy machine has the time to send what is in flight. */
  private static HttpSettings stoppingSlowly() {
    return new TestSettings().stopTimeout(Duration.ofSeconds(50)).build();
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void shouldReportAForeignAddressInOneLine() {
    HttpSettings foreign = new TestSettings().host("192.0.2.1").build();

    assertThatThrownBy(
            () -> new TestServer(Behaviors.ignore(), Behaviors.ignore(), foreign).close())
        .cause()
        .hasMessageStartingWith("port 0 on 192.0.2.1 cannot be listened on: ");
  }

  private static void serverOn(int port) {
    new TestServer(Behaviors.ignore(), Behaviors.ignore(), TestServer.settings(port)).close();
  }

  private static TestServer silent() {
    return new TestServer(Behaviors.ignore(), Behaviors.ignore(), TestServer.withShortAskTimeout());
  }
}
