package network.rei.dau.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import network.rei.dau.Nightly;
import network.rei.dau.simulator.chain.BlockRangeCounts;
import network.rei.dau.simulator.chain.SimulatedChain;
import network.rei.dau.simulator.chain.TrafficProfile;
import network.rei.dau.simulator.node.SimulatedNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the maintenance operations of a running service, on the command line and over HTTP. */
@Order(6)
class AdminIT {

  private static final int BLOCKS = 1_100;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TOKEN = "only-operators-know-this";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void shouldExecuteCommandsInTheRunningService() throws Exception {
    Path backup = folder.resolve("backup.db");
    SimulatedChain chain = SimulatedChain.of(SimulatedNodes.spec(BLOCKS));
    SimulatedChain otherTransactions =
        SimulatedChain.of(
            SimulatedNodes.spec(BLOCKS)
                .withTraffic(
                    TrafficProfile.steady().withTransactionsPerBlock(3).withPopulation(400, 0.9)));
    int port = Ports.reserve();
    Map<String, String> environment = environment("http://127.0.0.1:" + port, Map.of());
    SimulatedNode node = SimulatedNodes.start(chain, port);
    try (ServiceProcess serve = ServiceProcess.start(folder, environment, "serve")) {
      serve.getUntil("/api/stats/24h", SOON, answer -> answer.at("/data/complete").asBoolean());
      Path early = folder.resolve("early.db");
      result(0, environment, "backup", early.toString());
      chain.advance(150);
      otherTransactions.advance(150);

      JsonNode run = result(0, environment, "once");

      assertThat(run.get("blocksFetched").asInt()).isEqualTo(150);
      assertThat(run.get("lastProcessedBlock").asInt()).isEqualTo(BLOCKS + 149);
      assertBlocks(serve, chain, 100, BLOCKS + 149);
      JsonNode clean = result(0, environment, "verify", "--records=100");
      assertThat(clean.get("records").asInt()).as("records, the open one included").isEqualTo(7);
      assertThat(clean.get("differences")).isEmpty();
      result(0, environment, "backup", backup.toString());

      node.close();
      try (SimulatedNode altered = SimulatedNodes.start(otherTransactions, port)) {
        assertThat(result(1, environment, "verify", "--records=100").get("differences"))
            .isNotEmpty();
        JsonNode fetched = result(0, environment, "fetch", "--from-block=300", "--to-block=500");
        assertThat(fetched.get("records").asInt()).isEqualTo(2);
        assertThat(fetched.get("replaced")).hasSize(2);
        assertBlocks(serve, otherTransactions, 200, 599);
        assertThat(altered.chain()).isSameAs(otherTransactions);
      }

      JsonNode restored = result(0, environment, "restore", backup.toString());

      assertThat(restored.get("restored").asText()).isEqualTo(backup.toString());
      assertThat(Path.of(restored.get("movedAside").get(0).asText())).exists();
      assertBlocks(serve, chain, 200, 599);
      assertThat(result(0, environment, "prune").get("records").asInt()).isZero();
      assertThat(serve.get("/health").get("errors")).isEmpty();

      try (SimulatedNode restarted = SimulatedNodes.start(chain, port)) {
        result(0, environment, "restore", early.toString());
        serve.getUntil(
            "/api/v1/status",
            SOON,
            status -> status.get("asOfBlock").asLong() == restarted.chain().head());
        assertBlocks(serve, chain, 100, BLOCKS + 149);
      }
      assertThat(serve.error()).contains("Operation fetch {fromBlock=300, toBlock=500} has ended");
    } finally {
      node.close();
    }
    try (SimulatedNode again = SimulatedNodes.start(chain, port)) {
      assertThat(result(0, environment, "once").get("blocksFetched").asInt())
          .as("blocks fetched by a process of its own after the service has ended")
          .isZero();
      assertThat(again.chain().head()).isEqualTo(BLOCKS + 149);
    }
  }

  @Test
  void shouldAcceptOperationsOnlyAtTheManagementPortIfThereIsOne() throws Exception {
    int port = Ports.reserve();
    try (SimulatedNode node = SimulatedNodes.node(BLOCKS)) {
      Map<String, String> environment =
          environment(
              node.uri().toString(), Map.of("REI_DAU_MANAGEMENT_PORT", Integer.toString(port)));
      try (ServiceProcess serve = ServiceProcess.start(folder, environment, "serve")) {
        serve.getUntil("/api/stats/24h", SOON, answer -> answer.at("/data/complete").asBoolean());
        String[] token = {"Authorization", "Bearer " + TOKEN};
        assertThat(serve.ask("POST", "/api/admin/prune", token).statusCode()).isEqualTo(404);
        URI admin = URI.create("http://127.0.0.1:" + port + "/api/admin/");
        assertThat(serve.error()).contains("management port: http://127.0.0.1:" + port);

        HttpResponse<String> started = post(admin.resolve("backup?name=mine.db"), TOKEN);

        assertThat(started.statusCode()).isEqualTo(202);
        JsonNode done =
            ended(admin.resolve(started.headers().firstValue("Location").orElseThrow()));
        assertThat(Files.size(Path.of(done.at("/result/file").asText())))
            .isEqualTo(done.at("/result/bytes").asLong());
        JsonNode restored =
            ended(
                admin.resolve(
                    "operations/"
                        + ServiceProcess.parse(
                                post(admin.resolve("restore?name=mine.db"), TOKEN).body())
                            .get("id")
                            .asText()));
        assertThat(restored.get("state").asText()).as(restored.toString()).isEqualTo("done");
        assertThat(post(admin.resolve("prune"), "wrong").statusCode()).isEqualTo(401);
        assertThat(post(admin.resolve("/health"), TOKEN).statusCode()).isEqualTo(405);
        assertThat(serve.ask("GET", "/metrics").statusCode()).isEqualTo(404);
        String metrics =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(admin.resolve("/metrics")).build(),
                    HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(metrics).contains("rei_dau_");
        assertThat(result(0, environment, "verify", "--records=1").get("records").asInt())
            .isEqualTo(1);
        assertThat(
                serve.error()
                    + serve.get("/health")
                    + serve.get("/api/v1/status")
                    + metrics
                    + Files.readString(folder.resolve("cache").resolve("lock")))
            .doesNotContain(TOKEN);
      }
    }
  }

  @Test
  @Nightly
  void shouldExplainWhyTheRunningServiceCannotBeAsked() throws Exception {
    try (SimulatedNode node = SimulatedNodes.node(BLOCKS)) {
      Map<String, String> open = environment(node.uri().toString(), Map.of());
      Map<String, String> shut = new HashMap<>(open);
      shut.remove("REI_DAU_ADMIN_TOKEN");
      try (ServiceProcess serve = ServiceProcess.start(folder, shut, "serve")) {
        serve.url();
        assertThat(refused(open, "once"))
            .contains("in use by process")
            .contains("accepts operations only if it is started with REI_DAU_ADMIN_TOKEN");
        assertThat(serve.ask("POST", "/api/admin/run").statusCode()).isEqualTo(404);
      }
      try (ServiceProcess serve = ServiceProcess.start(folder, open, "serve")) {
        serve.url();
        assertThat(refused(shut, "prune"))
            .contains("set REI_DAU_ADMIN_TOKEN to the token of that service");
        Map<String, String> wrong = new HashMap<>(open);
        wrong.put("REI_DAU_ADMIN_TOKEN", "an-invalid-token");
        assertThat(refused(wrong, "prune"))
            .contains("does not accept the token in REI_DAU_ADMIN_TOKEN");
        assertThat(refused(open, "fetch", "--from-block=900000", "--to-block=900001"))
            .contains("none of the blocks 900000-900001 is stored");
      }
    }
  }

  /** Returns settings under which the service starts no run by itself after the first one. */
  private Map<String, String> environment(String rpcUrl, Map<String, String> more) {
    Map<String, String> environment =
        ServiceProcess.environment(
            folder.resolve("cache"),
            rpcUrl,
            "REI_DAU_INGEST_CHUNK_SIZE",
            "200",
            "REI_DAU_INGEST_FOLLOW_INTERVAL",
            "0",
            "REI_DAU_INGEST_HISTORY_DAYS",
            "0",
            "REI_DAU_ADMIN_TOKEN",
            TOKEN);
    environment.putAll(more);
    return environment;
  }

  private static void assertBlocks(
      ServiceProcess serve, SimulatedChain chain, long first, long last) {
    JsonNode window = serve.get("/api/v1/windows?fromBlock=" + first + "&toBlock=" + last);
    BlockRangeCounts truth = chain.truth().inBlocks(first, last);
    assertThat(window.get("complete").asBoolean()).isTrue();
    assertThat(window.get("addresses").asLong()).isEqualTo(truth.addresses());
    assertThat(window.get("senders").asLong()).isEqualTo(truth.senders());
    assertThat(window.get("transactions").asLong()).isEqualTo(truth.transactions());
  }

  private JsonNode result(int exitCode, Map<String, String> environment, String... command) {
    try (ServiceProcess process = ServiceProcess.start(folder, environment, command)) {
      assertThat(process.exitCode(SOON)).as(process.error()).isEqualTo(exitCode);
      return process.result();
    }
  }

  private String refused(Map<String, String> environment, String... command) {
    try (ServiceProcess process = ServiceProcess.start(folder, environment, command)) {
      assertThat(process.exitCode(SOON)).as(process.error()).isEqualTo(1);
      assertThat(process.output()).isEmpty();
      return process.error();
    }
  }

  private static JsonNode ended(URI place) {
    return Awaitility.await()
        .atMost(SOON)
        .until(
            () -> ServiceProcess.parse(send(HttpRequest.newBuilder(place), TOKEN).body()),
            operation -> !operation.get("state").asText().equals("running"));
  }

  private static HttpResponse<String> post(URI place, String token) throws Exception {
    return send(HttpRequest.newBuilder(place).POST(HttpRequest.BodyPublishers.noBody()), token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String token)
      throws IOException, InterruptedException {
    return HTTP.send(
        request.header("Authorization", "Bearer " + token).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
