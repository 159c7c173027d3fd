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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import network.rei.dau.Nightly;
import network.rei.dau.postgres.PostgresServer;
import network.rei.dau.simulator.chain.BlockTiming;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every event arrives, also if the process, or the node of a cluster that sends, is killed. */
@Order(15)
class WebhookIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int FOUR_DAYS_OF_MINUTES = 4 * 24 * 60;

  private static final String SECRET = "0123456789abcdef";

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();

  /** The ids of the events that were answered with success. */
  private final List<String> accepted = new CopyOnWriteArrayList<>();

  private volatile boolean hangs = true;
  private HttpServer receiver;

  /** The date of the day before the start of the chain. */
  private String dayBefore;

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
      accepted.add(exchange.getRequestHeaders().getFirst("Rei-Dau-Delivery"));
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    }
  }

  private String settings() {
    return "[{name = team, url = \"http://127.0.0.1:%d/SECRETPATH\", secret = %s, "
            .formatted(receiver.getAddress().getPort(), SECRET)
        + "allow-private = true, events = [day]}]";
  }

  /** Starts a chain that grows: if a day ends while a test runs, it becomes complete as well. */
  private SimulatedNode startChain() {
    Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    dayBefore = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(1).toString();
    return SimulatedNodes.start(
        SimulatedChain.of(
                SimulatedNodes.spec(FOUR_DAYS_OF_MINUTES)
                    .endingAt(now)
                    .withTiming(BlockTiming.every(Duration.ofMinutes(1))))
            .follow(Clock.systemUTC()),
        0);
  }

  /**
   * Verifies that two days at least were sent: that before the start, and the one before it, or
   * after it if the service began after midnight.
   */
  private void assertTwoDays() {
    assertThat(received.stream().map(event -> event.get("day").get("date").asText()).distinct())
        .contains(dayBefore)
        .hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  @Nightly
  void shouldSendFromTheNextLeaderAfterTheOneBeforeWasKilledWhileItSent() throws IOException {
    try (SimulatedNode chain = startChain();
        ClusterNodes nodes =
            new ClusterNodes(
                folder,
                3,
                chain,
                PostgresServer.shared().newDatabase(),
                Map.of("REI_DAU_WEBHOOKS", settings(), "REI_DAU_CLUSTER_DOWN_AFTER", "4 s"))) {
      nodes.startAll(3, chain);
      int sender = nodes.ingestLeader(0);
      List<Integer> others = IntStream.range(0, 3).filter(node -> node != sender).boxed().toList();
      awaitPending(nodes, sender, events -> events >= 2);
      for (int other : others) {
        assertThat(nodes.node(other).get("/health").at("/webhooks/0/pendingEvents").isNull())
            .as("a node that does not send")
            .isTrue();
      }
      Awaitility.await().atMost(SOON).until(() -> !received.isEmpty());

      nodes.node(sender).kill();
      String interrupted = received.get(0).get("id").asText();
      hangs = false;
      nodes.awaitUp(others.toArray(new Integer[0]));
      int next = nodes.ingestLeader(others.get(0));
      Awaitility.await().atMost(SOON).until(() -> accepted.size() >= 2);
      awaitPending(nodes, next, events -> events == 0);

      assertThat(next).isNotEqualTo(sender);
      assertThat(accepted).contains(interrupted).doesNotHaveDuplicates();
      assertTwoDays();
    }
  }

  private static void awaitPending(ClusterNodes nodes, int node, IntPredicate wanted) {
    nodes
        .node(node)
        .getUntil(
            "/health",
            SOON,
            health -> wanted.test(health.at("/webhooks/0/pendingEvents").asInt(-1)));
  }

  @Test
  void shouldSendAgainAfterTheProcessWasKilledWhileItSent() throws IOException {
    try (SimulatedNode node = startChain()) {
      Map<String, String> environment =
          ServiceProcess.environment(
              folder.resolve("cache"), node.uri().toString(), "REI_DAU_WEBHOOKS", settings());
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
      assertTwoDays();
      assertThat(errors).doesNotContain("SECRETPATH", SECRET);
    }
  }
}
