package network.rei.dau.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** Receives the events of a webhook, and answers a part of them with 503. */
final class WebhookReceiver implements AutoCloseable {

  private static final double REFUSED = 0.2;

  private final HttpServer server;
  private final ObjectMapper json = new ObjectMapper();
  private final Random random;
  private final Map<LocalDate, JsonNode> days = new TreeMap<>();
  private final Map<String, Integer> received = new HashMap<>();
  private final Set<String> ids = new HashSet<>();

  WebhookReceiver(String host, long seed) throws IOException {
    random = new Random(seed);
    server = HttpServer.create(new InetSocketAddress(host, 0), 0);
    server.setExecutor(
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "webhook-receiver");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::receive);
    server.start();
  }

  /** Returns the setting {@code REI_DAU_WEBHOOKS}. */
  String setting() {
    return "[{name = soak, url = \"http://%s:%d/\", events = [day, gap, run_failed], gap-after = 1 m, allow-private = true}]"
        .formatted(
            server.getAddress().getAddress().getHostAddress(), server.getAddress().getPort());
  }

  private synchronized void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode event = json.readTree(exchange.getRequestBody());
      if (random.nextDouble() < REFUSED) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      exchange.sendResponseHeaders(204, -1);
      if (ids.add(event.path("id").asText())) {
        received.merge(event.path("event").asText(), 1, Integer::sum);
      }
      if (event.hasNonNull("day")) {
        JsonNode day = event.get("day");
        days.merge(
            LocalDate.parse(day.get("date").asText()),
            day,
            (a, b) -> a.get("revision").asInt() > b.get("revision").asInt() ? a : b);
      }
    }
  }

  /** Returns the number of different events of each kind. */
  synchronized Map<String, Integer> received() {
    return new TreeMap<>(received);
  }

  /** Returns the event of each day with the highest revision. */
  synchronized Map<LocalDate, JsonNode> days() {
    return new TreeMap<>(days);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
