package network.rei.dau.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Receives the events of some webhooks, and answers a part of them with 503. Thread-safe. */
final class WebhookReceiver implements AutoCloseable {

  /** How many webhooks receive each event. */
  static final int WEBHOOKS = 3;

  private static final String NAME = "soak-";
  private static final double REFUSED = 0.2;

  private final HttpServer server;
  private final ObjectMapper json = new ObjectMapper();
  private final Random random;

  /** The events that were accepted, by id. */
  private final Map<String, JsonNode> accepted = new HashMap<>();

  private boolean acceptsAll;
  private int refused;
  private int repeated;

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

  /**
   * Returns the setting {@code REI_DAU_WEBHOOKS}.
   *
   * @param bounds of metrics, for the events that tell when a value crosses them
   */
  String setting(Map<String, Long> bounds) {
    String conditions =
        bounds.entrySet().stream()
            .flatMap(
                bound ->
                    List.of("above", "below").stream()
                        .map(
                            side ->
                                "{metric = %s, %s = %d}"
                                    .formatted(bound.getKey(), side, bound.getValue())))
            .collect(Collectors.joining(", "));
    return IntStream.range(0, WEBHOOKS)
        .mapToObj(
            number ->
                "{name = %s%d, url = \"http://%s:%d/%s%d\", events = [day, gap, run_failed, threshold], conditions = [%s], gap-after = 1 m, allow-private = true}"
                    .formatted(
                        NAME,
                        number,
                        server.getAddress().getAddress().getHostAddress(),
                        server.getAddress().getPort(),
                        NAME,
                        number,
                        conditions))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private synchronized void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode event = json.readTree(exchange.getRequestBody());
      if (!acceptsAll && random.nextDouble() < REFUSED) {
        refused++;
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      exchange.sendResponseHeaders(204, -1);
      if (accepted.putIfAbsent(event.path("id").asText(), event) != null) {
        repeated++;
      }
      notifyAll();
    }
  }

  /** Refuses no event from now on. */
  synchronized void acceptAll() {
    acceptsAll = true;
  }

  /**
   * Waits until each webhook has received an event of a type.
   *
   * @return whether this was the case in time
   */
  synchronized boolean await(String type, long atMostMillis) throws InterruptedException {
    long end = System.nanoTime() + atMostMillis * 1_000_000;
    long left = atMostMillis;
    while (left > 0 && count(type) < WEBHOOKS) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return count(type) >= WEBHOOKS;
  }

  private int count(String type) {
    return byType().getOrDefault(type, 0);
  }

  /** Returns the ids of the events that were accepted. */
  synchronized Set<String> ids() {
    return Set.copyOf(accepted.keySet());
  }

  /** Returns the different events of a type that were accepted. */
  synchronized List<JsonNode> events(String type) {
    List<JsonNode> events = new ArrayList<>(accepted.values());
    events.removeIf(event -> !event.path("event").asText().equals(type));
    return events;
  }

  private Map<String, Integer> byType() {
    Map<String, Integer> counts = new TreeMap<>();
    accepted.values().forEach(event -> counts.merge(event.path("event").asText(), 1, Integer::sum));
    return counts;
  }

  @Override
  public synchronized String toString() {
    return "%s, %d refused with 503, %d received again".formatted(byType(), refused, repeated);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
