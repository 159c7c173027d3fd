package network.rei.dau.http.v1.status;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.TestServer;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.stats.answer.TestLedgers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class StatusResourceTest {

  private static final String PATH = "/api/v1/status";
  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"));

  @Test
  void progressCoverageGapsAndLagAreTold() {
    IngestStatus running =
        new IngestStatus(
            true,
            OptionalLong.of(50),
            Optional.empty(),
            Optional.of(TestServer.progress(30, 10)),
            List.of(1L, 2L),
            Map.of("timeout", 3L),
            List.of("2 chunks are missing"),
            TestServer.IDLE.endpoints());
    try (TestServer server =
        new TestServer(
            TestServer.storeOf(LEDGER.without(List.of(1L, 2L)), Optional.of("the disk is full")),
            TestServer.supervisorOf(running))) {
      HttpResponse<byte[]> response = server.get(PATH);
      JsonNode status = server.json(response);

      assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(status.get("asOfBlock").asInt()).isEqualTo(44);
      assertThat(status.get("version").asInt()).isEqualTo(7);
      assertThat(status.get("lagSeconds").asInt()).isEqualTo(10);
      assertThat(status.get("stale").asBoolean()).isFalse();
      assertThat(status.get("head").asInt()).isEqualTo(50);
      assertThat(status.get("lagBlocks").asInt()).isEqualTo(6);
      assertThat(status.get("processing").asBoolean()).isTrue();
      assertThat(status.get("progress").toString())
          .isEqualTo(
              """
              {"blocksFetched":30,"blocksLeft":10,"fraction":0.75,"blocksPerSecond":3.0,\
              "secondsLeft":3,"day":null,"daysLeft":0}\
              """);
      assertThat(status.at("/coverage/complete").asBoolean()).isFalse();
      assertThat(status.at("/coverage/missingBlocks").asInt()).isEqualTo(20);
      assertThat(status.get("gaps").toString())
          .isEqualTo(
              """
              [{"fromBlock":10,"toBlock":29,"blocks":20,"fromChunk":1,"toChunk":2,\
              "after":"2026-03-04T01:00:00.000Z","before":"2026-03-04T22:00:00.000Z"}]\
              """);
      assertThat(status.get("missingChunks").toString()).isEqualTo("[1,2]");
      assertThat(status.get("errors").toString()).isEqualTo("{\"timeout\":3}");
      assertThat(status.get("problems").get(0).asText()).isEqualTo("2 chunks are missing");
      assertThat(status.get("storeError").asText()).isEqualTo("the disk is full");
      assertThat(status.get("endpoints").toString())
          .isEqualTo(
              """
              [{"name":"rpc.rei.network","state":"healthy","latencyMillis":12.0,\
              "requests":100,"errors":0,"lastError":null,"head":5000,"lagging":false,\
              "servesFrom":null,"unverifiedBlocks":0}]\
              """);
    }
  }

  @Test
  void betweenRunsThereIsNoProgressButALastRun() {
    try (TestServer server =
        new TestServer(TestServer.storeOf(LEDGER), TestServer.supervisorOf(TestServer.IDLE))) {
      JsonNode status = server.json(PATH);

      assertThat(status.get("progress").isNull()).isTrue();
      assertThat(status.at("/lastRun/result").asText()).isEqualTo("completed");
      assertThat(status.get("gaps")).isEmpty();
      // the chain's head went back while a reorganisation is followed
      assertThat(status.get("lagBlocks").asInt()).isZero();
    }
  }

  @Test
  void withoutDataAndWithoutIngestAllIsNull() {
    try (TestServer server =
        new TestServer(
            TestServer.storeOf(Ledger.empty()),
            Behaviors.ignore(),
            TestServer.withShortAskTimeout())) {
      // The store does answer, but on a busy machine not always within the short time.
      JsonNode status =
          server.json(
              Awaitility.await()
                  .until(() -> server.get(PATH), response -> response.statusCode() == 200));

      for (String field :
          List.of("asOf", "lagSeconds", "head", "lagBlocks", "processing", "endpoints")) {
        assertThat(status.get(field).isNull()).as(field).isTrue();
      }
      assertThat(status.get("stale").asBoolean()).isFalse();
    }
  }

  @Test
  void withoutTheStoreItIsAProblemToTryAgain() {
    try (TestServer server =
        new TestServer(Behaviors.ignore(), Behaviors.ignore(), TestServer.withShortAskTimeout())) {
      assertThat(server.get(PATH).statusCode()).isEqualTo(503);
    }
  }
}
