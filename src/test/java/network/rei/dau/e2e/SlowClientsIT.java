package network.rei.dau.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.rei.dau.simulator.SimulatedNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two thousand clients that send or read as slowly as they can. */
class SlowClientsIT {

  private static final int CLIENTS = 2_000;

  @TempDir Path folder;

  @Test
  void shouldAnswerOthersQuicklyAndCloseConnectionsOnWhichNoRequestComes() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try (SimulatedNode node = Simulated.node(1_300);
        ServiceProcess serve =
            ServiceProcess.start(
                folder,
                ServiceProcess.environment(
                    folder.resolve("cache"),
                    node.uri().toString(),
                    "REI_DAU_HTTP_HEADER_TIMEOUT",
                    "15 s"),
                "serve")) {
      serve.getUntil(
          "/api/stats/24h",
          Duration.ofSeconds(60),
          answer -> answer.at("/data/complete").asBoolean());
      URI url = URI.create(serve.url());
      for (int i = 0; i < CLIENTS; i++) {
        boolean reader = i % 2 == 0;
        Socket client = new Socket();
        slow.add(client);
        client.setReceiveBufferSize(4 * 1024);
        client.connect(new InetSocketAddress(url.getHost(), url.getPort()), 20_000);
        client
            .getOutputStream()
            .write(
                (reader
                        ? "GET /api/stats/history HTTP/1.1\r\nHost: x\r\n\r\n"
                        : "GET / HTTP/1.1\r\nHost:")
                    .getBytes(US_ASCII));
      }

      long[] times = new long[50];
      for (int i = 0; i < times.length; i++) {
        long begin = System.nanoTime();
        assertThat(serve.ask("GET", "/api/stats/24h").statusCode()).isEqualTo(200);
        times[i] = System.nanoTime() - begin;
      }
      Arrays.sort(times);
      assertThat(Duration.ofNanos(times[times.length / 2])).isLessThan(Duration.ofMillis(100));
      assertThat(Duration.ofNanos(times[times.length - 1])).isLessThan(Duration.ofSeconds(2));

      Socket sender = slow.get(CLIENTS - 1);
      sender.setSoTimeout(40_000);
      assertThat(sender.getInputStream().readAllBytes()).isEmpty();
    } finally {
      for (Socket client : slow) {
        client.close();
      }
    }
  }
}
