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
import java.net.InetSocketAddress;
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
import java.util.zip.GZIPInputStream;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.chain.EndpointStatus;
import network.rei.dau.http.admin.AdminSettings;
import network.rei.dau.http.health.MetricsSource;
import network.rei.dau.http.metrics.RequestMetrics;
import network.rei.dau.http.page.PageSettings;
import network.rei.dau.http.ratelimit.RateLimitSettings;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.maintenance.Operations;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.answer.PreparedAnswers;

/** A server on a free port of its own actor system, with stand-ins behind it. */
public final class TestServer implements AutoCloseable {

  static final PageSettings PAGE =
      new PageSettings("Test <chain>", "https://scan.example/{address}", false);

  public static final Instant NOW = Instant.parse("2026-03-05T12:00:10Z");

  /** A run that has been under way for 10 s. */
  public static IngestStatus.Progress progress(long fetched, long left) {
    return new IngestStatus.Progress(fetched, left, NOW.minusSeconds(10), Optional.empty(), 0);
  }

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
          ConfigFactory.parseString("akka.loglevel = WARNING")
              .withFallback(ActorTestKit.applicationTestConfig()));

  public final RequestMetrics counts = new RequestMetrics();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper mapper = new ObjectMapper();
  private final InetSocketAddress address;

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

  /** Opens what takes operations by hand; null for nothing. */
  @FunctionalInterface
  public interface Desk {
    Operations open(
        ActorSystem<?> system,
        ActorRef<StatsStore.Command> store,
        ActorRef<StatsSupervisor.Command> supervisor);
  }

  public TestServer(
      Behavior<StatsStore.Command> store,
      Behavior<StatsSupervisor.Command> supervisor,
      HttpSettings settings,
      Desk operations) {
    ActorRef<StatsStore.Command> storeRef = kit.spawn(store);
    ActorRef<StatsSupervisor.Command> supervisorRef = kit.spawn(supervisor);
    try {
      address =
          HttpServer.start(
                  kit.system(),
                  settings,
                  new HttpServer.Dependencies(
                      storeRef,
                      supervisorRef,
                      Clock.fixed(NOW, ZoneOffset.UTC),
                      counts,
                      TestServer::metrics,
                      Optional.ofNullable(operations.open(kit.system(), storeRef, supervisorRef))))
              .toCompletableFuture()
              .join()
              .address();
    } catch (RuntimeException e) {
      kit.shutdownTestKit();
      throw e;
    }
  }

  /** What was accepted, as if it were metrics. */
  private static CompletionStage<MetricsSource.Page> metrics(String accepted) {
    return CompletableFuture.completedFuture(
        new MetricsSource.Page("text/plain; version=0.0.4; charset=utf-8", "# " + accepted));
  }

  public static HttpSettings settings(int port) {
    return settings(port, Duration.ofSeconds(3), RateLimitSettings.OFF);
  }

  /** Settings whose asks are given up soon. */
  public static HttpSettings impatient() {
    return settings(0, Duration.ofMillis(50), RateLimitSettings.OFF);
  }

  /** Settings by which a client may ask only so often. */
  public static HttpSettings limited(RateLimitSettings rateLimit) {
    return settings(0, Duration.ofSeconds(3), rateLimit);
  }

  /** Settings by which operations are taken. */
  public static HttpSettings takingOperations(AdminSettings admin) {
    return settings(0, Duration.ofSeconds(3), Duration.ofSeconds(60), RateLimitSettings.OFF, admin);
  }

  private static HttpSettings settings(int port, Duration askTimeout, RateLimitSettings rateLimit) {
    return settings(port, askTimeout, Duration.ofSeconds(60), rateLimit, AdminSettings.OFF);
  }

  /** Settings by which a first request must come soon. */
  static HttpSettings closingSlowStarters(Duration headerTimeout) {
    return settings(
        0, Duration.ofSeconds(3), headerTimeout, RateLimitSettings.OFF, AdminSettings.OFF);
  }

  private static HttpSettings settings(
      int port,
      Duration askTimeout,
      Duration headerTimeout,
      RateLimitSettings rateLimit,
      AdminSettings admin) {
    return settings(port, askTimeout, headerTimeout, Duration.ZERO, rateLimit, admin);
  }

  /** Settings by which requests are still taken for a while when it stops. */
  public static HttpSettings draining(Duration drainTime) {
    return settings(
        0,
        Duration.ofSeconds(3),
        Duration.ofSeconds(60),
        drainTime,
        RateLimitSettings.OFF,
        AdminSettings.OFF);
  }

  private static HttpSettings settings(
      int port,
      Duration askTimeout,
      Duration headerTimeout,
      Duration drainTime,
      RateLimitSettings rateLimit,
      AdminSettings admin) {
    return new HttpSettings(
        "127.0.0.1",
        port,
        askTimeout,
        Duration.ofMinutes(10),
        Duration.ofSeconds(60),
        headerTimeout,
        Duration.ofSeconds(3),
        drainTime,
        1024,
        rateLimit,
        Duration.ofDays(7),
        PAGE,
        admin);
  }

  public static Behavior<StatsStore.Command> storeOf(Ledger ledger) {
    return storeOf(ledger, Optional.empty());
  }

  public static Behavior<StatsStore.Command> storeOf(Ledger ledger, Optional<String> storeError) {
    PreparedAnswers answers = PreparedAnswers.of(ledger, 7, NOW);
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
    return address.getPort();
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

  /** What is answered to these bytes, up to the end of the connection. */
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
