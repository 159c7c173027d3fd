package network.rei.dau.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.TestServer;
import network.rei.dau.http.memory.ResponseMemory;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the behaviour that all resources of {@code /api/v1} share. */
class V1RoutesTest {

  private static final String PATH = "/api/v1/windows/24h";
  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"));

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(TestServer.storeOf(LEDGER), TestServer.supervisorOf(TestServer.IDLE));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void shouldSendCacheAndDataHeaders() {
    HttpResponse<byte[]> response = server.get(PATH);

    assertThat(header(response, "ETag")).startsWith("W/\"7-");
    assertThat(header(response, "Cache-Control")).isEqualTo("public, no-cache");
    assertThat(header(response, "Vary")).isEqualTo("Accept, Accept-Encoding");
    assertThat(header(response, "Data-Version")).isEqualTo("7");
    assertThat(header(response, "Data-Lag-Seconds")).isEqualTo("10");
    assertThat(header(response, "Data-Stale")).isEqualTo("false");
  }

  @Test
  void shouldSend304WithTheSameHeadersToAClientThatHasTheResponse() {
    HttpResponse<byte[]> first = server.get(PATH);
    String tag = header(first, "ETag");

    for (String tags : List.of(tag, tag.substring(2), "\"x\", " + tag, "*")) {
      HttpResponse<byte[]> again = server.get(PATH, "If-None-Match", tags);

      assertThat(again.statusCode()).as(tags).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      for (String name : List.of("ETag", "Cache-Control", "Vary", "Data-Lag-Seconds")) {
        assertThat(header(again, name)).isEqualTo(header(first, name));
      }
    }
    assertThat(server.get(PATH, "If-None-Match", "\"6-other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void shouldSendAnotherEntityTagForOtherDataOfTheSameVersion() {
    try (TestServer other =
        new TestServer(
            TestServer.storeOf(Ledger.empty()), TestServer.supervisorOf(TestServer.IDLE))) {
      HttpResponse<byte[]> response = other.get(PATH);

      assertThat(header(response, "ETag")).isNotEqualTo(header(server.get(PATH), "ETag"));
      assertThat(response.headers().firstValue("Data-Lag-Seconds")).isEmpty();
    }
  }

  @Test
  void shouldCacheAndLinkNothingOfUnknownParameters() {
    String path = "/api/v1/addresses/top?limit=1";
    HttpResponse<byte[]> first = server.get(path);
    long cached = server.held.memory().used(ResponseMemory.Kind.CACHE);

    for (int i = 0; i < 20; i++) {
      HttpResponse<byte[]> other = server.get(path + "&x" + i + "=" + "z".repeat(2000));
      assertThat(header(other, "Link")).isEqualTo(header(first, "Link"));
    }

    // The first response may be counted after it was sent.
    assertThat(server.held.memory().used(ResponseMemory.Kind.CACHE)).isLessThan(cached + 20 * 2000);
  }

  @Test
  void shouldExposeTheHeadersToPagesOfOtherOrigins() {
    for (String path : List.of(PATH, "/api/v1/nothing")) {
      HttpResponse<byte[]> response = server.get(path);

      assertThat(header(response, "Access-Control-Allow-Origin")).isEqualTo("*");
      assertThat(header(response, "Access-Control-Expose-Headers"))
          .contains("ETag", "Link", "Retry-After", "Data-Version");
    }
    assertThat(
            header(
                server.send("OPTIONS", PATH, "Access-Control-Request-Headers", "If-None-Match"),
                "Access-Control-Allow-Headers"))
        .isEqualTo("If-None-Match");
  }

  @Test
  void shouldAnswerHeadLikeGetWithoutABody() {
    HttpResponse<byte[]> head = server.send("HEAD", PATH);

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "ETag")).isEqualTo(header(server.get(PATH), "ETag"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/API/V1/Windows/24H", "/api/v1/windows/24h/", PATH + "?other=1"})
  void shouldIgnoreCaseATrailingSlashAndUnknownParameters(String path) {
    assertThat(server.get(path).body()).isEqualTo(server.get(PATH).body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/nothing", "/api/v1/windows/24h/x", "/api/v1//"})
  void shouldSendAProblemForAnUnknownPath(String path) {
    assertProblem(server.get(path), 404, "Not Found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1", "/api/v1/", "/API/V1"})
  void shouldListEveryRoute(String path) {
    JsonNode index = server.json(path);

    List<String> routes = new ArrayList<>(V1Routes.PATHS);
    routes.remove("/api/v1");
    assertThat(index.get("routes").findValuesAsText("path"))
        .containsExactlyInAnyOrderElementsOf(routes);
    assertThat(index.get("description").asText()).isEqualTo("../openapi.json");
    assertThat(server.json("/openapi.json").get("paths").has("/api/v1/windows/{length}")).isTrue();
  }

  @Test
  void shouldNotConfirmTheEntityTagOfAnotherFormat() {
    String path = "/api/v1/series/senders";
    String json = header(server.get(path), "ETag");
    HttpResponse<byte[]> csv = server.get(path, "Accept", "text/csv", "If-None-Match", json);

    assertThat(csv.statusCode()).isEqualTo(200);
    assertThat(header(csv, "ETag")).isNotEqualTo(json);
    assertThat(header(csv, "Vary")).contains("Accept");
    assertThat(server.get(path, "If-None-Match", header(csv, "ETag")).statusCode()).isEqualTo(200);
  }

  @Test
  void shouldSendAProblemWithTheAllowedMethodsForOtherMethods() {
    HttpResponse<byte[]> response = server.send("POST", PATH);

    assertProblem(response, 405, "Method Not Allowed");
    assertThat(header(response, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void shouldSend400ForAQueryThatCannotBeDecoded() throws Exception {
    assertThat(
            server.sendRaw(
                "GET /api/v1/windows?from=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void shouldSend503WithRetryAfterIfTheStoreDoesNotReplyInTime() {
    try (TestServer silent =
        new TestServer(Behaviors.ignore(), Behaviors.ignore(), TestServer.withShortAskTimeout())) {
      HttpResponse<byte[]> response = silent.get(PATH);

      assertProblem(response, 503, "Service Unavailable");
      assertThat(header(response, "Retry-After")).isEqualTo("1");
      assertThat(silent.get("/api/v1/windows/0h").statusCode()).isEqualTo(400);
    }
  }

  private static void assertProblem(HttpResponse<byte[]> response, int status, String title) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(server.json(response).get("title").asText()).isEqualTo(title);
    assertThat(server.json(response).get("status").asInt()).isEqualTo(status);
    assertThat(server.json(response).get("detail").asText()).isNotBlank();
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }
}
