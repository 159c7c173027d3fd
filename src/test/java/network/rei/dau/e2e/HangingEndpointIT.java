package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import network.rei.dau.simulator.fault.Fault;
import network.rei.dau.simulator.fault.FaultTrigger;
import network.rei.dau.simulator.node.SimulatedNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests an endpoint that does not answer, and one that refuses connections. */
class HangingEndpointIT {

  private static final int CHUNK = 200;
  private static final int BLOCKS = 1000;
  private static final int ATTEMPTS = 2;

  /** The chunk whose blocks are not answered; the plan of a run needs none of their headers. */
  private static final long HANGING = 2;

  @TempDir Path folder;

  @Test
  void shouldReportAMissingChunkAndFetchItInTheNextRunIfBlocksAreNotAnswered() throws IOException {
    Path cache = folder.resolve("cache");
    long fetched;
    try (SimulatedNode node = SimulatedNodes.node(BLOCKS)) {
      Map<String, String> environment = impatient(node.uri().toString(), cache);
      node.faults()
          .add(
              new Fault.BrokenConnection(Fault.ConnectionFailure.HANG),
              FaultTrigger.onBlocks(block -> block >= 500 && block < 600));
      try (ServiceProcess once = ServiceProcess.start(folder, environment, "once")) {
        assertThat(once.exitCode(Duration.ofSeconds(40))).isEqualTo(1);
        JsonNode result = once.result();
        assertThat(indexes(result.get("missingChunks")))
            .as(result + once.error())
            .containsExactly(HANGING);
        assertThat(result.get("lastProcessedBlock").asLong()).isEqualTo(BLOCKS - 1);
        // The blocks of the chunk before the first batch that is not answered are stored.
        fetched = result.get("blocksFetched").asLong();
        assertThat(fetched).isBetween((long) BLOCKS - CHUNK, (long) BLOCKS - CHUNK / 2);
        assertThat(once.complaints())
            .singleElement()
            .asString()
            .startsWith("rei-dau-stats: chunk 2 is still missing: timeout " + ATTEMPTS + " times");
        assertThat(node.counters().timesRequested(500)).isEqualTo(ATTEMPTS);
      }
      assertThat(new StoreFile(cache).records()).containsOnlyKeys(0L, 1L, 2L, 3L, 4L);

      node.faults().clear();
      try (ServiceProcess once = ServiceProcess.start(folder, environment, "once")) {
        assertThat(once.exitCode(Duration.ofSeconds(40))).as(once.error()).isZero();
        assertThat(once.result().get("blocksFetched").asLong()).isEqualTo(BLOCKS - fetched);
      }
      Map<String, String> serving = ServiceProcess.environment(cache, node.uri().toString());
      serving.put("REI_DAU_INGEST_CHUNK_SIZE", String.valueOf(CHUNK));
      try (ServiceProcess serve = ServiceProcess.start(folder, serving, "serve")) {
        JsonNode day = serve.get("/api/stats/24h").get("data");
        assertThat(day.get("complete").asBoolean()).isTrue();
        SimulatedNodes.assertTrue(day, node.chain(), 1, BLOCKS - 1);
      }
    }
  }

  @Test
  void shouldFailWithOneLineIfTheEndpointRefusesConnections() throws IOException {
    String url = "http://127.0.0.1:" + Ports.reserve();
    Map<String, String> environment = impatient(url, folder.resolve("cache"));
    try (ServiceProcess once = ServiceProcess.start(folder, environment, "once")) {
      assertThat(once.exitCode(Duration.ofSeconds(40))).isEqualTo(1);
      assertThat(once.complaints())
          .singleElement()
          .asString()
          .startsWith("rei-dau-stats: " + url)
          .contains("no connection");
      JsonNode result = once.result();
      assertThat(result.get("lastProcessedBlock").isNull()).isTrue();
      assertThat(result.get("missingChunks").isArray()).isTrue();
      assertThat(result.get("error").asText()).contains("no connection");
    }
  }

  @Test
  void shouldServeWithoutAnEndpointReportItAndRecoverOnceItAnswers() throws IOException {
    int port = Ports.reserve();
    String url = "http://127.0.0.1:" + port;
    Map<String, String> environment = impatient(url, folder.resolve("cache"));
    environment.put("REI_DAU_INGEST_FOLLOW_INTERVAL", "300 ms");
    environment.put("REI_DAU_HTTP_STALE_AFTER", "30 days");
    try (ServiceProcess serve = ServiceProcess.start(folder, environment, "serve")) {
      JsonNode empty = serve.get("/api/stats/24h");
      assertThat(empty.get("success").asBoolean()).isTrue();
      assertThat(empty.at("/data/recordCount").asInt()).isZero();
      JsonNode health =
          serve.getUntil(
              "/health",
              Duration.ofSeconds(20),
              answer -> answer.at("/status").asText().equals("degraded"));
      assertThat(health.toString()).contains(url).contains("no connection");

      try (SimulatedNode node = SimulatedNodes.node(BLOCKS, port)) {
        JsonNode day =
            serve
                .getUntil(
                    "/api/stats/24h",
                    Duration.ofSeconds(40),
                    answer -> answer.at("/data/totalBlocks").asLong() == BLOCKS - 1)
                .get("data");
        SimulatedNodes.assertTrue(day, node.chain(), 1, BLOCKS - 1);
        serve.getUntil(
            "/health",
            Duration.ofSeconds(20),
            answer -> answer.at("/lastRun/result").asText().equals("completed"));
      }
    }
  }

  /** Returns settings with short timeouts and short pauses between attempts. */
  private static Map<String, String> impatient(String url, Path cache) {
    return ServiceProcess.environment(
        cache,
        url,
        "REI_DAU_RPC_TIMEOUT",
        "2 s",
        "REI_DAU_RPC_ATTEMPTS",
        "1",
        "REI_DAU_RPC_BACKOFF",
        "200 ms",
        "REI_DAU_INGEST_CHUNK_SIZE",
        String.valueOf(CHUNK),
        "REI_DAU_INGEST_ATTEMPTS",
        String.valueOf(ATTEMPTS),
        "REI_DAU_INGEST_BACKOFF",
        "200 ms");
  }

  private static List<Long> indexes(JsonNode array) {
    assertThat(array.isArray()).isTrue();
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asLong).toList();
  }
}
