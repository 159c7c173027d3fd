package network.rei.dau.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.ActorClient;
import network.rei.dau.http.Parameters;
import network.rei.dau.http.TestClock;
import network.rei.dau.http.v1.series.MetricsView;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DataResourceTest {

  private static final Instant LAST_BLOCK = Instant.parse("2026-03-05T12:00:00Z");

  private static ActorTestKit kit;

  private final AtomicReference<Snapshot> data = new AtomicReference<>(snapshot(7, 44));
  private final TestClock clock = new TestClock(LAST_BLOCK.plusSeconds(10));
  private final AtomicInteger computed = new AtomicInteger();
  private final CountDownLatch held = new CountDownLatch(1);
  private final Resource resource = DataResource.table(tools(), parameters -> this::answer);

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create("data-resource-test");
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void shouldComputeAnAnswerOnceForAVersionOfTheDataAndItsLagEachTime() {
    held.countDown();
    HttpResponse first = read("/p?a=1");
    clock.pass(Duration.ofSeconds(690));
    HttpResponse second = read("/p?a=1");

    assertThat(computed).hasValue(1);
    assertThat(body(second)).isEqualTo(body(first));
    assertThat(header(first, "Data-Lag-Seconds")).isEqualTo("10");
    assertThat(header(first, "Data-Stale")).isEqualTo("false");
    assertThat(header(second, "Data-Lag-Seconds")).isEqualTo("700");
    assertThat(header(second, "Data-Stale")).isEqualTo("true");
    assertThat(header(second, "ETag")).isEqualTo(header(first, "ETag"));
    assertThat(header(second, "Vary")).isEqualTo("Accept, Accept-Encoding");
  }

  @Test
  void shouldComputeItAgainWhenTheDataHasChanged() {
    held.countDown();
    String first = body(read("/p"));
    data.set(snapshot(8, 45));
    HttpResponse second = read("/p");

    assertThat(computed).hasValue(2);
    assertThat(body(second)).isNotEqualTo(first);
    assertThat(header(second, "Data-Version")).isEqualTo("8");
  }

  @Test
  void shouldKeepQueriesFormatsAndEncodingsApart() {
    held.countDown();
    read("/p");
    read("/p?a=1");
    assertThat(body(read("/p?format=csv"))).startsWith("metric,");
    assertThat(body(read("/p", HttpHeader.parse("Accept", "text/csv")))).startsWith("metric,");
    assertThat(header(read("/p", HttpHeader.parse("Accept-Encoding", "gzip")), "Content-Encoding"))
        .isEqualTo("gzip");

    assertThat(computed).hasValue(5);
    assertThat(body(read("/p"))).startsWith("{");
  }

  @Test
  void shouldComputeOnceForAllWhoAskAtTheSameTime() {
    var answers = Stream.generate(() -> reading("/p")).limit(20).toList();
    held.countDown();
    answers.forEach(CompletableFuture::join);

    assertThat(computed).hasValue(1);
  }

  @Test
  void shouldComputeNothingForWhoHasTheAnswer() {
    held.countDown();
    String tag = header(read("/p"), "ETag");
    HttpResponse known = read("/p?a=1", HttpHeader.parse("If-None-Match", tag));

    assertThat(known.status().intValue()).isEqualTo(304);
    assertThat(computed).hasValue(1);
  }

  private DataResource.Result answer(Ledger ledger) {
    computed.incrementAndGet();
    try {
      held.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return DataResource.Result.of(MetricsView.of(ledger));
  }

  private DataResource.Tools tools() {
    Behavior<StatsStore.Command> store =
        Behaviors.receive(StatsStore.Command.class)
            .onMessage(
                StatsStore.GetSnapshot.class,
                get -> {
                  get.replyTo().tell(data.get());
                  return Behaviors.same();
                })
            .build();
    return new DataResource.Tools(
        new ActorClient(kit.system(), kit.spawn(store), null, Duration.ofSeconds(3)),
        new ComputePool(),
        new ResponseCache(1 << 20),
        clock,
        Duration.ofMinutes(10));
  }

  private HttpResponse read(String target, HttpHeader... headers) {
    return reading(target, headers).join();
  }

  private CompletableFuture<HttpResponse> reading(String target, HttpHeader... headers) {
    HttpRequest request = HttpRequest.GET("http://localhost" + target).addHeaders(List.of(headers));
    return resource.read(request, Parameters.of(request)).toCompletableFuture();
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
