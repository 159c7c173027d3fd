package network.rei.dau.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.connection.Listener;
import network.rei.dau.observability.log.CapturedLog;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that mean no good, or are only slow. */
class HardeningTest {

  private static final int CLIENTS = 50;

  /** 3 MB of records, more than sockets hold. */
  private static final Ledger LEDGER =
      TestLedgers.of(0, 59_999, 10_000, 3, Instant.parse("2026-03-05T12:00:00Z"));

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        new TestServer(
            TestServer.storeOf(LEDGER),
            TestServer.supervisorOf(TestServer.IDLE),
            TestServer.settings(0));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/health",
        "/api/stats/24h",
        "/api/stats/24h/",
        "/api/stats/history?limit=1",
        "/api/stats/history?limit=0",
        "/api/v1/windows/24h",
        "/api/v1/nothing",
        "/nowhere"
      })
  void everyAnswerTellsBrowsersToMakeNothingElseOfIt(String path) {
    HttpHeaders headers = server.get(path).headers();

    assertThat(headers.allValues("X-Content-Type-Options")).containsExactly("nosniff");
    assertThat(headers.allValues("Referrer-Policy")).containsExactly("no-referrer");
    assertThat(headers.allValues("Content-Security-Policy"))
        .containsExactly("default-src 'none'; frame-ancestors 'none'");
    assertThat(headers.allValues("Access-Control-Allow-Origin")).containsExactly("*");
  }

  @Test
  void aBodyThatDoesNotArriveIsNotWarnedOf() throws Exception {
    // logback.xml sets the level of the listener; LogSettingsTest verifies this
    try (CapturedLog log = CapturedLog.of("ROOT", Level.WARN);
        CapturedLog listener = CapturedLog.of(Listener.class.getName(), Level.ERROR)) {
      for (String path : List.of("/api/stats/24h", "/health", "/alive", "/nowhere")) {
        try (Socket client = connected(server)) {
          client
              .getOutputStream()
              .write(
                  ("GET " + path + " HTTP/1.1\r\nHost: unfinished\r\nContent-Length: 100\r\n\r\nx")
                      .getBytes(US_ASCII));
          assertThat(client.getInputStream().read()).isEqualTo('H');
        }
      }
      // Akka HTTP names the URL in its warning; other tests may log meanwhile.
      assertThat(log.lines()).noneMatch(line -> line.contains("http://unfinished/"));
      assertThat(listener.lines()).noneMatch(line -> line.contains("http://unfinished/"));
    }
  }

  @Test
  void aPageHasAPolicyOfItsOwn() {
    assertThat(server.get("/docs/").headers().allValues("Content-Security-Policy"))
        .singleElement()
        .asString()
        .startsWith("default-src 'self'")
        .contains("frame-ancestors 'none'", "base-uri 'none'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"uri", "header", "headers", "body"})
  void whatIsTooLargeIsRefused(String large) throws IOException {
    String request =
        switch (large) {
          case "uri" -> "GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n";
          case "header" ->
              "GET / HTTP/1.1\r\nHost: x\r\nX-Large: " + "x".repeat(9_000) + "\r\n\r\n";
          case "headers" -> "GET / HTTP/1.1\r\nHost: x\r\n" + "X-One: y\r\n".repeat(70) + "\r\n";
          default -> "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n";
        };
    try (Socket client = connected(server)) {
      client.getOutputStream().write(request.getBytes(US_ASCII));

      assertThat(new String(client.getInputStream().readNBytes(12), US_ASCII))
          .matches("HTTP/1.1 4(00|05|13|14|31)");
    }
  }

  @Test
  void slowClientsKeepNobodyFromAnAnswer() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        Socket reader = connected(server);
        slow.add(reader);
        reader
            .getOutputStream()
            .write("GET /api/stats/history HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        Socket sender = connected(server);
        slow.add(sender);
        sender.getOutputStream().write("GET / HTTP/1.1\r\nHost:".getBytes(US_ASCII));
      }
      for (Socket client : slow) {
        client.setSoTimeout(20_000);
      }
      assertThat(slow.get(0).getInputStream().read()).isEqualTo('H');

      for (int i = 0; i < 20; i++) {
        assertThat(server.get("/api/stats/24h").statusCode()).isEqualTo(200);
      }
    } finally {
      for (Socket client : slow) {
        client.close();
      }
    }
  }

  @Test
  void aFirstRequestThatDoesNotComeInTimeClosesTheConnectionThoughBytesKeepComing()
      throws Exception {
    try (TestServer strict =
            new TestServer(
                TestServer.storeOf(LEDGER),
                TestServer.supervisorOf(TestServer.IDLE),
                new TestSettings().headerTimeout(Duration.ofSeconds(1)).build());
        Socket prompt = connected(strict);
        Socket slow = connected(strict)) {
      byte[] request = "GET /alive HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII);
      prompt.getOutputStream().write(request);
      assertThat(prompt.getInputStream().readNBytes(12)).asString(US_ASCII).endsWith("200");
      slow.getOutputStream().write("GET / HTTP/1.1\r\nX: ".getBytes(US_ASCII));
      slow.setSoTimeout(10);

      assertThat(isClosedWhileSending(slow)).isTrue();

      prompt.getOutputStream().write(request);
      prompt.setSoTimeout(20_000);
      assertThat(prompt.getInputStream().read()).isPositive();
    }
  }

  /** Sends a byte every 10 ms until the other side has enough, or 20 s are over. */
  private static boolean isClosedWhileSending(Socket slow) throws IOException {
    for (int i = 0; i < 2_000; i++) {
      try {
        slow.getOutputStream().write('x');
        if (slow.getInputStream().read() < 0) {
          return true;
        }
      } catch (SocketException e) {
        return true;
      } catch (java.net.SocketTimeoutException e) {
        // it is still open
      }
    }
    return false;
  }

  private static Socket connected(TestServer server) throws IOException {
    Socket client = new Socket();
    client.setReceiveBufferSize(16 * 1024);
    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    return client;
  }
}
