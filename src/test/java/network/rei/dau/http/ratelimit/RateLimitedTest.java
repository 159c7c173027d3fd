package network.rei.dau.http.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.RemoteAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.TestServer;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitedTest {

  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"));

  @Test
  void shouldSayInEveryAnswerWhatIsLeft() {
    try (TestServer server = serverWith(new RateLimitSettings(5, 0))) {
      List<String> paths =
          List.of("/api/stats/24h", "/API/v1/windows/24h", "/api/v1/windows/x", "/api/nothing");
      for (int i = 0; i < paths.size(); i++) {
        HttpResponse<byte[]> response = server.get(paths.get(i));

        assertThat(header(response, "RateLimit-Limit")).isEqualTo("5");
        assertThat(header(response, "RateLimit-Remaining")).isEqualTo("" + (4 - i));
        assertThat(header(response, "RateLimit-Reset")).isEqualTo("60");
        assertThat(header(response, "RateLimit-Policy")).isEqualTo("5;w=60");
        assertThat(response.headers().allValues("Access-Control-Expose-Headers"))
            .singleElement()
            .asString()
            .contains("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After");
      }
    }
  }

  @Test
  void shouldAnswer429WhenItIsUsedUp() {
    try (TestServer server = serverWith(new RateLimitSettings(1, 0))) {
      server.get("/api/stats/24h");
      HttpResponse<byte[]> response = server.get("/api/stats/24h");

      assertThat(response.statusCode()).isEqualTo(429);
      assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
      assertThat(header(response, "Retry-After")).isEqualTo("60");
      assertThat(header(response, "RateLimit-Remaining")).isEqualTo("0");
      assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(server.json(response).get("title").asText()).isEqualTo("Too Many Requests");
      assertThat(server.json(response).get("detail").asText())
          .isEqualTo("1 requests a minute are allowed for one client; try again in 60 s.");
    }
  }

  @Test
  void shouldNotLimitWhatIsNotTheApiNorPreflights() {
    try (TestServer server = serverWith(new RateLimitSettings(1, 0))) {
      for (String path : List.of("/health", "/", "/openapi.yaml", "/health")) {
        HttpResponse<byte[]> response = server.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("RateLimit-Limit")).isEmpty();
      }
      assertThat(server.send("OPTIONS", "/api/stats/24h").statusCode()).isEqualTo(204);
      assertThat(server.get("/api/stats/24h").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shouldSayNothingWhenItIsOff() {
    try (TestServer server = serverWith(RateLimitSettings.OFF)) {
      assertThat(server.get("/api/stats/24h").headers().map().keySet())
          .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("ratelimit"));
    }
  }

  @Test
  void shouldTellClientsOfATrustedProxyApart() {
    try (TestServer server = serverWith(new RateLimitSettings(1, 1))) {
      for (String client : List.of("192.0.2.1", "192.0.2.2", "8.8.8.8, 192.0.2.3")) {
        assertThat(statusFor(server, client)).isEqualTo(200);
      }
      assertThat(statusFor(server, "192.0.2.2")).isEqualTo(429);
      assertThat(statusFor(server, "9.9.9.9, 192.0.2.3")).isEqualTo(429);
    }
  }

  @Test
  void shouldNotBelieveAProxyThatIsNotTrusted() {
    try (TestServer server = serverWith(new RateLimitSettings(1, 0))) {
      assertThat(statusFor(server, "192.0.2.1")).isEqualTo(200);
      assertThat(statusFor(server, "192.0.2.2")).isEqualTo(429);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 192.0.2.1              | 198.51.100.7",
        "1 | 192.0.2.1              | 192.0.2.1",
        "1 | 192.0.2.1, 192.0.2.2   | 192.0.2.2",
        "2 | 192.0.2.1, 192.0.2.2   | 192.0.2.1",
        "3 | 192.0.2.1, 192.0.2.2   | 192.0.2.1",
        "1 | 192.0.2.1, 2001:db8::1 | 2001:db8::",
        "1 | 192.0.2.1, unknown     | 198.51.100.7",
        "1 | nonsense               | 198.51.100.7",
        "1 | localhost              | 198.51.100.7",
        "1 | 192.0.2.1:4711         | 192.0.2.1",
        "1 | [2001:db8::1]:4711     | 2001:db8::",
        "1 | '\"[2001:db8::1]:80\"'  | 2001:db8::",
        "1 | 999.0.2.1              | 198.51.100.7"
      })
  void shouldGoByTheAddressThatTheOutermostTrustedProxySaw(
      int proxies, String forwardedFor, String expected) throws UnknownHostException {
    HttpRequest request =
        HttpRequest.GET("/")
            .addAttribute(
                AttributeKeys.remoteAddress,
                RemoteAddress.create(InetAddress.getByName("198.51.100.7")))
            .addHeader(HttpHeader.parse("X-Forwarded-For", forwardedFor));

    assertThat(new ClientKey(proxies).of(request))
        .isEqualTo(ClientKey.of(InetAddress.getByName(expected)));
  }

  @Test
  void shouldReadTheProxiesOfSeveralHeadersInTheirOrder() {
    try (TestServer server = serverWith(new RateLimitSettings(1, 2))) {
      assertThat(statusFor(server, "192.0.2.1, 192.0.2.2", "192.0.2.3")).isEqualTo(200);
      assertThat(statusFor(server, "192.0.2.4, 192.0.2.2", "192.0.2.5")).isEqualTo(429);
      assertThat(statusFor(server, "192.0.2.2, 192.0.2.1", "192.0.2.3")).isEqualTo(200);
    }
  }

  @Test
  void shouldTakeAnIpv6NetworkForOneClient() throws UnknownHostException {
    long client = ClientKey.of(InetAddress.getByName("2001:db8:1:2:3:4:5:6"));

    assertThat(ClientKey.of(InetAddress.getByName("2001:db8:1:2::"))).isEqualTo(client);
    assertThat(ClientKey.of(InetAddress.getByName("2001:db8:1:3::"))).isNotEqualTo(client);
    assertThat(ClientKey.of(InetAddress.getByName("192.0.2.1")))
        .isNotEqualTo(ClientKey.of(InetAddress.getByName("192.0.2.2")));
    assertThat(new ClientKey(0).of(HttpRequest.GET("/"))).isZero();
  }

  private static TestServer serverWith(RateLimitSettings rateLimit) {
    return new TestServer(
        TestServer.storeOf(LEDGER),
        TestServer.supervisorOf(TestServer.IDLE),
        TestServer.withRateLimit(rateLimit));
  }

  private static int statusFor(TestServer server, String... forwardedFor) {
    String[] headers =
        Arrays.stream(forwardedFor)
            .flatMap(value -> Stream.of("X-Forwarded-For", value))
            .toArray(String[]::new);
    return server.get("/api/stats/24h", headers).statusCode();
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }
}
