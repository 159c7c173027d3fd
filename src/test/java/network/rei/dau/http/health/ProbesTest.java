package network.rei.dau.http.health;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.TestServer;
import network.rei.dau.http.TestSettings;
import network.rei.dau.stats.StatsStore;
import network.rei.dau.stats.answer.TestLedgers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** When orchestrators restart the service, and when load balancers send no requests to it. */
class ProbesTest {

  private static final Ledger FRESH = TestLedgers.of(0, 44, 10, 3, TestServer.NOW);

  /** Of a year before. */
  private static final Ledger OLD =
      TestLedgers.of(0, 44, 10, 3, Instant.parse("2025-03-05T12:00:00Z"));

  @Test
  void aServiceWhoseDataIsNotLoadedIsAliveButNotReady() {
    Behavior<StatsStore.Command> loading = Behaviors.ignore();
    try (TestServer server =
        new TestServer(
            loading, TestServer.supervisorOf(TestServer.IDLE), TestServer.withShortAskTimeout())) {
      assertIs(server, "/alive", 200, "alive");
      assertIs(server, "/ready", 503, "not ready", "The store did not answer within 0.05 s.");
    }
  }

  @Test
  void aServiceThatIsStoppingIsAliveButNotReady() {
    try (TestServer server =
        new TestServer(
            TestServer.storeOf(FRESH),
            TestServer.supervisorOf(TestServer.IDLE),
            new TestSettings().drainTime(Duration.ofSeconds(10)).build())) {
      assertIs(server, "/ready", 200, "ready");

      CompletableFuture<?> stopped =
          CoordinatedShutdown.get(server.kit.system())
              .runAll(CoordinatedShutdown.unknownReason())
              .toCompletableFuture();

      Awaitility.await().until(() -> server.get("/ready").statusCode() == 503);
      assertIs(server, "/ready", 503, "not ready", "The service is stopping.");
      assertIs(server, "/alive", 200, "alive");
      assertThat(server.get("/api/stats/24h").statusCode()).isEqualTo(200);
      assertThat(stopped).isNotDone();
    }
  }

  @Test
  void neitherAStoreThatIsAwayNorOldDataTakesItOutOfService() {
    try (TestServer server =
        new TestServer(
            TestServer.storeOf(OLD, Optional.of("the database is away")),
            TestServer.supervisorOf(TestServer.IDLE))) {
      assertIs(server, "/alive", 200, "alive");
      assertIs(server, "/ready", 200, "ready");
      JsonNode health = server.json("/health");
      assertThat(health.get("status").asText()).isEqualTo("degraded");
      assertThat(health.get("reasons")).hasSize(2);
    }
  }

  @Test
  void aSupervisorThatDoesNotAnswerTakesItOutOfNoService() {
    try (TestServer server = new TestServer(TestServer.storeOf(FRESH), Behaviors.ignore())) {
      assertIs(server, "/alive", 200, "alive");
      assertIs(server, "/ready", 200, "ready");
    }
    try (TestServer server =
        new TestServer(
            TestServer.storeOf(FRESH), Behaviors.ignore(), TestServer.withShortAskTimeout())) {
      assertThat(server.get("/health").statusCode()).isEqualTo(200);
      assertThat(server.json("/health").get("reasons").toString())
          .contains("Ingest did not answer within 0.05 s.");
    }
  }

  private static void assertIs(
      TestServer server, String path, int status, String word, String... reasons) {
    HttpResponse<byte[]> response = server.get(path);
    assertThat(response.statusCode()).as(path).isEqualTo(status);
    assertThat(server.json(response).get("status").asText()).isEqualTo(word);
    assertThat(server.json(response).get("reasons"))
        .extracting(JsonNode::asText)
        .containsExactly(reasons);
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
  }
}
