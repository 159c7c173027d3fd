package network.rei.dau.chain.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.Done;
import akka.NotUsed;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.http.javadsl.model.ws.WebSocket;
import akka.stream.KillSwitches;
import akka.stream.UniqueKillSwitch;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Subscriptions over a real socket. */
class NewHeadsTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Duration BACKOFF = Duration.ofMillis(20);
  private static final String ACCEPTED = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x9ce5\"}";
  private static final String ANNOUNCEMENT =
      "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"0x9ce5\","
          + "\"result\":{\"number\":\"0x1b4\",\"hash\":\"0x01\",\"parentHash\":\"0x02\"}}}";

  private final Queue<String> received = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Queue<String> announced = new ConcurrentLinkedQueue<>();
  private Supplier<Source<String, NotUsed>> answers = () -> Source.single(ACCEPTED);
  private final ServerBinding server = bind();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private UniqueKillSwitch subscription;

  @BeforeEach
  void captureTheLog() {
    logger().setLevel(Level.INFO);
    logger().setAdditive(false);
    logger().addAppender(log);
    log.start();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(NewHeads.class);
  }

  @AfterEach
  void stop() {
    subscription.shutdown();
    logger().detachAppender(log);
    server.terminate(Duration.ofSeconds(1)).toCompletableFuture().join();
  }

  @AfterAll
  static void shutdown() {
    KIT.shutdownTestKit();
  }

  @Test
  void shouldEmitTheEndpointOnceItAnnouncesAHead() {
    answers = () -> keptOpen(ACCEPTED, ANNOUNCEMENT);

    subscribe();

    await().until(() -> !announced.isEmpty() && !received.isEmpty());
    assertThat(announced).containsExactly("ws://127.0.0.1:" + port());
    assertThat(received)
        .containsExactly(
            "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscribe\",\"params\":[\"newHeads\"],\"id\":1}");
  }

  @Test
  void shouldSubscribeAgainAfterTheConnectionWasClosed() {
    answers =
        () -> connections.get() == 1 ? Source.single(ACCEPTED) : keptOpen(ACCEPTED, ANNOUNCEMENT);

    subscribe();

    await().until(() -> !announced.isEmpty());
    assertThat(connections).hasValue(2);
  }

  @Test
  void shouldEmitAtMostTenAnnouncementsPerSecondOfAllEndpoints() {
    answers =
        () ->
            Source.single(ACCEPTED)
                .concat(Source.repeat(ANNOUNCEMENT).take(100_000))
                .concat(Source.maybe());
    long start = System.nanoTime();

    subscribe(url(), url());

    await().until(() -> announced.size() >= 8);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThan(NewHeads.MIN_INTERVAL.multipliedBy(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no such method\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}",
        "<html>",
        "",
        "[]",
        "null"
      })
  void shouldConnectAgainWithBackoffAfterAnAnswerThatIsNoSubscription(String answer) {
    answers = () -> keptOpen(answer);

    subscribe();

    await().until(() -> connections.get() >= 3);
    assertThat(announced).isEmpty();
  }

  @Test
  void shouldEndAConnectionThatSendsTooLongAMessage() {
    String part = " ".repeat(1000);
    answers = () -> keptOpen(part.repeat(NewHeads.MAX_MESSAGE / part.length() + 1) + ACCEPTED);

    subscribe();

    await().until(() -> connections.get() >= 3);
    assertThat(announced).isEmpty();
  }

  @Test
  void shouldLogOnceWhyAnEndpointCannotBeSubscribedTo() {
    answers = null;

    subscribe();

    await().until(() -> connections.get() >= 3);
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "endpoint ws://127.0.0.1:"
                + port()
                + " does not announce new heads, which are polled for: WebSocket upgrade did not"
                + " finish because of 'unexpected status code: 404 Not Found'");
  }

  @Test
  void shouldLogNothingWhenItIsStopped() {
    answers = () -> keptOpen(ACCEPTED, ANNOUNCEMENT);
    subscribe();
    await().until(() -> !announced.isEmpty());

    subscription.shutdown();

    await().until(ended::get);
    assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.INFO);
  }

  private static Source<String, NotUsed> keptOpen(String... messages) {
    return Source.from(List.of(messages)).concat(Source.maybe());
  }

  private void subscribe() {
    subscribe(url());
  }

  private URI url() {
    return URI.create("ws://127.0.0.1:" + port());
  }

  private void subscribe(URI... urls) {
    subscription =
        NewHeads.of(List.of(urls), BACKOFF, KIT.system())
            .viaMat(KillSwitches.single(), Keep.right())
            .to(Sink.foreach(announced::add))
            .run(KIT.system());
  }

  private int port() {
    return server.localAddress().getPort();
  }

  private ServerBinding bind() {
    return Http.get(KIT.system())
        .newServerAt("127.0.0.1", 0)
        .bindSync(
            request -> {
              connections.incrementAndGet();
              return answers == null
                  ? HttpResponse.create().withStatus(StatusCodes.NOT_FOUND)
                  : WebSocket.handleWebSocketRequestWith(request, handler());
            })
        .toCompletableFuture()
        .join();
  }

  /** Sends the answers, and ends with them or with the connection. */
  private Flow<Message, Message, NotUsed> handler() {
    Sink<Message, CompletionStage<Done>> requests =
        Sink.foreach(message -> received.add(message.asTextMessage().getStrictText()));
    return Flow.fromSinkAndSourceCoupledMat(
        requests.mapMaterializedValue(end -> end.whenComplete((done, failure) -> ended.set(true))),
        answers.get().map(TextMessage::create),
        (end, mat) -> mat);
  }
}
