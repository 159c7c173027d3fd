package network.rei.dau.observability.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
import org.awaitility.Awaitility;

/** A service in this process, on a simulated chain that does not grow by itself. */
final class RunningService implements AutoCloseable {

  private final SimulatedNode node;
  private final Service service;
  private final Path cache;
  private final URI root;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Socket> held = new ArrayList<>();

  private RunningService(SimulatedNode node, Service service, Path cache, int port) {
    this.node = node;
    this.service = service;
    this.cache = cache;
    this.root = URI.create("http://127.0.0.1:" + port);
  }

  /** Starts a service that has fetched all blocks. */
  static RunningService onBlocks(int blocks, Path folder) {
    RunningService service = idle(blocks, folder, Clock.systemUTC());
    service.run();
    return service;
  }

  /** Starts a service with an empty store. */
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

  /** Sends several requests at once, and returns when all of them are answered. */
  void getConcurrently(String path, int requests) {
    HttpRequest request = HttpRequest.newBuilder(root.resolve(path)).build();
    CompletableFuture.allOf(
            Stream.generate(() -> client.sendAsync(request, HttpResponse.BodyHandlers.discarding()))
                .limit(requests)
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  /** Sends bytes on a connection that stays open, and reads nothing. */
  void hold(String request) {
    try {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(4096);
      socket.connect(new InetSocketAddress(root.getHost(), root.getPort()));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      held.add(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  SimulatedNode node() {
    return node;
  }

  RunOutcome run() {
    return begin().join();
  }

  /** Starts a run. */
  CompletableFuture<RunOutcome> begin() {
    return service.operations().run().toCompletableFuture();
  }

  /** Executes a statement in the database of the store, past the service. */
  void executeInStore(String sql) {
    try (Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + cache.resolve("stats.db"));
        Statement statement = store.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Scrapes until the store and the supervisor have replied in time, which they may not do on a
   * busy machine.
   */
  MetricsText metrics() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> new MetricsText(get("/metrics").body()),
            page -> page.has("rei_dau_store_version") && page.value("rei_dau_ingest_up") == 1);
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : held) {
      socket.close();
    }
    service.stop();
    node.close();
  }
}
