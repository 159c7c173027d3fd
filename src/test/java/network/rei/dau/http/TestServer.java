package network.rei.dau.http;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.http.health.MetricsSource;
import network.rei.dau.http.memory.ResponseMemory;
import network.rei.dau.http.metrics.RequestMetrics;
import network.rei.dau.http.metrics.ResourceMetrics;
import network.rei.dau.http.page.PageSettings;
import network.rei.dau.http.ratelimit.RateLimitSettings;
import network.rei.dau.http.v1.response.ComputePool;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.label.Labels;
import network.rei.dau.maintenance.Operations;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.answer.PreparedAnswers;
import network.rei.dau.storage.EventOutbox.Pending;
import network.rei.dau.webhook.WebhookStatus;

/** A server on a free port with an actor system of its own, whose other actors are stubs. */
public final class TestServer implements AutoCloseable {

  static final PageSettings PAGE =
      new PageSettings(
          "Test <chain>", "https://scan.example/{address}", "https://stats.example/x", false);

  public static final Instant NOW = Instant.parse("2026-03-05T12:00:10Z");

  /** Returns the progress of a run that began 10 s ago. */
  public static IngestStatus.Progress progress(long fetched, long left) {
    return new IngestStatus.Progress(fetched, left, NOW.minusSeconds(10), Optional.empty(), 0);
  }

  private static final List<WebhookStatus> WEBHOOKS =
      List.of(
          new WebhookStatus(
              "team",
              Optional.of(new Pending(2, Optional.of(NOW.minusSeconds(60)))),
              Optional.of(new WebhookStatus.Failure(NOW.minusSeconds(10), "HTTP 503"))));

  public static final IngestStatus IDLE =
      new IngestStatus(
          false,
          OptionalLong.of(40),
          Optional.of(
              new IngestStatus.LastRun(
                  NOW.minusSeconds(60),
                  NOW.minusSeconds(30),
                  IngestStatus.Result.COMPLETED,
                  Optional.empty())),
          Optional.empty(),
          List.of(),
          Map.of(),
          List.of(),
          List.of(
              new EndpointStatus(
                  "rpc.rei.network",
                  EndpointStatus.State.HEALTHY,
                  0,
                  0,
                  0,
                  Optional.of(Duration.ofMillis(12)),
                  100,
                  0,
                  Optional.empty(),
                  OptionalLong.of(5000),
                  false,
                  OptionalLong.empty(),
                  0)));

  public final ActorTestKit kit =
      ActorTestKit.create(
          "http-test",
          ConfigFactory.parseString(
                  """
                  akka.loglevel = WARNING
                  akka.coordinated-shutdown.phases.service-requests-done.timeout = 60 s
                  """)
              .withFallback(ActorTestKit.applicationTestConfig()));

  public final RequestMetrics counts = new RequestMetrics();
  public final ResourceMetrics held =
      new ResourceMetrics(new ResponseMemory(32 << 20), new ResourceMetrics.Limits(10, 10, 10));

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpServer.Bound bound;

  public TestServer(
      Behavior<StatsStore.Command> store, Behavior<StatsSupervisor.Command> supervisor) {
    this(store, supervisor, settings(0));
  }

  public TestServer(
      Behavior<StatsStore.Command> store,
      Behavior<StatsSupervisor.Command> supervisor,
      HttpSettings settings) {
    this(store, supervisor, settings, (system, storeRef, supervisorRef) -> null);
  }

  /** Starts a server with labels. */
  public TestServer(
      Behavior<StatsStore.Command> store,
      Behavior<StatsSupervisor.Command> supervisor,
      Supplier<Labels> labels) {
    this(store, supervisor, settings(0), (system, storeRef, supervisorRef) -> null, labels);
  }

  /** Spawns the maintenance operations; returns null for none. */
  @FunctionalInterface
  public interface OperationsFactory {
    Operations spawn(
        ActorSystem<?> system,
        ActorRef<StatsStore.Command> store,
        ActorRef<StatsSupervisor.Command> supervisor);
  }

  public TestServer(
      Behavior<StatsStore.Command> store,
      Behavior<StatsSupervisor.Command> supervisor,
      HttpSettings settings,
      OperationsFactory operations) {
    this(store, supervisor, settings, operations, () -> Labels.NONE);
  }

  private TestServer(
      Behavior<StatsStore.Command> store,
      Behavior<StatsSupervisor.Command> supervisor,
      HttpSettings settings,
      OperationsFactory operations,
      Supplier<Labels> labels) {
    ActorRef<StatsStore.Command> storeRef = kit.spawn(store);
    ActorRef<StatsSupervisor.Command> supervisorRef = kit.spawn(supervisor);
    try {
      bound =
          HttpServer.start(
                  kit.system(),
                  settings,
                  new HttpServer.Dependencies(
                      storeRef,
                      supervisorRef,
                      labels,
                      Clock.fixed(NOW, ZoneOffset.UTC),
                      counts,
                      held,
                      new ComputePool(),
                      TestServer::metrics,
                      () -> WEBHOOKS,
                      Optional.ofNullable(operations.spawn(kit.system(), storeRef, supervisorRef))))
              .toCompletableFuture()
              .join();
    } catch (RuntimeException e) {
      kit.shutdownTestKit();
      throw e;
    }
  }

  /** Returns the value of {@code Accept} in place of metrics. */
  private static CompletionStage<MetricsSource.Page> metrics(String accepted) {
    return CompletableFuture.completedFuture(
        MetricsSource.Page.of(
            "text/plain; version=0.0.4; charset=utf-8",
            ("# " + accepted).getBytes(StandardCharsets.UTF_8)));
  }

  public static HttpSettings settings(int port) {
    return new TestSettings().port(port).build();
  }

  /** Returns settings with a short ask timeout. */
  public static HttpSettings withShortAskTimeout() {
    return new TestSettings().askTimeout(Duration.ofMillis(50)).build();
  }

  public static HttpSettings withRateLimit(RateLimitSettings rateLimit) {
    return new TestSettings().rateLimit(rateLimit).build();
  }

  public static Behavior<StatsStore.Command> storeOf(Ledger ledger) {
    return storeOf(ledger, Optional.empty());
  }

  public static Behavior<StatsStore.Command> storeOf(Ledger ledger, Optional<String> storeError) {
    PreparedAnswers answers = PreparedAnswers.of(ledger, 7, NOW, true);
    return Behaviors.receive(StatsStore.Command.class)
        .onMessage(
            StatsStore.GetAnswer.class,
            get -> {
              get.replyTo().tell(new StatsStore.PreparedAnswer(answers.body(get.answer()), 7));
              return Behaviors.same();
            })
        .onMessage(
            StatsStore.GetSnapshot.class,
            get -> {
              get.replyTo().tell(new Snapshot(ledger, 7, NOW, storeError));
              return Behaviors.same();
            })
        .build();
  }

  public static Behavior<StatsSupervisor.Command> supervisorOf(IngestStatus status) {
    return Behaviors.receive(StatsSupervisor.Command.class)
        .onMessage(
            StatsSupervisor.GetStatus.class,
            get -> {
              get.replyTo().tell(status);
              return Behaviors.same();
            })
        .build();
  }

  public int port() {
    return bound.address().getPort();
  }

  /** Returns the addresses that the server listens on. */
  public HttpServer.Bound bound() {
    return bound;
  }

  public HttpResponse<byte[]> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  public HttpResponse<byte[]> send(String method, String path, String... headers) {
    return send(method, path, HttpRequest.BodyPublishers.noBody(), headers);
  }

  public HttpResponse<byte[]> post(String path, String body, String... headers) {
    return send("POST", path, HttpRequest.BodyPublishers.ofString(body), headers);
  }

  private HttpResponse<byte[]> send(
      String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .method(method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the response to these bytes, up to the end of the connection. */
  public String sendRaw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  public JsonNode json(String path) {
    return json(get(path));
  }

  public JsonNode json(HttpResponse<byte[]> response) {
    try {
      return mapper.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] unzipped(byte[] gzipped) {
    try {
      return new GZIPInputStream(new ByteArrayInputStream(gzipped)).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }
}
