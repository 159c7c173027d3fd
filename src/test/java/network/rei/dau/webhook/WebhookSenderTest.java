package network.rei.dau.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.http.TestClock;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.ingest.StatsSupervisor;
import network.rei.dau.json.Json;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.storage.EventOutbox.Pending;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.jdbc.JdbcRecordRepository;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sender with a store on the disk and a receiver over HTTP. */
class WebhookSenderTest {

  private static final String SECRET = "0123456789abcdef";
  private static final LocalDate YESTERDAY = LocalDate.of(2026, 11, 27);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

  /** A receiver that keeps what it received, and answers with a status, or not at all. */
  private static final class Receiver implements AutoCloseable {

    private record Message(Map<String, String> headers, String body) {
      String id() {
        return headers.get("Rei-Dau-Delivery");
      }
    }

    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile int status = 200;
    private volatile boolean hangs;

    Receiver(int port) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.createContext("/", this::receive);
      server.setExecutor(threads);
      server.start();
    }

    private void receive(HttpExchange exchange) throws IOException {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      messages.add(new Message(headers, body));
      if (!hangs) {
        exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
      }
    }

    int port() {
      return server.getAddress().getPort();
    }

    URI url(String host) {
      return URI.create("http://" + host + ":" + port() + "/hook?channel=1");
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }

  @TempDir private Path folder;
  private final ActorTestKit kit = ActorTestKit.create();
  private final TestClock clock = new TestClock(Instant.parse("2026-11-28T00:10:00Z"));
  private final List<JdbcRecordRepository> stores = new ArrayList<>();
  private final ExecutorService storage = Executors.newSingleThreadExecutor();
  private final ExecutorService storageOfOther = Executors.newSingleThreadExecutor();
  private Receiver receiver;

  /** An attempt that fails is not repeated before the clock passes, so it must not by chance. */
  private Duration timeout = Duration.ofSeconds(60);

  private volatile Ledger ledger = WholeDays.ledger(WholeDays.day(YESTERDAY, 3));

  @BeforeEach
  void startReceiver() throws IOException {
    receiver = new Receiver(0);
  }

  @AfterEach
  void stopEverything() {
    kit.shutdownTestKit();
    storage.shutdownNow();
    storageOfOther.shutdownNow();
    stores.forEach(JdbcRecordRepository::close);
    receiver.close();
  }

  @Test
  void shouldSendASignedEventOnce() throws Exception {
    WebhookMetrics metrics = start(webhook("team", receiver.url("127.0.0.1"), true));

    Receiver.Message message = received(1).get(0);

    assertThat(message.headers())
        .containsEntry("Rei-Dau-Event", "day")
        .containsEntry("Content-Type", "application/json")
        .containsEntry(
            "Rei-Dau-Signature-256", Signature.of(SECRET, message.body().getBytes(UTF_8)));
    JsonNode event = Json.mapper().readTree(message.body());
    assertThat(event.get("id").asText()).isEqualTo(message.id());
    assertThat(event.get("day").get("metrics").get("senders").asLong()).isEqualTo(3);
    awaitAttempts(metrics, "team", "sent", 1);
    clock.pass(Duration.ofHours(1));
    awaitPolls(metrics);
    assertThat(receiver.messages).hasSize(1);
  }

  @Test
  void shouldSignAsGitHubDoes() {
    // The example of GitHub's documentation.
    assertThat(Signature.of("It's a Secret to Everybody", "Hello, World!".getBytes(UTF_8)))
        .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
  }

  @Test
  void shouldSendAgainUntilAFailingReceiverAcceptsTheEvent() {
    receiver.status = 503;
    WebhookMetrics metrics = start(webhook("team", receiver.url("127.0.0.1"), true));
    awaitAttempts(metrics, "team", "failed", 1);
    clock.pass(Duration.ofSeconds(10));
    awaitAttempts(metrics, "team", "failed", 2);
    assertThat(metrics.pending()).containsKey("team");
    WebhookStatus status = metrics.statuses().get(0);
    assertThat(status.pending()).hasValueSatisfying(events -> assertThat(events.count()).isOne());
    assertThat(status.lastFailure())
        .contains(new WebhookStatus.Failure(clock.instant(), "HTTP 503"));

    receiver.status = 204;
    clock.pass(Duration.ofMinutes(1));

    awaitAttempts(metrics, "team", "sent", 1);
    assertThat(received(3))
        .extracting(Receiver.Message::id)
        .containsOnly(receiver.messages.get(0).id());
    Awaitility.await().until(() -> metrics.pending().isEmpty());
  }

  @Test
  void shouldSendToOthersWhileOneReceiverHangs() throws IOException {
    receiver.hangs = true;
    try (Receiver healthy = new Receiver(0)) {
      WebhookMetrics metrics =
          start(
              webhook("hangs", receiver.url("127.0.0.1"), true),
              webhook("healthy", healthy.url("127.0.0.1"), true));

      awaitAttempts(metrics, "healthy", "sent", 1);
      ledger = WholeDays.ledger(WholeDays.day(YESTERDAY, 4, 2));
      awaitAttempts(metrics, "healthy", "sent", 2);

      assertThat(received(1)).hasSize(1);
      assertThat(metrics.attempts("hangs").counts())
          .containsEntry("sent", 0L)
          .containsEntry("failed", 0L);
    }
  }

  @Test
  void shouldFailIfTheReceiverDoesNotAnswerInTime() {
    receiver.hangs = true;
    timeout = Duration.ofMillis(200);
    WebhookMetrics metrics = start(webhook("team", receiver.url("127.0.0.1"), true));

    awaitAttempts(metrics, "team", "failed", 1);

    assertThat(metrics.attempts("team").counts()).containsEntry("sent", 0L);
  }

  @Test
  void shouldSendWhenAReceiverThatWasDownIsStartedAgain() throws IOException {
    URI url = receiver.url("127.0.0.1");
    int port = receiver.port();
    receiver.close();
    WebhookMetrics metrics = start(webhook("team", url, true));
    awaitAttempts(metrics, "team", "failed", 1);

    receiver = new Receiver(port);
    clock.pass(Duration.ofSeconds(10));

    awaitAttempts(metrics, "team", "sent", 1);
    assertThat(received(1)).hasSize(1);
  }

  @Test
  void shouldSendWhatWasWrittenBeforeACrash() {
    JdbcRecordRepository store = open();
    EventPlanner planner =
        new EventPlanner(List.of(webhook("team", receiver.url("127.0.0.1"), true)), "REI", 47_805);
    store.add(
        planner.events(
            EventPlanner.State.of(ledger, Optional.empty(), Duration.ofDays(7)), clock.instant()),
        9);
    assertThat(store.claim("team", clock.instant(), Duration.ofSeconds(30))).isPresent();
    store.close();

    ledger = Ledger.empty();
    WebhookMetrics metrics = start(webhook("team", receiver.url("127.0.0.1"), true));
    awaitPolls(metrics);
    assertThat(receiver.messages).as("while the lease of the crashed process lasts").isEmpty();
    clock.pass(Duration.ofSeconds(30));

    assertThat(received(1)).hasSize(1);
  }

  @Test
  void shouldSendEachEventOnceAlsoWhileTwoNodesSend() {
    ledger =
        WholeDays.ledger(WholeDays.day(YESTERDAY.minusDays(1), 2), WholeDays.day(YESTERDAY, 3));
    Webhook webhook = webhook("team", receiver.url("127.0.0.1"), true);
    WebhookMetrics one = start(storage, webhook);
    WebhookMetrics other = start(storageOfOther, webhook);

    received(2);
    Awaitility.await().until(() -> sent(one) + sent(other) == 2);
    awaitPolls(one);
    awaitPolls(other);

    assertThat(receiver.messages)
        .extracting(Receiver.Message::id)
        .hasSize(2)
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldContinueAsTheNextLeaderWhereTheOneBeforeWasStopped() {
    receiver.status = 500;
    Webhook webhook = webhook("team", receiver.url("127.0.0.1"), true);
    WebhookMetrics first = new WebhookMetrics(List.of(webhook));
    ActorRef<WebhookSender.Command> leader = spawn(storage, first, webhook);
    awaitAttempts(first, "team", "failed", 1);
    kit.stop(leader);
    assertThat(first.pending()).isEmpty();
    assertThat(first.statuses().get(0).pending()).isEmpty();
    assertThat(first.statuses().get(0).lastFailure()).isPresent();

    receiver.status = 200;
    WebhookMetrics next = start(storageOfOther, webhook);
    clock.pass(Duration.ofMinutes(1));

    awaitAttempts(next, "team", "sent", 1);
    assertThat(received(2))
        .extracting(Receiver.Message::id)
        .containsOnly(receiver.messages.get(0).id());
  }

  @Test
  void shouldRefuseAPrivateAddressThatAHostNameLeadsTo() {
    WebhookMetrics metrics = start(webhook("team", receiver.url("localhost"), false));

    awaitAttempts(metrics, "team", "failed", 1);

    assertThat(receiver.messages).isEmpty();
  }

  @Test
  void shouldNotFollowRedirects() {
    receiver.status = 302;
    WebhookMetrics metrics = start(webhook("team", receiver.url("127.0.0.1"), true));

    awaitAttempts(metrics, "team", "failed", 1);

    assertThat(receiver.messages).hasSize(1);
  }

  @Test
  void shouldGiveUpAfterTwoDays() {
    receiver.status = 500;
    WebhookMetrics metrics = start(webhook("team", receiver.url("127.0.0.1"), true));
    awaitAttempts(metrics, "team", "failed", 1);
    ledger = Ledger.empty();

    clock.pass(Duration.ofDays(2).plusSeconds(1));

    awaitAttempts(metrics, "team", "given_up", 1);
    Awaitility.await().until(() -> metrics.pending().isEmpty());
  }

  @Test
  void shouldSendTextsToChats() throws IOException {
    PeriodActivity day = WholeDays.day(YESTERDAY, 3);
    ledger = WholeDays.ledger(day);
    for (MessageFormat format : List.of(MessageFormat.SLACK, MessageFormat.DISCORD)) {
      Webhook chat =
          new Webhook(
              format.label(),
              receiver.url("127.0.0.1"),
              Optional.empty(),
              format,
              true,
              EnumSet.of(EventType.DAY),
              List.of(),
              Duration.ofHours(1));
      int before = receiver.messages.size();
      start(chat);
      Receiver.Message message = received(before + 1).get(before);
      JsonNode body = Json.mapper().readTree(message.body());
      String text = "R&D <chain>, 2026-11-27: 6 active addresses, 3 senders, 30 transactions";
      if (format == MessageFormat.SLACK) {
        assertThat(body.get("text").asText())
            .isEqualTo(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
      } else {
        assertThat(body.get("content").asText()).isEqualTo(text);
        assertThat(body.get("allowed_mentions").get("parse").isEmpty()).isTrue();
      }
      assertThat(message.headers()).doesNotContainKey("Rei-Dau-Signature-256");
    }
  }

  private static long sent(WebhookMetrics metrics) {
    return metrics.attempts("team").counts().get("sent");
  }

  private static void awaitAttempts(
      WebhookMetrics metrics, String webhook, String outcome, long atLeast) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> metrics.attempts(webhook).counts().get(outcome) >= atLeast);
  }

  /** Waits until an event that is created now was looked for. */
  private void awaitPolls(WebhookMetrics metrics) {
    Map<String, Pending> seen = Map.of("none", Pending.NONE);
    for (int i = 0; i < 2; i++) {
      metrics.setPending(seen);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(10))
          .until(() -> !metrics.pending().equals(seen));
    }
  }

  private List<Receiver.Message> received(int count) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .until(() -> receiver.messages.size() >= count);
    return List.copyOf(receiver.messages);
  }

  private WebhookMetrics start(Webhook... webhooks) {
    return start(storage, webhooks);
  }

  private WebhookMetrics start(ExecutorService executor, Webhook... webhooks) {
    WebhookMetrics metrics = new WebhookMetrics(List.of(webhooks));
    spawn(executor, metrics, webhooks);
    return metrics;
  }

  private ActorRef<WebhookSender.Command> spawn(
      ExecutorService executor, WebhookMetrics metrics, Webhook... webhooks) {
    WebhookSender.Dependencies dependencies =
        new WebhookSender.Dependencies(
            new WebhookSettings(List.of(webhooks)),
            "R&D <chain>",
            47_805,
            Duration.ofDays(7),
            open(),
            executor,
            clock,
            metrics);
    return kit.spawn(
        WebhookSender.create(
            dependencies,
            kit.spawn(store()),
            kit.spawn(supervisor()),
            new WebhookSender.Times(POLL_INTERVAL, timeout)));
  }

  private JdbcRecordRepository open() {
    JdbcRecordRepository store =
        JdbcRecordRepository.open(
            new StoreSettings(folder, Optional.empty()),
            new StoreIdentity(47_805, 1_200, Optional.empty()));
    stores.add(store);
    return store;
  }

  private Behavior<StatsStore.Command> store() {
    return Behaviors.receive(StatsStore.Command.class)
        .onMessage(
            StatsStore.GetSnapshot.class,
            get -> {
              get.replyTo().tell(new Snapshot(ledger, 1, clock.instant(), Optional.empty()));
              return Behaviors.same();
            })
        .build();
  }

  private static Behavior<StatsSupervisor.Command> supervisor() {
    IngestStatus status =
        new IngestStatus(
            false,
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of(),
            List.of(),
            List.of());
    return Behaviors.receive(StatsSupervisor.Command.class)
        .onMessage(
            StatsSupervisor.GetStatus.class,
            get -> {
              get.replyTo().tell(status);
              return Behaviors.same();
            })
        .build();
  }

  private static Webhook webhook(String name, URI url, boolean allowPrivate) {
    return new Webhook(
        name,
        url,
        Optional.of(SECRET),
        MessageFormat.JSON,
        allowPrivate,
        EnumSet.of(EventType.DAY),
        List.of(),
        Duration.ofHours(1));
  }
}
