package network.rei.dau.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Tests that clients which take all connections of the packaged service, with a heap of 192 MB,
 * neither end it nor keep its probes from being answered.
 */
@Isolated("it opens thousands of connections")
class ManyClientsNightly {

  private static final String HEAP = "192m";
  private static final int HEADS = 400;
  private static final int HEADERS = 62;
  private static final int HEADER_BYTES = 8_000;

  /** The number of connections that the service accepts by default. */
  private static final int CONNECTIONS = 4_096;

  /** The number of event streams that it sends by default. */
  private static final int STREAMS = 1_000;

  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
  private static final int PROBES = 20;

  /** Used after a garbage collection, at most, with all connections. */
  private static final long HEAP_KIB = 160 * 1024;

  @TempDir Path folder;

  private final HttpClient prober = HttpClient.newHttpClient();
  private final List<SocketChannel> clients = new ArrayList<>();
  private SimulatedNode node;
  private ServiceProcess serve;
  private URI probe;

  @BeforeEach
  void start() throws IOException {
    int management = Ports.reserve();
    node = SimulatedNodes.start(SimulatedChain.of(SimulatedNodes.spec(2_400)), 0);
    serve =
        ServiceProcess.start(
            folder,
            ServiceProcess.environment(
                folder.resolve("cache"),
                node.uri().toString(),
                "REI_DAU_HEAP",
                HEAP,
                "REI_DAU_MANAGEMENT_PORT",
                String.valueOf(management),
                "REI_DAU_HTTP_TRUSTED_PROXIES",
                "1"),
            "serve");
    probe = URI.create("http://127.0.0.1:" + management + "/alive");
    serve.getUntil(
        "/api/stats/24h",
        Duration.ofMinutes(2),
        answer -> answer.at("/data/blockRange/end").asLong() == 2_399);
  }

  @AfterEach
  void stop() throws IOException {
    close();
    serve.close();
    node.close();
  }

  @Test
  void shouldStayAliveWhileHeadsOfRequestsAreSentWithoutAnEnd() throws Exception {
    for (int i = 0; i < HEADS; i++) {
      clients.add(connected("GET /alive HTTP/1.1\r\nHost: x\r\n"));
    }
    for (int i = 0; i < HEADERS; i++) {
      ByteBuffer header =
          ByteBuffer.wrap(("X-" + i + ": " + "x".repeat(HEADER_BYTES) + "\r\n").getBytes(US_ASCII));
      for (SocketChannel client : clients) {
        sendIfOpen(client, header.duplicate());
      }
    }

    assertAlive("%d heads of %d headers".formatted(HEADS, HEADERS));
  }

  @Test
  void shouldStayAliveWhileAllConnectionsRequestEventStreams() throws Exception {
    for (int i = 0; i < CONNECTIONS; i++) {
      clients.add(
          connected(
              "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 10.0.%d.%d\r\n\r\n"
                  .formatted(i / 250, i % 250)));
    }
    serve.awaitOpenFiles(STREAMS);

    assertAlive(CONNECTIONS + " requests for event streams");
  }

  private void assertAlive(String load) throws Exception {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < PROBES; i++) {
      millis.add(millisOfProbe());
    }
    long heap = serve.heapKibAfterCollection();
    System.err.println(
        "ManyClientsNightly: %s: %d connections open, used heap %d KiB, milliseconds of /alive %s"
            .formatted(load, openConnections(), heap, millis));
    assertThat(serve.isAlive()).isTrue();
    assertThat(heap).isLessThan(HEAP_KIB);

    close();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> serve.ask("GET", "/api/stats/24h").statusCode() == 200);
  }

  /** Returns how many connections the service has not closed. */
  private long openConnections() {
    return clients.stream().filter(ManyClientsNightly::isOpen).count();
  }

  private static boolean isOpen(SocketChannel client) {
    try {
      ByteBuffer received = ByteBuffer.allocate(64 * 1024);
      int bytes = client.read(received);
      while (bytes > 0) {
        bytes = client.read(received.clear());
      }
      return bytes == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private long millisOfProbe() throws Exception {
    long begin = System.nanoTime();
    HttpRequest request = HttpRequest.newBuilder(probe).timeout(PROBE_TIMEOUT).build();
    HttpResponse<Void> answer = prober.send(request, HttpResponse.BodyHandlers.discarding());
    assertThat(answer.statusCode()).isEqualTo(200);
    return Duration.ofNanos(System.nanoTime() - begin).toMillis();
  }

  private SocketChannel connected(String first) throws IOException {
    URI service = URI.create(serve.url());
    SocketChannel client =
        SocketChannel.open(new InetSocketAddress(service.getHost(), service.getPort()));
    client.configureBlocking(false);
    sendIfOpen(client, ByteBuffer.wrap(first.getBytes(US_ASCII)));
    return client;
  }

  /** Sends what the socket accepts; the service closes connections that send too much. */
  private static void sendIfOpen(SocketChannel client, ByteBuffer bytes) {
    try {
      client.write(bytes);
    } catch (IOException e) {
      // The service has closed the connection.
      return;
    }
  }

  private void close() throws IOException {
    for (SocketChannel client : clients) {
      client.close();
    }
    clients.clear();
  }
}
