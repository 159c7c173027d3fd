package network.rei.dau.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.ratelimit.RateLimitSettings;
import network.rei.dau.stats.answer.TestLedgers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountedRequestsTest {

  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"));

  @ParameterizedTest
  @CsvSource({
    "/, /, 200",
    "/health, /health, 200",
    "/api/stats/24h, /api/stats/24h, 200",
    "/API/stats/24h/, /api/stats/24h, 200",
    "/api/stats/history?limit=0, /api/stats/history, 400",
    "/api/v1/windows/1h, /api/v1/windows/{length}, 200",
    "/api/v1/windows/x, /api/v1/windows/{length}, 400",
    "/api/v1/status, /api/v1/status, 200",
    "/api/v1/nothing, other, 404",
    "/docs, /docs/, 308",
    "/docs/start.js, /docs/, 200",
    "/openapi.yaml, /openapi.yaml, 200",
    "/wp-login.php, other, 404"
  })
  void aRequestIsCountedByItsRouteAndStatus(String path, String route, int status) {
    try (TestServer server = serverWith(RateLimitSettings.OFF)) {
      server.send("GET", path);

      Awaitility.await()
          .untilAsserted(
              () -> assertThat(counted(server)).isEqualTo(Map.of(route, Map.of(status, 1L))));
      assertThat(server.counts.routes().get(route).times().values().count()).isEqualTo(1);
    }
  }

  @Test
  void aRequestThatIsNotAllowedAnyMoreIsCounted() {
    try (TestServer server = serverWith(new RateLimitSettings(1, 0))) {
      server.get("/api/stats/24h");
      server.get("/api/stats/24h");

      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(counted(server))
                      .isEqualTo(Map.of("/api/stats/24h", Map.of(200, 1L, 429, 1L))));
    }
  }

  private static Map<String, Map<Integer, Long>> counted(TestServer server) {
    return server.counts.routes().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                route ->
                    route.getValue().answers().entrySet().stream()
                        .collect(
                            Collectors.toMap(Map.Entry::getKey, count -> sum(count.getValue())))));
  }

  private static long sum(LongAdder count) {
    return count.sum();
  }

  private static TestServer serverWith(RateLimitSettings limit) {
    return new TestServer(
        TestServer.storeOf(LEDGER),
        TestServer.supervisorOf(TestServer.IDLE),
        TestServer.withRateLimit(limit));
  }
}
