package network.rei.dau.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.http.admin.AdminRoutes;
import network.rei.dau.http.embed.EmbedRoutes;
import network.rei.dau.http.health.HealthRoutes;
import network.rei.dau.http.ratelimit.RateLimitSettings;
import network.rei.dau.http.stats.StatsRoutes;
import network.rei.dau.http.v1.V1Routes;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.ingest.IngestStatus;
import network.rei.dau.settings.SettingsSource;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code openapi.yaml} is the contract: every route is in it, and answers as it says. */
class ContractTest {

  /** Requests to each path; a status each that is expected. */
  private static final Map<String, List<String>> REQUESTS =
      Map.ofEntries(
          Map.entry(
              "/api/v1/windows/{length}",
              List.of(
                  "200 /api/v1/windows/24h",
                  "200 /api/v1/windows/1h",
                  "200 /api/v1/windows/24h?filter=organic",
                  "200 /api/v1/windows/24h?filter=organic&tz=Europe/Berlin",
                  "400 /api/v1/windows/24h?filter=x",
                  "400 /api/v1/windows/x")),
          Map.entry(
              "/api/v1/windows",
              List.of(
                  "200 /api/v1/windows?from=2026-03-04&to=2026-03-05",
                  "200 /api/v1/windows?from=2027-03-04&to=2027-03-05",
                  "200 /api/v1/windows?fromBlock=3&toBlock=3",
                  "200 /api/v1/windows?fromBlock=3&toBlock=9&filter=organic",
                  "400 /api/v1/windows",
                  "400 /api/v1/windows?from=x")),
          Map.entry(
              "/api/v1/metrics",
              List.of(
                  "200 /api/v1/metrics",
                  "200 /api/v1/metrics?format=csv",
                  "400 /api/v1/metrics?format=x")),
          Map.entry(
              "/api/v1/series",
              List.of(
                  "200 /api/v1/series?metrics=senders,stickiness",
                  "200 /api/v1/series?metrics=senders,stickiness&tz=Europe/Berlin",
                  "200 /api/v1/series?metrics=senders,averageBlockTime&filter=organic",
                  "200 /api/v1/series?metrics=blocks&format=csv",
                  "400 /api/v1/series",
                  "400 /api/v1/series?metrics=senders,x")),
          Map.entry(
              "/api/v1/series/{metric}",
              List.of(
                  "200 /api/v1/series/addresses",
                  "200 /api/v1/series/averageBlockTime?resolution=day",
                  "200 /api/v1/series/senders?format=csv",
                  "200 /api/v1/series/senders?resolution=month",
                  "200 /api/v1/series/senders?resolution=month&tz=Europe/Berlin",
                  "200 /api/v1/series/stickiness",
                  "200 /api/v1/series/senders?filter=organic",
                  "400 /api/v1/series/nothing")),
          Map.entry(
              "/api/v1/days",
              List.of(
                  "200 /api/v1/days",
                  "200 /api/v1/days?limit=1&offset=1",
                  "200 /api/v1/days?filter=organic",
                  "200 /api/v1/days?filter=organic&tz=Europe/Berlin",
                  "200 /api/v1/days?format=csv",
                  "400 /api/v1/days?limit=0")),
          Map.entry(
              "/api/v1/hours",
              List.of(
                  "200 /api/v1/hours",
                  "200 /api/v1/hours?limit=1&offset=1",
                  "200 /api/v1/hours?filter=organic",
                  "200 /api/v1/hours?filter=organic&tz=Europe/Berlin",
                  "200 /api/v1/hours?format=csv",
                  "200 /api/v1/hours?format=jsonl",
                  "400 /api/v1/hours?limit=0")),
          Map.entry(
              "/api/v1/retention",
              List.of(
                  "200 /api/v1/retention",
                  "200 /api/v1/retention?limit=1&offset=1",
                  "200 /api/v1/retention?format=csv",
                  "400 /api/v1/retention?limit=0")),
          Map.entry(
              "/api/v1/addresses/top",
              List.of(
                  "200 /api/v1/addresses/top?limit=3",
                  "200 /api/v1/addresses/top?fromBlock=1&toBlock=2&by=sent&filter=organic",
                  "200 /api/v1/addresses/top?format=csv",
                  "400 /api/v1/addresses/top?by=x")),
          Map.entry(
              "/api/v1/addresses/{address}",
              List.of(
                  "200 /api/v1/addresses/" + TestLedgers.address(30),
                  "200 /api/v1/addresses/" + TestLedgers.address(99),
                  "400 /api/v1/addresses/x")),
          Map.entry(
              "/api/v1/concentration",
              List.of(
                  "200 /api/v1/concentration",
                  "200 /api/v1/concentration?from=2027-03-04&to=2027-03-05",
                  "200 /api/v1/concentration?fromBlock=3&toBlock=3&format=csv",
                  "200 /api/v1/concentration?filter=organic",
                  "400 /api/v1/concentration?window=x")),
          Map.entry(
              "/api/v1/concentration/series",
              List.of(
                  "200 /api/v1/concentration/series",
                  "200 /api/v1/concentration/series?resolution=day&format=csv",
                  "200 /api/v1/concentration/series?filter=organic",
                  "400 /api/v1/concentration/series?resolution=x")),
          Map.entry(
              "/api/v1/definitions",
              List.of(
                  "200 /api/v1/definitions",
                  "200 /api/v1/definitions?from=2027-03-04&to=2027-03-05",
                  "200 /api/v1/definitions?fromBlock=3&toBlock=3&format=csv",
                  "400 /api/v1/definitions?window=x")),
          Map.entry(
              "/api/v1/contracts",
              List.of(
                  "200 /api/v1/contracts",
                  "200 /api/v1/contracts?by=transactions&limit=1&offset=1",
                  "200 /api/v1/contracts?format=csv",
                  "200 /api/v1/contracts?filter=organic",
                  "400 /api/v1/contracts?by=x")),
          Map.entry(
              "/api/v1/contracts/newcomers",
              List.of(
                  "200 /api/v1/contracts/newcomers",
                  "200 /api/v1/contracts/newcomers?format=csv",
                  "200 /api/v1/contracts/newcomers?filter=organic",
                  "400 /api/v1/contracts/newcomers?limit=0")),
          Map.entry(
              "/api/v1/contracts/groups",
              List.of(
                  "200 /api/v1/contracts/groups",
                  "200 /api/v1/contracts/groups?by=transactions&format=csv",
                  "200 /api/v1/contracts/groups?filter=organic",
                  "400 /api/v1/contracts/groups?by=x")),
          Map.entry(
              "/api/v1/contracts/{address}/retention",
              List.of(
                  "200 /api/v1/contracts/" + TestLedgers.address(30) + "/retention",
                  "200 /api/v1/contracts/"
                      + TestLedgers.address(30)
                      + "/retention?cohort=newUsers&format=csv",
                  "400 /api/v1/contracts/" + TestLedgers.address(30) + "/retention?cohort=x")),
          Map.entry(
              "/api/v1/contracts/{address}",
              List.of(
                  "200 /api/v1/contracts/" + TestLedgers.address(30),
                  "200 /api/v1/contracts/" + TestLedgers.address(99) + "?format=csv",
                  "200 /api/v1/contracts/" + TestLedgers.address(30) + "?filter=organic",
                  "400 /api/v1/contracts/x")),
          Map.entry(
              "/api/v1/contracts/{address}/series/{metric}",
              List.of(
                  "200 /api/v1/contracts/" + TestLedgers.address(30) + "/series/users",
                  "200 /api/v1/contracts/"
                      + TestLedgers.address(30)
                      + "/series/newUsers?resolution=month&format=csv",
                  "200 /api/v1/contracts/"
                      + TestLedgers.address(30)
                      + "/series/transactions?resolution=day&filter=organic",
                  "400 /api/v1/contracts/" + TestLedgers.address(30) + "/series/x")),
          Map.entry(
              "/api/v1/contracts/{address}/concentration",
              List.of(
                  "200 /api/v1/contracts/" + TestLedgers.address(30) + "/concentration",
                  "200 /api/v1/contracts/"
                      + TestLedgers.address(30)
                      + "/concentration?window=7d&filter=organic",
                  "200 /api/v1/contracts/" + TestLedgers.address(99) + "/concentration?format=csv",
                  "400 /api/v1/contracts/x/concentration")),
          Map.entry(
              "/api/v1/contracts/{address}/concentration/series",
              List.of(
                  "200 /api/v1/contracts/" + TestLedgers.address(30) + "/concentration/series",
                  "200 /api/v1/contracts/"
                      + TestLedgers.address(30)
                      + "/concentration/series?resolution=week&filter=organic&format=csv",
                  "400 /api/v1/contracts/"
                      + TestLedgers.address(30)
                      + "/concentration/series?resolution=month")),
          Map.entry(
              "/api/v1/overlap",
              List.of(
                  "200 /api/v1/overlap?a="
                      + TestLedgers.address(30)
                      + "&b="
                      + TestLedgers.address(31),
                  "200 /api/v1/overlap?filter=organic&a="
                      + TestLedgers.address(30)
                      + "&b="
                      + TestLedgers.address(31),
                  "200 /api/v1/overlap?format=csv&groups="
                      + TestLedgers.address(30)
                      + ","
                      + TestLedgers.address(31)
                      + ","
                      + TestLedgers.address(32),
                  "400 /api/v1/overlap")),
          Map.entry("/api/v1/lines", List.of("200 /api/v1/lines")),
          Map.entry(
              "/api/v1/lines/{name}",
              List.of(
                  "200 /api/v1/lines/activeAccounts",
                  "200 /api/v1/lines/gasUsedGrowth?from=2026-03-04&to=2026-03-05",
                  "400 /api/v1/lines/newTxns?resolution=YEAR",
                  "404 /api/v1/lines/nothing")),
          Map.entry("/api/v1/counters", List.of("200 /api/v1/counters")),
          Map.entry("/stats-service/api/v1/lines", List.of("200 /stats-service/api/v1/lines")),
          Map.entry(
              "/stats-service/api/v1/lines/{name}",
              List.of(
                  "200 /stats-service/api/v1/lines/activeAccounts",
                  "200 /stats-service/api/v1/lines/gasUsedGrowth?from=2026-03-04&to=2026-03-05",
                  "400 /stats-service/api/v1/lines/newTxns?resolution=YEAR",
                  "404 /stats-service/api/v1/lines/nothing")),
          Map.entry(
              "/stats-service/api/v1/counters", List.of("200 /stats-service/api/v1/counters")),
          Map.entry(
              "/api/v1/status", List.of("200 /api/v1/status", "400 /api/v1/status?format=csv")),
          Map.entry("/api/v1/events", List.of("200 /api/v1/events")),
          Map.entry("/api/stats/24h", List.of("200 /api/stats/24h")),
          Map.entry("/api/stats/7days", List.of("200 /api/stats/7days")),
          Map.entry(
              "/api/stats/history",
              List.of(
                  "200 /api/stats/history",
                  "200 /api/stats/history?include=none&limit=1",
                  "400 /api/stats/history?limit=0")),
          Map.entry(
              "/api/stats/records",
              List.of("200 /api/stats/records", "400 /api/stats/records?include=x")),
          Map.entry("/health", List.of("200 /health")),
          Map.entry("/alive", List.of("200 /alive")),
          Map.entry("/ready", List.of("200 /ready")),
          Map.entry("/metrics", List.of("200 /metrics")),
          Map.entry("/", List.of("200 /")),
          Map.entry(
              "/badge/{metric}.svg",
              List.of(
                  "200 /badge/addresses.svg",
                  "200 /badge/monthlySenders.svg?label=a%26b",
                  "400 /badge/nothing.svg",
                  "400 /badge/addresses.svg?window=x")),
          Map.entry(
              "/chart/{metric}.svg",
              List.of(
                  "200 /chart/addresses.svg",
                  "200 /chart/stickiness.svg?theme=dark&range=60d",
                  "200 /chart/addresses.svg?from=2026-03-04&to=2026-03-05&tz=Europe/Berlin",
                  "400 /chart/addresses.svg?range=7d&from=2026-03-04",
                  "400 /chart/addresses.svg?width=1",
                  "400 /chart/stickiness.svg?resolution=hour")),
          Map.entry(
              "/chart/{metric}.png",
              List.of(
                  "200 /chart/addresses.png?scale=1&width=240&height=120",
                  "200 /chart/addresses.png?from=2026-03-04&tz=-03:00",
                  "400 /chart/addresses.png?tz=Asia/Kolkata",
                  "400 /chart/addresses.png?scale=3")),
          Map.entry(
              "/embed/{metric}",
              List.of(
                  "200 /embed/senders?range=7d",
                  "200 /embed/senders?to=2026-03-05&tz=Europe/Berlin",
                  "400 /embed/senders?from=2026-03-05&to=2026-03-05",
                  "400 /embed/senders?theme=x")),
          Map.entry("/openapi.yaml", List.of("200 /openapi.yaml")),
          Map.entry("/openapi.json", List.of("200 /openapi.json")),
          Map.entry("/api/v1", List.of("200 /api/v1", "200 /api/v1/")));

  private static final Contract CONTRACT = new Contract();

  private static List<TestServer> servers;
  private static TestServer silent;
  private static TestServer limited;

  @BeforeAll
  static void start() {
    Ledger ledger = TestLedgers.of(0, 44, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"));
    IngestStatus running =
        new IngestStatus(
            true,
            OptionalLong.of(50),
            Optional.empty(),
            Optional.of(TestServer.progress(30, 10)),
            List.of(1L),
            Map.of("timeout", 3L),
            List.of("1 chunk is missing"),
            TestServer.IDLE.endpoints());
    Ledger calls = TestLedgers.ofCalls(0, 44, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"));
    servers =
        List.of(
            new TestServer(TestServer.storeOf(ledger), TestServer.supervisorOf(TestServer.IDLE)),
            new TestServer(TestServer.storeOf(calls), TestServer.supervisorOf(TestServer.IDLE)),
            new TestServer(
                TestServer.storeOf(ledger.without(List.of(1L)), Optional.of("disk full")),
                TestServer.supervisorOf(running),
                filtered("[{name = a, from = " + TestLedgers.address(40) + "}]", 47_805)),
            new TestServer(
                TestServer.storeOf(ledger),
                TestServer.supervisorOf(TestServer.IDLE),
                filtered("[{name = free, gas-price-zero = true}]", 728_126_428)),
            new TestServer(
                TestServer.storeOf(Ledger.empty()),
                Behaviors.ignore(),
                TestServer.withShortAskTimeout()));
    silent =
        new TestServer(Behaviors.ignore(), Behaviors.ignore(), TestServer.withShortAskTimeout());
    limited =
        new TestServer(
            TestServer.storeOf(ledger),
            TestServer.supervisorOf(TestServer.IDLE),
            TestServer.withRateLimit(new RateLimitSettings(1, 0)));
  }

  private static HttpSettings filtered(String rules, long chainId) {
    SettingsSource source =
        SettingsSource.load(Optional.empty(), Path.of("src"), Map.of())
            .with(Map.of("rei-dau.chain.id", chainId, "rei-dau.filter.rules", rules));
    return new TestSettings().filter(FilterSettings.from(source)).build();
  }

  @AfterAll
  static void stop() {
    servers.forEach(TestServer::close);
    silent.close();
    limited.close();
  }

  @Test
  void itNamesEveryRouteAndNoOther() {
    Set<String> routes = new TreeSet<>(Set.of("/openapi.yaml", "/openapi.json"));
    routes.addAll(V1Routes.PATHS);
    routes.addAll(V1Routes.STATS_SERVICE_PATHS);
    routes.addAll(StatsRoutes.PATHS);
    routes.addAll(HealthRoutes.PATHS);
    routes.addAll(EmbedRoutes.PATHS);

    assertThat(REQUESTS.keySet()).containsExactlyInAnyOrderElementsOf(routes);
    routes.addAll(AdminRoutes.paths());
    assertThat(CONTRACT.paths()).containsExactlyInAnyOrderElementsOf(routes);
  }

  @Test
  void everyAnswerIsAsItSays() {
    for (TestServer server : servers) {
      REQUESTS.forEach(
          (path, requests) ->
              requests.forEach(
                  request -> {
                    int status = Integer.parseInt(request.substring(0, 3));
                    HttpResponse<byte[]> response = get(server, request);
                    assertThat(response.statusCode()).as(request).isEqualTo(status);
                    CONTRACT.assertAsDescribed("get " + path, request, response);
                  }));
    }
  }

  @Test
  void everyAnswerThatIsKnownAlreadyIsAsItSays() {
    TestServer server = servers.get(0);
    REQUESTS.forEach(
        (path, requests) -> {
          HttpResponse<byte[]> response = get(server, requests.get(0));
          Optional<String> tag = response.headers().firstValue("ETag");
          assertThat(tag.isPresent())
              .as(path)
              .isEqualTo(CONTRACT.described("get " + path).has("304"));
          if (tag.isPresent()) {
            HttpResponse<byte[]> again =
                server.get(requests.get(0).substring(4), "If-None-Match", tag.get());
            assertThat(again.statusCode()).as(path).isEqualTo(304);
          }
        });
  }

  @Test
  void everyAnswerInTroubleIsAsItSays() {
    REQUESTS.forEach(
        (path, requests) -> {
          HttpResponse<byte[]> response = get(silent, requests.get(0));
          CONTRACT.assertAsDescribed("get " + path, requests.get(0), response);
          assertThat(response.statusCode())
              .as(path)
              .isEqualTo(
                  CONTRACT.described("get " + path).has("503") && !path.equals("/api/v1/events")
                      ? 503
                      : 200);
        });
  }

  @Test
  void everyAnswerToATooLongHeaderIsAsItSays() {
    REQUESTS.forEach(
        (path, requests) -> {
          if (CONTRACT.described("get " + path).has("431")) {
            HttpResponse<byte[]> response =
                servers.get(0).get(requests.get(0).substring(4), "X-Long", "x".repeat(9_000));
            assertThat(response.statusCode()).as(path).isEqualTo(431);
            CONTRACT.assertAsDescribed("get " + path, requests.get(0), response);
          }
        });
  }

  @Test
  void everyAnswerToWhoAsksTooOftenIsAsItSays() {
    REQUESTS.forEach(
        (path, requests) -> {
          get(limited, requests.get(0));
          HttpResponse<byte[]> response = limited.get(requests.get(0).substring(4));
          assertThat(response.statusCode() == 429)
              .as(path)
              .isEqualTo(CONTRACT.described("get " + path).has("429"));
          CONTRACT.assertAsDescribed("get " + path, requests.get(0), response);
        });
  }

  @Test
  void anAnswerThatIsOtherwiseWouldBeSeen() {
    JsonNode schema =
        CONTRACT
            .at("/components/responses/Problem/content/application~1problem+json")
            .get("schema");
    String good = "{\"type\":\"about:blank\",\"title\":\"x\",\"status\":400,\"detail\":\"y\"";

    assertThat(CONTRACT.violations(schema, good + "}")).isEmpty();
    assertThat(CONTRACT.violations(schema, good + ",\"more\":1}")).isNotEmpty();
    assertThat(CONTRACT.violations(schema, good.replace("400", "null") + "}")).isNotEmpty();
    assertThat(CONTRACT.violations(schema, "{}")).isNotEmpty();
  }

  @Test
  void everyAnswerHasAnExampleThatIsAsARealOne() {
    REQUESTS.forEach(
        (path, requests) -> {
          JsonNode content = CONTRACT.content("get " + path);
          if (!content.isMissingNode() && !path.equals("/openapi.json")) {
            JsonNode example = content.path("example");
            HttpResponse<byte[]> response = get(servers.get(0), requests.get(0));

            assertThat(example.isMissingNode()).as(path).isFalse();
            assertThat(CONTRACT.violations(content.get("schema"), example.toString()))
                .as(path)
                .isEmpty();
            assertSameNames(path, example, servers.get(0).json(response));
            assertThat(numbers(example)).as(path).satisfies(ContractTest::assertNotOnlyZeros);
          }
        });
  }

  /** Asserts that objects at the same place have the same names in the same order. */
  private static void assertSameNames(String place, JsonNode example, JsonNode real) {
    if (example.isObject() && real.isObject() && !isMap(place)) {
      assertThat(List.copyOf(names(example))).as(place).isEqualTo(List.copyOf(names(real)));
      names(real)
          .forEach(name -> assertSameNames(place + "/" + name, example.get(name), real.get(name)));
    } else if (example.isArray() && real.isArray()) {
      assertThat(example.isEmpty() && !real.isEmpty()).as(place).isFalse();
      if (!example.isEmpty() && !real.isEmpty()) {
        assertSameNames(place + "/0", example.get(0), real.get(0));
      }
    }
  }

  /** Returns whether the names depend on the data or on the request. */
  private static boolean isMap(String place) {
    return Stream.of("/errors", "/values", "/window").anyMatch(place::endsWith);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<Double> numbers(JsonNode node) {
    if (node.isNumber()) {
      return List.of(node.asDouble());
    }
    List<Double> numbers = new ArrayList<>();
    node.forEach(child -> numbers.addAll(numbers(child)));
    return numbers;
  }

  private static void assertNotOnlyZeros(List<? extends Double> numbers) {
    long zeros = numbers.stream().filter(number -> number == 0).count();
    assertThat(2 * zeros).isLessThanOrEqualTo(numbers.size());
  }

  @Test
  void itNamesEveryMetric() {
    assertThat(CONTRACT.at("/components/schemas/MetricName/enum"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(Metric.keys());
  }

  @Test
  void everyReferenceLeadsSomewhereAndOperationsHaveNamesOfTheirOwn() {
    for (JsonNode reference : CONTRACT.at("").findValues("$ref")) {
      assertThat(CONTRACT.at(reference.asText().substring(1)).isMissingNode())
          .as(reference.asText())
          .isFalse();
    }
    List<String> names = CONTRACT.at("/paths").findValuesAsText("operationId");
    long operations =
        CONTRACT.at("/paths").properties().stream()
            .flatMap(path -> path.getValue().properties().stream())
            .filter(operation -> !operation.getKey().equals("parameters"))
            .count();
    assertThat(names).hasSize((int) operations).doesNotHaveDuplicates();
  }

  @Test
  void theDescriptionIsBrowsedWithoutAnotherHost() {
    TestServer server = servers.get(0);
    HttpResponse<byte[]> moved = server.get("/docs");
    assertThat(moved.statusCode()).isEqualTo(308);
    assertThat(moved.headers().firstValue("Location")).contains("docs/");

    String page = new String(server.get("/docs/").body(), StandardCharsets.UTF_8);
    assertThat(page).doesNotContain("http");
    for (String part :
        List.of("swagger-ui.css", "swagger-ui-bundle.js", "start.js", "favicon-32x32.png")) {
      assertThat(page).contains("\"" + part + "\"");
      HttpResponse<byte[]> response = server.get("/docs/" + part, "Accept-Encoding", "gzip");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(TestServer.unzipped(response.body())).isNotEmpty();
    }
    assertThat(server.send("POST", "/docs/").statusCode()).isEqualTo(405);
    assertThat(server.get("/docs/other").statusCode()).isEqualTo(404);
  }

  /** The answer; of events, which never end, only its head. */
  private static HttpResponse<byte[]> get(TestServer server, String request) {
    String path = request.substring(4);
    return server.send(path.endsWith("/events") ? "HEAD" : "GET", path);
  }
}
