package network.rei.dau.http.v1.response;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.japi.function.Function;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.RecordCache;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.TestClock;
import network.rei.dau.http.memory.BodyMemory;
import network.rei.dau.http.memory.ResponseMemory;
import network.rei.dau.http.problem.ProblemHandlers;
import network.rei.dau.label.Labels;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SnapshotDirectivesTest {

  private static final Instant LAST_BLOCK = Instant.parse("2026-03-05T12:00:00Z");

  /** A table that is large enough to be compressed. */
  private record Table(List<Row> rows) {}

  private record Row(String text, long lastBlock) {}

  private static ActorTestKit kit;

  private final AtomicReference<Snapshot> snapshot = new AtomicReference<>(snapshot(7, 44));
  private final TestClock clock = new TestClock(LAST_BLOCK.plusSeconds(10));
  private final AtomicInteger computations = new AtomicInteger();
  private final CountDownLatch released = new CountDownLatch(1);
  private final Function<HttpRequest, CompletionStage<HttpResponse>> handler =
      directives()
          .completeTable(
              parameters -> {
                parameters.text("a");
                return this::compute;
              })
          .handler(kit.system());

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create("snapshot-directives-test");
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void shouldComputeAResponseOncePerVersionOfTheDataAndItsLagForEachRequest() {
    released.countDown();
    HttpResponse first = get("/p?a=1");
    clock.pass(Duration.ofSeconds(690));
    HttpResponse second = get("/p?a=1");

    assertThat(computations).hasValue(1);
    assertThat(body(second)).isEqualTo(body(first));
    assertThat(header(first, "Data-Lag-Seconds")).isEqualTo("10");
    assertThat(header(first, "Data-Stale")).isEqualTo("false");
    assertThat(header(second, "Data-Lag-Seconds")).isEqualTo("700");
    assertThat(header(second, "Data-Stale")).isEqualTo("true");
    assertThat(header(second, "ETag")).isEqualTo(header(first, "ETag"));
    assertThat(header(second, "Vary")).isEqualTo("Accept, Accept-Encoding");
  }

  @Test
  void shouldComputeAResponseAgainAfterTheDataHasChanged() {
    released.countDown();
    String first = body(get("/p"));
    snapshot.set(snapshot(8, 45));
    HttpResponse second = get("/p");

    assertThat(computations).hasValue(2);
    assertThat(body(second)).isNotEqualTo(first);
    assertThat(header(second, "Data-Version")).isEqualTo("8");
  }

  @Test
  void shouldCacheQueriesFormatsAndEncodingsSeparately() {
    released.countDown();
    get("/p");
    get("/p?a=1");
    assertThat(body(get("/p?format=csv"))).startsWith("text,lastBlock\r\n");
    assertThat(body(get("/p", HttpHeader.parse("Accept", "text/csv"))))
        .startsWith("text,lastBlock\r\n");
    assertThat(header(get("/p", HttpHeader.parse("Accept-Encoding", "gzip")), "Content-Encoding"))
        .isEqualTo("gzip");

    assertThat(computations).hasValue(5);
    assertThat(body(get("/p"))).startsWith("{");
  }

  @Test
  void shouldComputeOnceForConcurrentRequests() {
    var responses = Stream.generate(() -> send("/p")).limit(20).toList();
    released.countDown();
    responses.forEach(CompletableFuture::join);

    assertThat(computations).hasValue(1);
  }

  @Test
  void shouldComputeNothingForAClientThatHasTheCurrentResponse() {
    released.countDown();
    String tag = header(get("/p"), "ETag");
    HttpResponse response = get("/p?a=1", HttpHeader.parse("If-None-Match", tag));

    assertThat(response.status().intValue()).isEqualTo(304);
    assertThat(computations).hasValue(1);
  }

  @Test
  void shouldSendCsvToAClientThatHasTheJson() {
    released.countDown();
    String json = header(get("/p"), "ETag");
    String csv = header(get("/p?format=csv"), "ETag");

    assertThat(csv).isNotEqualTo(json);
    assertThat(get("/p?format=csv", HttpHeader.parse("If-None-Match", json)).status().intValue())
        .isEqualTo(200);
    assertThat(get("/p?format=csv", HttpHeader.parse("If-None-Match", csv)).status().intValue())
        .isEqualTo(304);
  }

  @Test
  void shouldComputeOnceForAllRequestsThatDifferInUnknownParameters() {
    released.countDown();
    for (int i = 0; i < 10; i++) {
      get("/p?a=1&unknown" + i + "=" + i);
    }

    assertThat(computations).hasValue(1);
  }

  /** Errors as of a Java without the libraries of pictures must not end the process either. */
  @Test
  void shouldAnswerAProblemIfAPictureCannotBeRenderedAndRenderTheNextOne() throws Exception {
    List<Supplier<byte[]>> outcomes =
        List.of(
            () -> {
              throw new IllegalStateException("JSVG did not read a chart");
            },
            () -> {
              throw new NoClassDefFoundError("java.awt.Graphics2D");
            },
            () -> {
              throw new UnsatisfiedLinkError("libfreetype.so.6");
            },
            () -> {
              throw new StackOverflowError();
            },
            () -> new byte[] {1, 2, 3});
    AtomicInteger requests = new AtomicInteger();
    Function<HttpRequest, CompletionStage<HttpResponse>> pictures =
        ProblemHandlers.seal(
                directives()
                    .completeRendered(
                        Format.PNG,
                        parameters -> ledger -> outcomes.get(requests.getAndIncrement()).get()))
            .handler(kit.system());

    for (int i = 0; i < 4; i++) {
      HttpResponse failed = answer(pictures);
      assertThat(failed.status().intValue()).isEqualTo(500);
      assertThat(failed.entity().getContentType().toString()).isEqualTo("application/problem+json");
      assertThat(body(failed))
          .contains("The answer could not be computed; the log has the reason.")
          .doesNotContain("java");
      assertThat(header(failed, "Cache-Control")).isEqualTo("no-store");
    }
    HttpResponse rendered = answer(pictures);
    assertThat(rendered.status().intValue()).isEqualTo(200);
    assertThat(rendered.entity().getContentLengthOption().orElseThrow()).isEqualTo(3);
    assertThat(requests).hasValue(5);
  }

  private static HttpResponse answer(Function<HttpRequest, CompletionStage<HttpResponse>> pictures)
      throws Exception {
    return pictures
        .apply(HttpRequest.GET("http://localhost/chart/senders.png"))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private SnapshotDirectives.Result compute(Ledger ledger) {
    computations.incrementAndGet();
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Row row = new Row("x".repeat(2000), ledger.last().orElseThrow().lastBlock());
    return new SnapshotDirectives.Result(
        new Table(List.of(row)), Row.class, List.of(row), List.of());
  }

  private SnapshotDirectives directives() {
    Behavior<StatsStore.Command> store =
        Behaviors.receive(StatsStore.Command.class)
            .onMessage(
                StatsStore.GetSnapshot.class,
                get -> {
                  get.replyTo().tell(snapshot.get());
                  return Behaviors.same();
                })
            .build();
    return new SnapshotDirectives(
        new ActorClient(kit.system(), kit.spawn(store), null, Duration.ofSeconds(30)),
        new ComputePool(),
        new ResponseCache(1 << 20),
        RecordCache.NONE,
        new BodyMemory(new ResponseMemory(1 << 20)),
        () -> Labels.NONE,
        "",
        clock,
        Duration.ofMinutes(10));
  }

  private HttpResponse get(String target, HttpHeader... headers) {
    return send(target, headers).join();
  }

  private CompletableFuture<HttpResponse> send(String target, HttpHeader... headers) {
    HttpRequest request = HttpRequest.GET("http://localhost" + target).addHeaders(List.of(headers));
    try {
      return handler.apply(request).toCompletableFuture();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Snapshot snapshot(long version, int lastBlock) {
    Ledger ledger = TestLedgers.of(0, lastBlock, 10, 3600, LAST_BLOCK);
    return new Snapshot(ledger, version, LAST_BLOCK, Optional.empty());
  }

  private static String body(HttpResponse response) {
    return ((HttpEntity.Strict) response.entity()).getData().utf8String();
  }

  private static String header(HttpResponse response, String name) {
    return response.getHeader(name).orElseThrow().value();
  }
}
