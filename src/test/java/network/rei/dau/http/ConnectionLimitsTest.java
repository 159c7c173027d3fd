package network.rei.dau.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.e2e.Ports;
import network.rei.dau.http.admin.AdminSettings;
import network.rei.dau.http.admin.AdminTestServer;
import network.rei.dau.http.v1.events.EventStreamSettings;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take as much of connections as they can get. */
@Timeout(120)
class ConnectionLimitsTest {

  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 3, java.time.Instant.parse("2026-03-05T12:00:00Z"));
  private static final String START = "GET /alive HTTP/1.1\r\nHost: x\r\n";
  private static final byte[] REQUEST = (START + "\r\n").getBytes(US_ASCII);
  private static final int CONNECTIONS = 300;
  private static final long MAX_HEAP_GROWTH = 40L << 20;

  @Test
  void shouldHoldLittleOfManyHeadsThatAreTooLarge() throws IOException {
    try (TestServer server = server(new TestSettings())) {
      List<Socket> clients = connect(server.port(), CONNECTIONS);
      long before = usedHeap();
      for (int i = 0; i < 62; i++) {
        byte[] header = ("X-" + i + ": " + "x".repeat(8_000) + "\r\n").getBytes(US_ASCII);
        for (Socket client : clients) {
          send(client, i == 0 ? (START + new String(header, US_ASCII)).getBytes(US_ASCII) : header);
        }
      }

      assertThat(usedHeap() - before).isLessThan(MAX_HEAP_GROWTH);
      assertThat(server.get("/alive").statusCode()).isEqualTo(200);
      close(clients);
      await().until(() -> server.held.http().headBytes().get() == 0);
    }
  }

  @Test
  void shouldAnswer400ToAHeadThatIsTooLargeAlthoughNoHeaderIs() throws IOException {
    try (TestServer server = server(new TestSettings());
        Socket client = connected(server.port())) {
      send(client, (START + ("X-A: " + "x".repeat(4_000) + "\r\n").repeat(5)).getBytes(US_ASCII));

      assertThat(client.getInputStream().readNBytes(12)).asString(US_ASCII).endsWith(" 400");
    }
  }

  @Test
  void shouldAnswerPipelinedRequestsThatAreLargeTogether() throws IOException {
    try (TestServer server = server(new TestSettings());
        Socket client = connected(server.port())) {
      int count = 1_000;
      String last = START + "Connection: close\r\n\r\n";
      send(client, (new String(REQUEST, US_ASCII).repeat(count - 1) + last).getBytes(US_ASCII));

      assertThat(
              new String(client.getInputStream().readAllBytes(), UTF_8).split("HTTP/1.1 200", -1))
          .hasSize(count + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void shouldCloseAConnectionWhoseHeadIsLateThoughBytesKeepArriving(int requestsBefore)
      throws IOException {
    try (TestServer server = server(new TestSettings().headerTimeout(Duration.ofSeconds(1)));
        Socket slow = connected(server.port())) {
      for (int i = 0; i < requestsBefore; i++) {
        send(slow, REQUEST);
        assertThat(slow.getInputStream().readNBytes(12)).asString(US_ASCII).endsWith(" 200");
        await().until(() -> drained(slow));
      }
      send(slow, "GET / HTTP/1.1\r\nX: ".getBytes(US_ASCII));

      assertThat(isClosedWhileSending(slow)).isTrue();
    }
  }

  @Test
  void shouldKeepAnIdleConnectionLongerThanTheTimeOfAHead() throws Exception {
    try (TestServer server = server(new TestSettings().headerTimeout(Duration.ofSeconds(1)));
        Socket client = connected(server.port())) {
      send(client, REQUEST);
      assertThat(client.getInputStream().readNBytes(12)).asString(US_ASCII).endsWith(" 200");
      await().until(() -> drained(client));
      client.setSoTimeout(1_500);
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);

      client.setSoTimeout(20_000);
      send(client, REQUEST);
      assertThat(client.getInputStream().readNBytes(12)).asString(US_ASCII).endsWith(" 200");
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 429", "1, 2, 503"})
  void shouldRefuseFurtherEventStreamsUntilOneIsClosed(int inAll, int perClient, int status)
      throws IOException {
    try (TestServer server =
        server(new TestSettings().eventStreams(new EventStreamSettings(inAll, perClient)))) {
      assertThat(server.send("HEAD", "/api/v1/events").statusCode()).isEqualTo(200);
      try (Socket stream = listening(server)) {
        assertThat(stream.isConnected()).isTrue();
        HttpResponse<byte[]> refused = server.get("/api/v1/events");
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.headers().firstValue("Retry-After")).contains("30");
        assertThat(server.json(refused).get("detail").asText()).contains("event streams");
        assertThat(server.held.eventStreams()).hasValue(1);
        new Contract().assertAsDescribed("get /api/v1/events", "/api/v1/events", refused);
        try (Socket other = connected(server.port())) {
          send(other, "GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
          assertThat(other.getInputStream().readAllBytes())
              .asString(US_ASCII)
              .startsWith("HTTP/1.1 " + status)
              .contains("Connection: close");
        }
      }
      await().until(() -> server.held.eventStreams().get() == 0);
      listening(server).close();
    }
  }

  @Test
  void shouldAnswerOperatorsWhenThePublicPortIsExhausted() throws Exception {
    int port = Ports.reserve();
    try (TestServer server =
        AdminTestServer.server(
            new TestSettings()
                .maxConnections(4)
                .admin(new AdminSettings(Optional.of(AdminTestServer.TOKEN)))
                .management(new ManagementSettings("127.0.0.1", port)),
            TestServer.storeOf(LEDGER),
            TestServer.supervisorOf(TestServer.IDLE),
            Path.of("none"))) {
      List<Socket> clients = connect(server.port(), 4);
      await().until(() -> server.held.http().connections().get() == 4);

      for (String path : List.of("/alive", "/ready", "/health", "/metrics")) {
        assertThat(statusOf(port, path)).as(path).isEqualTo(200);
      }
      assertThat(statusOf(port, "/api/admin/operations")).isEqualTo(200);
      assertThat(statusOf(port, "/api/stats/24h")).isEqualTo(404);
      assertThat(statusOf(port, "/cluster/members")).as("outside of a cluster").isEqualTo(404);
      assertThat(server.bound().operations()).isEqualTo(server.bound().management());

      close(clients);
      await().until(() -> server.held.http().connections().get() == 0);
      for (String path : List.of("/alive", "/ready", "/metrics", "/api/admin/operations")) {
        assertThat(
                server.get(path, "Authorization", "Bearer " + AdminTestServer.TOKEN).statusCode())
            .as(path)
            .isEqualTo(404);
      }
      assertThat(server.get("/health").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/alive", "/ready", "/metrics"})
  void shouldServeTheExactPathsOfOperatorsWithoutCors(String path) {
    try (TestServer server = server(new TestSettings())) {
      HttpResponse<byte[]> response = server.get(path, "Origin", "https://example.org");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
      assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(server.send("OPTIONS", path).statusCode()).isEqualTo(405);
      assertThat(server.send("HEAD", path).statusCode()).isEqualTo(200);

      for (String other :
          List.of(path + "/", path.toUpperCase(java.util.Locale.ROOT), path + "x")) {
        assertThat(server.get(other).statusCode()).as(other).isEqualTo(404);
      }
    }
  }

  private static TestServer server(TestSettings settings) {
    return new TestServer(
        TestServer.storeOf(LEDGER), TestServer.supervisorOf(TestServer.IDLE), settings.build());
  }

  private static Socket listening(TestServer server) throws IOException {
    Socket client = connected(server.port());
    send(client, "GET /api/v1/events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
    assertThat(client.getInputStream().readNBytes(12)).asString(US_ASCII).endsWith(" 200");
    await().until(() -> server.held.eventStreams().get() == 1);
    return client;
  }

  private static int statusOf(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + AdminTestServer.TOKEN)
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static List<Socket> connect(int port, int count) throws IOException {
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(connected(port));
    }
    return clients;
  }

  private static Socket connected(int port) throws IOException {
    Socket client = new Socket();
    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    client.setSoTimeout(20_000);
    return client;
  }

  /** Sends bytes; a connection that the server has closed is not an error. */
  private static void send(Socket client, byte[] bytes) {
    try {
      client.getOutputStream().write(bytes);
    } catch (IOException e) {
      // the server has closed the connection
    }
  }

  private static void close(List<Socket> clients) throws IOException {
    for (Socket client : clients) {
      client.close();
    }
  }

  /** Reads what has arrived; returns whether the whole response to a request has. */
  private static boolean drained(Socket client) throws IOException {
    byte[] bytes = new byte[client.getInputStream().available()];
    int read = client.getInputStream().readNBytes(bytes, 0, bytes.length);
    return new String(bytes, 0, read, UTF_8).endsWith("}");
  }

  /** Sends a byte every 10 ms until the server closes the connection, or 20 s are over. */
  private static boolean isClosedWhileSending(Socket slow) throws IOException {
    slow.setSoTimeout(10);
    for (int i = 0; i < 2_000; i++) {
      try {
        slow.getOutputStream().write('x');
        if (slow.getInputStream().read() < 0) {
          return true;
        }
      } catch (SocketTimeoutException e) {
        // it is still open
      } catch (SocketException e) {
        return true;
      }
    }
    return false;
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
