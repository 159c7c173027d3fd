package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the routes of the Node.js version, the published files, and the end of the service. */
@Order(10)
class ServeIT {

  private static final int BLOCKS = 1_300;

  @TempDir Path folder;

  @Test
  void shouldAnswerLikeTheNodeJsVersionAndPublishTheSameNumbers() throws IOException {
    Path cache = folder.resolve("cache");
    try (SimulatedNode node = SimulatedNodes.node(BLOCKS);
        ServiceProcess serve = start(ServiceProcess.environment(cache, node.uri().toString()))) {
      // Until the run has ended, an answer may change its time of computation.
      serve.getUntil(
          "/api/v1/status",
          Duration.ofSeconds(60),
          status -> !status.get("processing").asBoolean(true) && !status.get("lastRun").isNull());
      JsonNode day = serve.get("/api/stats/24h");
      assertThat(day.at("/data/complete").asBoolean()).isTrue();
      SimulatedNodes.assertTrue(day.get("data"), node.chain(), 1, BLOCKS - 1);

      assertThat(serve.get("/API/Stats/24H/?unknown=parameter")).isEqualTo(day);
      assertThat(serve.ask("GET", "/api/stats/nothing").statusCode()).isEqualTo(404);
      assertThat(serve.ask("POST", "/api/stats/24h").statusCode()).isEqualTo(405);
      assertThat(serve.ask("GET", "/api/stats/history?limit=0").statusCode()).isEqualTo(400);

      HttpResponse<String> head = serve.ask("HEAD", "/api/stats/24h");
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValue("access-control-allow-origin")).contains("*");
      HttpResponse<String> preflight =
          serve.ask(
              "OPTIONS",
              "/api/stats/24h",
              "Origin",
              "https://example.org",
              "Access-Control-Request-Method",
              "GET");
      assertThat(preflight.statusCode()).isBetween(200, 204);
      assertThat(preflight.headers().firstValue("access-control-allow-methods").orElseThrow())
          .contains("GET");
      assertThat(
              serve
                  .ask("GET", "/api/stats/history", "Accept-Encoding", "gzip")
                  .headers()
                  .firstValue("content-encoding"))
          .contains("gzip");

      JsonNode records = serve.get("/api/stats/history?include=none").get("data");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                JsonNode statistics = published(cache, "statistics.json");
                assertThat(statistics.get("lastProcessedBlock").asLong()).isEqualTo(BLOCKS - 1);
                assertThat(statistics.get("stats")).isEqualTo(day.get("data"));
                assertThat(published(cache, "history.json")).isEqualTo(records);
              });
    }
  }

  @Test
  void shouldFinishResponsesInFlightAndKeepAllRecordsWhenItIsTerminatedDuringARun()
      throws IOException {
    Path cache = folder.resolve("cache");
    SimulatedChain chain =
        SimulatedChain.of(
            SimulatedNodes.spec(7_800)
                .withTraffic(
                    TrafficProfile.steady()
                        .withTransactionsPerBlock(30)
                        .withPopulation(60_000, 0.1)));
    try (SimulatedNode node = SimulatedNodes.start(chain, 0)) {
      Map<String, String> environment = ServiceProcess.environment(cache, node.uri().toString());
      environment.put("REI_DAU_INGEST_CHUNK_SIZE", "600");
      environment.put("REI_DAU_INGEST_SLOTS", "1");
      try (ServiceProcess serve = start(environment)) {
        serve.getUntil(
            "/api/stats/history?include=none",
            Duration.ofMinutes(3),
            answer -> answer.get("count").asInt() >= 10);
        node.faults().latency(Duration.ofSeconds(1), Duration.ZERO);
        URI url = URI.create(serve.url());
        try (Socket client = new Socket()) {
          client.setReceiveBufferSize(8 * 1024);
          client.setSoTimeout(20_000);
          client.connect(new InetSocketAddress(url.getHost(), url.getPort()));
          client
              .getOutputStream()
              .write(
                  "GET /api/stats/history HTTP/1.0\r\nHost: x\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
          InputStream in = client.getInputStream();
          String firstPart = new String(in.readNBytes(1024), StandardCharsets.UTF_8);
          assertThat(serve.get("/health").get("isProcessing").asBoolean()).isTrue();

          serve.terminate();
          Awaitility.await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> !accepts(url)); // The service is stopping.
          String answer = firstPart + new String(in.readAllBytes(), StandardCharsets.UTF_8);

          assertThat(answer.length()).isGreaterThan(5_000_000);
          JsonNode history =
              ServiceProcess.parse(answer.substring(answer.indexOf("\r\n\r\n")).strip());
          assertThat(history.get("data")).hasSize(history.get("count").asInt());
        }
        assertThat(serve.exitCode(Duration.ofSeconds(30))).isEqualTo(143);
        assertThat(serve.error().lines()).noneMatch(line -> line.matches(".* (WARN|ERROR) .*"));
      }
      node.faults().clear();
      int stored = new StoreFile(cache).records().size();
      assertThat(published(cache, "history.json")).hasSize(stored);
      try (ServiceProcess once = ServiceProcess.start(folder, environment, "once")) {
        assertThat(once.exitCode(Duration.ofSeconds(60))).as(once.error()).isZero();
        assertThat(once.result().get("recordsSealed").asInt()).isEqualTo(13 - stored);
      }
      SimulatedNodes.assertTrue(
          published(cache, "statistics.json").get("stats"), chain, 1, chain.head());
    }
  }

  private ServiceProcess start(Map<String, String> environment) {
    return ServiceProcess.start(folder, environment, "serve");
  }

  private static boolean accepts(URI url) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static JsonNode published(Path cache, String name) throws IOException {
    Path file = cache.resolve(name);
    return ServiceProcess.parse(
        Files.exists(file) ? Files.readString(file) : "{\"lastProcessedBlock\": -1}");
  }
}
