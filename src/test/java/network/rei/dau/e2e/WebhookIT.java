package network.rei.dau.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import network.rei.dau.simulator.chain.BlockTiming;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every event arrives, also if the process is killed while it sends. */
@Order(15)
class WebhookIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int THREE_DAYS_OF_MINUTES = 3 * 24 * 60;

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private volatile boolean hangs = true;
  private HttpServer receiver;

  @BeforeEach
  void startReceiver() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::receive);
    receiver.setExecutor(threads);
    receiver.start();
  }

  @AfterEach
  void stopReceiver() {
    receiver.stop(0);
    threads.shutdownNow();
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    received.add(ServiceProcess.parse(body));
    if (!hangs) {
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
      accepted.add(exchange.getRequestHeaders().getFirst("Rei-Dau-Delivery"));
    }
  }

  @Test
  void shouldSendAgainAfterTheProcessWasKilledWhileItSent() throws IOException {
    SimulatedChain chain =
        SimulatedChain.of(
            SimulatedNodes.spec(THREE_DAYS_OF_MINUTES)
                .endingAt(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS))
                .withTiming(BlockTiming.every(Duration.ofMinutes(1))));
    try (SimulatedNode node = SimulatedNodes.start(chain, 0)) {
      Map<String, String> environment =
          ServiceProcess.environment(
              folder.resolve("cache"),
              node.uri().toString(),
              "REI_DAU_WEBHOOKS",
              "[{name = team, url = \"http://127.0.0.1:%d/SECRETPATH\", secret = 0123456789abcdef, "
                      .formatted(receiver.getAddress().getPort())
                  + "allow-private = true, events = [day]}]");
      String errors;
      try (ServiceProcess service = ServiceProcess.start(folder, environment, "serve")) {
        Awaitility.await().atMost(SOON).until(() -> !received.isEmpty());
        service.kill();
        errors = service.error();
      }
      hangs = false;
      try (ServiceProcess service = ServiceProcess.start(folder, environment, "serve")) {
        Awaitility.await().atMost(SOON).until(() -> accepted.size() >= 2);
        errors += service.error();
      }
      assertThat(accepted).contains(received.get(0).get("id").asText());
      assertThat(received.stream().map(event -> event.get("day").get("date").asText()))
          .contains(
              LocalDate.now(Clock.systemUTC()).minusDays(1).toString(),
              LocalDate.now(Clock.systemUTC()).minusDays(2).toString());
      assertThat(errors).doesNotContain("SECRETPATH", "0123456789abcdef");
    }
  }
}
