package network.rei.dau.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.concurrent.ForkJoinPool;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.ratelimit.RateLimitSettings;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On one or two cores each step on the JDK's common pool is a new thread, on more a task of {@link
 * ForkJoinPool#commonPool}: neither is seen here.
 */
class ThreadsOfRequestsTest {

  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 3, Instant.parse("2026-03-05T12:00:00Z"));
  private static final int REQUESTS = 100;

  private static TestServer server;

  @BeforeAll
  static void start() {
    RateLimitSettings limit = new RateLimitSettings(1_000_000, 0);
    server =
        new TestServer(
            TestServer.storeOf(LEDGER),
            TestServer.supervisorOf(TestServer.IDLE),
            TestServer.limited(limit));
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
        "/api/stats/24h",
        "/API/stats/7days/",
        "/api/stats/history",
        "/api/stats/records",
        "/api/v1/windows/24h",
        "/api/v1/status",
        "/api/v1/nowhere",
        "/docs"
      })
  void aRequestIsAnsweredOnTheThreadsThatAreThere(String path) throws IOException {
    ask(path);
    long started = threadsStarted();
    long stolen = ForkJoinPool.commonPool().getStealCount();

    ask(path);

    assertThat(threadsStarted() - started).isLessThan(REQUESTS / 4);
    assertThat(ForkJoinPool.commonPool().getStealCount() - stolen).isLessThan(REQUESTS / 4);
  }

  /** Over one connection; a client of the JDK would start threads of its own. */
  private static void ask(String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n";
    String answers =
        server.sendRaw(
            (request + "\r\n").repeat(REQUESTS - 1) + request + "Connection: close\r\n\r\n");
    assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(REQUESTS + 1);
  }

  private static long threadsStarted() {
    return ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
  }
}
