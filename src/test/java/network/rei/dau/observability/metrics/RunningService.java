package network.rei.dau.observability.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import network.rei.dau.Service;
import network.rei.dau.Settings;
import network.rei.dau.maintenance.RunOutcome;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.simulator.chain.ChainSpec;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.node.SimulatedNode;

/** The whole service in this process, on a simulated chain that does not grow. */
final class RunningService implements AutoCloseable {

  private final SimulatedNode node;
  private final Service service;
  private final Path cache;
  private final URI root;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningService(SimulatedNode node, Service service, Path cache, int port) {
    this.node = node;
    this.service = service;
    this.cache = cache;
    this.root = URI.create("http://127.0.0.1:" + port);
  }

  /** Serves, and has fetched all. */
  static RunningService onBlocks(int blocks, Path folder) {
    RunningService service = idle(blocks, folder, Clock.systemUTC());
    service.run();
    return service;
  }

  /** Serves, and has fetched nothing yet. */
  static RunningService idle(int blocks, Path folder, Clock clock) {
    SimulatedNode node = node(blocks);
    Path cache = folder.resolve("cache");
    Service service =
        Service.onDemand(
            Settings.from(
                SettingsSource.load(Optional.empty(), folder, Map.of())
                    .with(
                        Map.of(
                            "rei-dau.rpc.urls",
                            node.uri().toString(),
                            "rei-dau.rpc.max-requests-per-second",
                            0,
                            "rei-dau.rpc.attempts",
                            2,
                            "rei-dau.rpc.backoff",
                            "10 ms",
                            "rei-dau.ingest.backoff",
                            "10 ms",
                            "rei-dau.store.cache-dir",
                            cache.toString(),
                            "rei-dau.http.host",
                            "127.0.0.1",
                            "rei-dau.http.port",
                            0))),
            clock);
    return new RunningService(
        node, service, cache, service.serve().toCompletableFuture().join().address().getPort());
  }

  private static SimulatedNode node(int blocks) {
    try {
      return SimulatedNode.start(SimulatedChain.of(ChainSpec.of(5, blocks)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  HttpResponse<String> send(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(root.resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  SimulatedNode node() {
    return node;
  }

  RunOutcome run() {
    return begin().join();
  }

  /** Begins a run. */
  CompletableFuture<RunOutcome> begin() {
    return service.operator().run().toCompletableFuture();
  }

  /** Does something to its store behind its back. */
  void toTheStore(String sql) {
    try (Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + cache.resolve("stats.db"));
        Statement statement = store.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What it says of itself now. */
  Values metrics() {
    return new Values(get("/metrics").body());
  }

  /** A page of metrics. */
  record Values(String page) {

    /** The value of the only line that begins with a name and has these texts in its labels. */
    double value(String name, String... labels) {
      List<Double> values = values(name, labels);
      assertThat(values).as("%s %s", name, List.of(labels)).hasSize(1);
      return values.get(0);
    }

    /** Whether there is a line that begins with a name. */
    boolean has(String name) {
      return !values(name).isEmpty();
    }

    /** The sum of the values of all such lines. */
    double sum(String name, String... labels) {
      return values(name, labels).stream().mapToDouble(Double::doubleValue).sum();
    }

    private List<Double> values(String name, String... labels) {
      return page.lines()
          .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
          .filter(line -> Stream.of(labels).allMatch(line::contains))
          .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
          .toList();
    }
  }

  @Override
  public void close() throws IOException {
    service.stop();
    node.close();
  }
}
