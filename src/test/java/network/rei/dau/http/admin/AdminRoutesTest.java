package network.rei.dau.http.admin;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.Contract;
import network.rei.dau.http.TestServer;
import network.rei.dau.ingest.IngestStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Operations over a socket, and that they are as {@code openapi.yaml} says. */
class AdminRoutesTest {

  private static final Contract CONTRACT = new Contract();
  private static final String[] TOKEN = {"Authorization", "Bearer " + AdminTestServer.TOKEN};

  @TempDir static Path cache;

  private static TestServer server;
  private static TestServer busy;

  @BeforeAll
  static void start() {
    server =
        AdminTestServer.server(
            TestServer.storeOf(Ledger.empty()), AdminTestServer.endingRuns(), cache);
    IngestStatus running =
        new IngestStatus(
            true,
            OptionalLong.of(50),
            Optional.empty(),
            Optional.of(TestServer.progress(30, 10)),
            List.of(),
            Map.of(),
            List.of("the chain is slow"),
            List.of());
    busy = AdminTestServer.server(Behaviors.ignore(), AdminTestServer.running(running), cache);
  }

  @AfterAll
  static void stop() {
    server.close();
    busy.close();
  }

  @Test
  void shouldBeginAnOperationAndTellWhatBecameOfItWhereTheAnswerSays() {
    HttpResponse<byte[]> started = server.send("POST", "/api/admin/run", TOKEN);

    CONTRACT.assertAsDescribed("post /api/admin/run", "run", started);
    assertThat(started.statusCode()).isEqualTo(202);
    String place = "/api/admin/" + started.headers().firstValue("Location").orElseThrow();
    JsonNode ended =
        Awaitility.await()
            .until(
                () -> server.json(server.get(place, TOKEN)),
                operation -> !operation.get("state").asText().equals("running"));
    assertThat(ended.get("state").asText()).isEqualTo("done");
    assertThat(ended.at("/result/blocksFetched").asInt()).isZero();
    assertThat(ended.at("/result").has("error")).isFalse();
    CONTRACT.assertAsDescribed("get /api/admin/operations/{id}", place, server.get(place, TOKEN));
    HttpResponse<byte[]> all = server.get("/api/admin/operations", TOKEN);
    CONTRACT.assertAsDescribed("get /api/admin/operations", "all", all);
    assertThat(server.json(all).get("operations").findValuesAsText("id"))
        .contains(ended.get("id").asText());
  }

  @Test
  void shouldTellHowFarARunIsAndTakeItForTheSameWhenItIsAskedForAgain() {
    JsonNode first = busy.json(busy.send("POST", "/api/admin/run", TOKEN));
    HttpResponse<byte[]> again = busy.send("POST", "/api/admin/run", TOKEN);

    assertThat(first.at("/progress/blocksFetched").asInt()).isEqualTo(30);
    assertThat(first.at("/problems/0").asText()).isEqualTo("the chain is slow");
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(busy.json(again).get("id")).isEqualTo(first.get("id"));
  }

  @Test
  void shouldNameWhatIsInTheWay() {
    // the store says nothing, so this never ends
    assertThat(busy.send("POST", "/api/admin/prune", TOKEN).statusCode()).isEqualTo(202);

    HttpResponse<byte[]> refused = busy.send("POST", "/api/admin/verify", TOKEN);

    assertThat(refused.statusCode()).isEqualTo(409);
    CONTRACT.assertAsDescribed("post /api/admin/verify", "verify", refused);
    assertThat(busy.json(refused).get("detail").asText()).startsWith("prune (");
  }

  @Test
  void shouldTellWhyAnOperationFailed() {
    JsonNode started = server.json(server.send("POST", "/api/admin/backup?name=x.db", TOKEN));

    JsonNode ended =
        Awaitility.await()
            .until(
                () ->
                    server.json(
                        server.get("/api/admin/operations/" + started.get("id").asText(), TOKEN)),
                operation -> !operation.get("state").asText().equals("running"));
    assertThat(ended.get("state").asText()).isEqualTo("failed");
    assertThat(ended.get("error").asText()).startsWith("there is no store ");
    assertThat(ended.get("parameters").get("name").asText()).isEqualTo("x.db");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /api/admin/run",
        "POST /api/admin/nothing",
        "POST /api/admin/prune/",
        "GET /api/admin/operations",
        "GET /api/admin/operations/1",
        "GET /api/admin",
        "OPTIONS /api/admin/run"
      })
  void shouldTellNobodyAnythingWhoDoesNotCarryTheToken(String request) {
    String[] parts = request.split(" ", 2);
    for (String[] given :
        List.of(
            new String[0],
            new String[] {"Authorization", "Bearer wrong"},
            new String[] {"Authorization", "Basic " + AdminTestServer.TOKEN})) {
      HttpResponse<byte[]> refused = server.send(parts[0], parts[1], given);
      assertThat(refused.statusCode()).as(request).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
          .startsWith("Bearer");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/API/Admin/prune", "/api/admin/prune/", "/api/administrators"})
  void shouldServeOnlyTheExactPaths(String path) {
    assertThat(server.send("POST", path, TOKEN).statusCode()).isIn(404, 405);
  }

  @Test
  void shouldBeClosedToPagesOfOtherOrigins() {
    for (HttpResponse<byte[]> answer :
        List.of(
            server.send("POST", "/api/admin/run", TOKEN),
            server.send("POST", "/api/admin/run"),
            server.send("OPTIONS", "/api/admin/run", "Origin", "https://example.org"))) {
      assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
  }

  @Test
  void shouldRefuseWhatItWouldHaveToPassOver() {
    HttpResponse<byte[]> unknown = server.send("POST", "/api/admin/prune?really=true", TOKEN);
    assertThat(unknown.statusCode()).isEqualTo(400);
    CONTRACT.assertAsDescribed("post /api/admin/prune", "prune", unknown);
    assertThat(server.json(unknown).get("parameter").asText()).isEqualTo("really");

    HttpResponse<byte[]> body = server.post("/api/admin/verify", "records=5", TOKEN);
    assertThat(body.statusCode()).isEqualTo(400);
    assertThat(server.json(body).get("detail").asText()).contains("no body is read");

    HttpResponse<byte[]> got = server.get("/api/admin/prune", TOKEN);
    assertThat(got.statusCode()).isEqualTo(405);
    assertThat(got.headers().firstValue("Allow")).contains("POST");
    assertThat(server.send("POST", "/api/admin/operations", TOKEN).statusCode()).isEqualTo(405);

    HttpResponse<byte[]> nothing = server.send("POST", "/api/admin/reboot", TOKEN);
    assertThat(nothing.statusCode()).isEqualTo(404);
    assertThat(server.json(nothing).get("detail").asText()).contains("'verify'");
    HttpResponse<byte[]> gone = server.get("/api/admin/operations/17", TOKEN);
    assertThat(gone.statusCode()).isEqualTo(404);
    CONTRACT.assertAsDescribed("get /api/admin/operations/{id}", "17", gone);
  }

  @Test
  void shouldSetTheLevelOfALogger() {
    String logger = "/api/admin/loggers/network.rei.dau.test.AdminRoutes";
    HttpResponse<byte[]> set = server.send("PUT", logger + "?level=debug", TOKEN);

    assertThat(set.statusCode()).isEqualTo(200);
    CONTRACT.assertAsDescribed("put /api/admin/loggers/{name}", logger, set);
    assertThat(server.json(set).get("configuredLevel").asText()).isEqualTo("DEBUG");
    assertThat(LoggerFactory.getLogger("network.rei.dau.test.AdminRoutes").isDebugEnabled())
        .isTrue();
    HttpResponse<byte[]> all = server.get("/api/admin/loggers", TOKEN);
    CONTRACT.assertAsDescribed("get /api/admin/loggers", "all", all);
    assertThat(server.json(all).at("/loggers").findValuesAsText("name"))
        .contains("ROOT", "network.rei.dau.test.AdminRoutes");

    HttpResponse<byte[]> reset = server.send("DELETE", logger, TOKEN);
    CONTRACT.assertAsDescribed("delete /api/admin/loggers/{name}", logger, reset);
    HttpResponse<byte[]> read = server.get(logger, TOKEN);
    CONTRACT.assertAsDescribed("get /api/admin/loggers/{name}", logger, read);
    assertThat(server.json(read).get("configuredLevel").isNull()).isTrue();
  }

  @Test
  void shouldRefuseOtherLevelsAndNamesOfLoggers() {
    String logger = "/api/admin/loggers/network.rei.dau";
    HttpResponse<byte[]> loud = server.send("PUT", logger + "?level=LOUD", TOKEN);
    assertThat(loud.statusCode()).isEqualTo(400);
    CONTRACT.assertAsDescribed("put /api/admin/loggers/{name}", logger, loud);
    assertThat(server.json(loud).get("allowed").asText()).contains("DEBUG");
    assertThat(server.send("PUT", logger, TOKEN).statusCode()).isEqualTo(400);
    assertThat(server.send("PUT", logger + "?level=INFO&x=1", TOKEN).statusCode()).isEqualTo(400);

    HttpResponse<byte[]> nameless = server.get("/api/admin/loggers/a%20b", TOKEN);
    assertThat(nameless.statusCode()).isEqualTo(404);
    CONTRACT.assertAsDescribed("get /api/admin/loggers/{name}", logger, nameless);
    HttpResponse<byte[]> post = server.send("POST", logger, TOKEN);
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD, PUT, DELETE");
    assertThat(server.send("PUT", logger + "?level=INFO").statusCode()).isEqualTo(401);
  }

  @Test
  void shouldNotBeThereWithoutAToken() {
    try (TestServer off =
        new TestServer(
            TestServer.storeOf(Ledger.empty()), TestServer.supervisorOf(TestServer.IDLE))) {
      assertThat(off.send("POST", "/api/admin/run", TOKEN).statusCode()).isEqualTo(404);
      assertThat(off.get("/api/admin/operations", TOKEN).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void shouldCountRequestsByTheirRoutes() {
    server.send("POST", "/api/admin/verify?records=x", TOKEN);

    assertThat(server.counts.routes().keySet())
        .contains("/api/admin/verify")
        .noneMatch(route -> route.contains("records"));
  }

  @Test
  void everyOperationIsDescribedWithWhatItMayAnswer() {
    assertThat(AdminRoutes.paths()).hasSize(11);
    AdminRoutes.paths()
        .forEach(
            path -> {
              String method = path.matches(".*/(operations|loggers).*") ? "get " : "post ";
              assertThat(CONTRACT.described(method + path).has("401")).isTrue();
              assertThat(CONTRACT.at("/paths").get(path).findValue("security")).isNotNull();
            });
  }
}
