package network.rei.dau.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.AskPattern;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ForkJoinPool;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.ratelimit.RateLimitSettings;
import network.rei.dau.stats.Snapshot;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests run on the threads of the dispatchers. A step that depends on the stage of Akka's ask
 * would run on the JDK's common pool: on one or two cores it is a new thread each time, on more a
 * task of {@link ForkJoinPool#commonPool}.
 */
class ThreadsOfRequestsTest {

  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 3, Instant.parse("2026-03-05T12:00:00Z"));
  private static final int REQUESTS = 100;

  /** A dispatcher may replace a thread that was idle for long. */
  private static final int TOLERATED = 5;

  private static TestServer server;

  @BeforeAll
  static void start() {
    RateLimitSettings limit = new RateLimitSettings(1_000_000, 0);
    server =
        new TestServer(
            TestServer.storeOf(LEDGER),
            TestServer.supervisorOf(TestServer.IDLE),
            TestServer.withRateLimit(limit));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/health",
        "/ready",
        "/metrics",
        "/api/stats/24h",
        "/API/stats/7days/",
        "/api/stats/history",
        "/api/stats/records",
        "/api/v1/windows/24h",
        "/api/v1/status",
        "/api/v1/nowhere",
        "/docs"
      })
  void shouldAnswerRequestsOnTheThreadsOfTheDispatchers(String path) throws IOException {
    sendRequests(path);
    long before = commonPoolUse();

    sendRequests(path);

    assertThat(commonPoolUse() - before).isLessThanOrEqualTo(TOLERATED);
  }

  @Test
  void shouldNoticeAStepOnTheCommonPool() {
    ActorRef<StatsStore.Command> store = server.kit.spawn(TestServer.storeOf(LEDGER));
    long before = commonPoolUse();

    for (int i = 0; i < REQUESTS; i++) {
      AskPattern.ask(
              store,
              StatsStore.GetSnapshot::new,
              Duration.ofSeconds(30),
              server.kit.system().scheduler())
          .thenApply(Snapshot::version)
          .toCompletableFuture()
          .join();
    }

    assertThat(commonPoolUse() - before).isGreaterThan(TOLERATED);
  }

  /** Sends requests over one connection; the JDK's HTTP client would start threads of its own. */
  private static void sendRequests(String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n";
    String answers =
        server.sendRaw(
            (request + "\r\n").repeat(REQUESTS - 1) + request + "Connection: close\r\n\r\n");
    assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(REQUESTS + 1);
  }

  /** Returns the number of threads started and of tasks of the common pool, since the start. */
  private static long commonPoolUse() {
    return ManagementFactory.getThreadMXBean().getTotalStartedThreadCount()
        + ForkJoinPool.commonPool().getStealCount();
  }
}
