package network.rei.dau.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import network.rei.dau.Service;
import network.rei.dau.Settings;
import network.rei.dau.chain.endpoint.limit.ClientTuning;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.simulator.chain.BlockRangeCounts;
import network.rei.dau.simulator.chain.GroundTruth;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.node.SimulatedNode;

/** The service within the process of the tests, with simulated nodes as its endpoints. */
final class EmbeddedService implements AutoCloseable {

  /** The numbers of a record or a window. */
  record Numbers(
      long blocks,
      long transactions,
      long addresses,
      long senders,
      long recipients,
      long newSenders) {

    static Numbers of(BlockRangeCounts truth) {
      return new Numbers(
          truth.blocks(),
          truth.transactions(),
          truth.addresses(),
          truth.senders(),
          truth.recipients(),
          truth.newSenders());
    }

    static Numbers of(JsonNode stats) {
      return new Numbers(
          stats.get("totalBlocks").asLong(),
          stats.get("totalTransactions").asLong(),
          stats.get("uniqueAddressCount").asLong(),
          stats.get("uniqueSenders").asLong(),
          stats.get("uniqueRecipients").asLong(),
          stats.get("newSenders").asLong());
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Service service;
  private final String url;

  private EmbeddedService(Service service) {
    this.service = service;
    InetSocketAddress address = service.serve().toCompletableFuture().join().address();
    this.url = "http://127.0.0.1:" + address.getPort();
  }

  /** Starts the service on a cache folder with runs that timers start. */
  static EmbeddedService following(
      Path cache, List<SimulatedNode> nodes, Map<String, Object> more) {
    List<URI> urls = nodes.stream().map(SimulatedNode::uri).toList();
    return following(cache, urls, more, Clock.systemUTC());
  }

  /** As {@link #following(Path, List, Map)}, for any endpoints and with a clock. */
  static EmbeddedService following(
      Path cache, List<URI> urls, Map<String, Object> more, Clock clock) {
    return new EmbeddedService(Service.scheduled(settings(cache, urls, more), clock));
  }

  /**
   * Starts the service on a cache folder; a run starts only on request.
   *
   * @param more settings that override those with short timeouts and pauses
   */
  static EmbeddedService on(Path cache, List<SimulatedNode> nodes, Map<String, Object> more) {
    return at(cache, nodes.stream().map(SimulatedNode::uri).toList(), more, ClientTuning.DEFAULT);
  }

  /** As {@link #on}, for any endpoints and with parameters of the chain client. */
  static EmbeddedService at(
      Path cache, List<URI> urls, Map<String, Object> more, ClientTuning tuning) {
    return new EmbeddedService(
        Service.onDemand(settings(cache, urls, more), Clock.systemUTC(), tuning));
  }

  private static Settings settings(Path cache, List<URI> urls, Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>();
    values.put(
        "rei-dau.rpc.urls", urls.stream().map(URI::toString).collect(Collectors.joining(",")));
    values.put("rei-dau.rpc.timeout", "2 s");
    values.put("rei-dau.rpc.attempts", 6);
    values.put("rei-dau.rpc.backoff", "50 ms");
    values.put("rei-dau.rpc.max-requests-per-second", 0);
    values.put("rei-dau.ingest.chunk-size", 200);
    values.put("rei-dau.ingest.attempts", 5);
    values.put("rei-dau.ingest.backoff", "50 ms");
    values.put("rei-dau.ingest.interval", "1 day");
    values.put("rei-dau.ingest.follow-interval", "0");
    values.put("rei-dau.store.cache-dir", cache.toString());
    values.put("rei-dau.http.host", "127.0.0.1");
    values.put("rei-dau.http.port", 0);
    values.putAll(more);
    SettingsSource source = SettingsSource.load(Optional.empty(), cache, Map.of()).with(values);
    return Settings.from(source);
  }

  /** Executes a run. */
  RunOutcome run() {
    return service.operations().run().toCompletableFuture().orTimeout(120, TimeUnit.SECONDS).join();
  }

  JsonNode get(String path) {
    try {
      return JSON.readTree(
          HTTP.send(
                  HttpRequest.newBuilder(URI.create(url + path)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the differences between the answered records and the true numbers. */
  List<String> wrongRecords(SimulatedChain chain) {
    return wrongRecords(chain, Set.of());
  }

  /**
   * As {@link #wrongRecords(SimulatedChain)}, without the records that have one of the blocks that
   * were changed so that it cannot be detected.
   */
  List<String> wrongRecords(SimulatedChain chain, Set<Long> forged) {
    GroundTruth truth = chain.truth();
    List<String> wrong = new ArrayList<>();
    for (JsonNode record : get("/api/stats/history?include=none").get("data")) {
      long first = record.at("/blockRange/start").asLong();
      long last = record.at("/blockRange/end").asLong();
      Numbers actual = Numbers.of(record.get("stats"));
      Numbers right = Numbers.of(truth.inBlocks(first, last));
      boolean comparable = forged.stream().noneMatch(block -> first <= block && block <= last);
      if (comparable && !actual.equals(right)) {
        wrong.add("blocks " + first + " to " + last + ": " + actual + ", expected " + right);
      }
    }
    return wrong;
  }

  /** Returns the differences between the answered last 24 hours and the true numbers. */
  List<String> wrongDay(SimulatedChain chain) {
    JsonNode day = get("/api/stats/24h").get("data");
    long end = chain.block(chain.head()).timestamp();
    Numbers right = Numbers.of(chain.truth().inTime(end - 86_400 + 1, end + 1, 0, chain.head()));
    Numbers actual = Numbers.of(day);
    return actual.equals(right) && day.get("complete").asBoolean()
        ? List.of()
        : List.of("24 h: " + day + ", expected " + right);
  }

  @Override
  public void close() {
    service.stop();
  }
}
