package network.rei.dau.http.v1.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.LedgerFixture;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawDetails;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.rule.SystemRules;
import network.rei.dau.http.TestServer;
import network.rei.dau.http.TestSettings;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.label.Label;
import network.rei.dau.label.Labels;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractResourcesTest {

  private static final int ROUTER = 100;
  private static final int POOL = 101;
  private static final int GAME = 200;
  private static final int SWAP = 0x38ed1739;
  private static final int PLAY = 0x93e84cd9;

  /** The last block is from 9 January, 12:00; the first four days have a block each. */
  private static final Ledger LEDGER =
      new LedgerFixture(2)
          .block("01-06T12:00", calls(1, 0, GAME, PLAY), transfers(2, GAME))
          .block("01-07T12:00", calls(1, 1, ROUTER, SWAP), calls(3, 0, ROUTER, SWAP))
          .block("01-08T11:00", calls(3, 1, GAME, PLAY), calls(3, 2, GAME, null))
          .block("01-08T13:00", calls(1, 2, ROUTER, SWAP), calls(3, 3, POOL, SWAP), creates(4))
          .block("01-09T11:00", calls(5, 0, GAME, PLAY), calls(1, 3, GAME, PLAY))
          .block("01-09T12:00", calls(1, 4, ROUTER, SWAP), begins(6, 2))
          .enterAll()
          .ledger();

  private static final Labels LABELS =
      new Labels(
          List.of(
              label(ROUTER, "Router", Optional.of("Swap")),
              label(POOL, "Pool", Optional.of("Swap")),
              label(GAME, "Game", Optional.empty())),
          "v1");

  private static TestServer server;

  private static RawTransaction calls(int user, long nonce, int contract, Integer selector) {
    return new RawTransaction(
        user, contract, nonce, new RawDetails(true, false, false, 2, selector));
  }

  private static RawTransaction transfers(int from, int to) {
    return new RawTransaction(from, to, 5, new RawDetails(false, true, false, 2, null));
  }

  private static RawTransaction begins(int from, int to) {
    return new RawTransaction(from, to, 0, new RawDetails(false, true, false, 2, null));
  }

  private static RawTransaction creates(int from) {
    return new RawTransaction(from, null, 5, new RawDetails(true, false, false, 2, null));
  }

  private static Label label(int account, String name, Optional<String> group) {
    return new Label(
        RawBlock.address(account), name, group, Optional.of("https://" + name + ".example"));
  }

  private static Address address(int account) {
    return RawBlock.address(account);
  }

  @BeforeAll
  static void start() {
    server =
        new TestServer(
            TestServer.storeOf(LEDGER), TestServer.supervisorOf(TestServer.IDLE), () -> LABELS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void shouldRankTheContractsOfTheLast24HoursByUsers() {
    JsonNode contracts = server.json("/api/v1/contracts");

    assertThat(contracts.at("/window/length").asText()).isEqualTo("24h");
    assertThat(contracts.get("by").asText()).isEqualTo("users");
    assertThat(contracts.get("senders").asInt()).isEqualTo(5);
    assertThat(contracts.get("contractCreations").asInt()).isEqualTo(1);
    assertThat(contracts.get("total").asInt()).isEqualTo(3);
    assertThat(contracts.get("complete").asBoolean()).isTrue();
    assertThat(contracts.get("availableFrom").isNull()).isTrue();
    assertThat(contracts.get("unknownBecause").isNull()).isTrue();
    assertThat(contracts.get("contracts").get(0).toString())
        .isEqualTo(
            """
            {"rank":1,"address":"%s","users":2,"transactions":2,"share":0.4,"newUsers":1,\
            "name":"Game","group":null,"url":"https://Game.example"}\
            """
                .formatted(address(GAME)));
  }

  @Test
  void shouldRankByTransactionsOnPagesWithLinks() {
    HttpResponse<byte[]> response =
        server.get("/api/v1/contracts?by=transactions&window=4d&limit=1&offset=1");

    JsonNode contracts = server.json(response);
    assertThat(contracts.get("total").asInt()).isEqualTo(3);
    assertThat(contracts.get("contracts")).hasSize(1);
    assertThat(contracts.at("/contracts/0/rank").asInt()).isEqualTo(2);
    assertThat(contracts.at("/contracts/0/address").asText()).isEqualTo(address(ROUTER).toString());
    assertThat(contracts.at("/contracts/0/transactions").asInt()).isEqualTo(4);
    assertThat(response.headers().firstValue("Link").orElseThrow())
        .contains("<?by=transactions&limit=1&offset=2&window=4d>; rel=\"next\"");
  }

  @Test
  void shouldReturnTheRankingAsCsv() {
    assertThat(text("/api/v1/contracts?limit=1&format=csv"))
        .isEqualTo(
            """
            rank,address,users,transactions,share,newUsers,name,group,url\r
            1,%s,2,2,0.4,1,Game,,https://Game.example\r
            """
                .formatted(address(GAME)));
  }

  @Test
  void shouldReturnTheUsersOfAContractByFunction() {
    JsonNode contract = server.json("/api/v1/contracts/" + address(GAME) + "?window=4d");

    assertThat(contract.get("contract").toString())
        .isEqualTo(
            """
            {"address":"%s","name":"Game","group":null,"url":"https://Game.example",\
            "contracts":1}\
            """
                .formatted(address(GAME)));
    assertThat(contract.at("/first/block").asInt()).isZero();
    assertThat(contract.at("/last/block").asInt()).isEqualTo(4);
    assertThat(contract.get("users").asInt()).isEqualTo(3);
    assertThat(contract.get("transactions").asInt()).isEqualTo(5);
    assertThat(contract.get("newUsers").asInt()).isEqualTo(3);
    assertThat(contract.get("share").asDouble()).isEqualTo(3 / 6.0);
    assertThat(contract.get("functionsComplete").asBoolean()).isTrue();
    assertThat(contract.get("functions").toString())
        .isEqualTo(
            """
            [{"selector":"0x93e84cd9","transactions":4,"users":3},\
            {"selector":null,"transactions":1,"users":1}]\
            """);
    assertThat(text("/api/v1/contracts/" + address(GAME) + "?window=4d&format=csv&limit=1"))
        .isEqualTo("selector,transactions,users\r\n0x93e84cd9,4,3\r\n");
  }

  @Test
  void shouldUniteTheUsersOfAGroup() {
    JsonNode group = server.json("/api/v1/contracts/group:Swap?window=4d");

    assertThat(group.get("contract").toString())
        .isEqualTo(
            "{\"address\":null,\"name\":null,\"group\":\"Swap\",\"url\":null,\"contracts\":2}");
    assertThat(group.get("users").asInt()).isEqualTo(2);
    assertThat(group.get("transactions").asInt()).isEqualTo(5);
    assertThat(group.at("/first/block").asInt()).isEqualTo(1);
    assertThat(group.at("/last/block").asInt()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "users, day, '[2,2,1]'",
    "TRANSACTIONS, day, '[2,2,1]'",
    "newUsers, day, '[1,0,0]'",
    "users, week, '[2,2]'"
  })
  void shouldFollowAGroupOverTime(String metric, String resolution, String values) {
    JsonNode series =
        server.json(
            "/api/v1/contracts/group:Swap/series/"
                + metric
                + "?from=2024-01-07&resolution="
                + resolution);

    List<Integer> points = new ArrayList<>();
    series.get("points").forEach(point -> points.add(point.get("value").asInt()));
    assertThat(points.toString().replace(" ", "")).isEqualTo(values);
    assertThat(series.get("metric").asText()).isEqualToIgnoringCase(metric);
    assertThat(series.get("availableFrom").isNull()).isTrue();
  }

  @Test
  void shouldCompareTwoContractsOrGroups() {
    JsonNode overlap =
        server.json("/api/v1/overlap?a=" + address(GAME) + "&b=group:Swap&window=4d");

    assertThat(overlap.get("pairs").toString())
        .isEqualTo(
            """
            [{"a":"%s","b":"group:Swap","usersOfA":3,"usersOfB":2,"both":2,"onlyA":1,"onlyB":0,\
            "fromAToB":1,"fromBToA":1}]\
            """
                .formatted(address(GAME)));
    assertThat(overlap.at("/groups/1/contracts").asInt()).isEqualTo(2);
  }

  @Test
  void shouldCompareEachTwoOfSeveralGroups() {
    assertThat(
            text(
                "/api/v1/overlap?format=csv&window=4d&groups=Swap,"
                    + address(GAME)
                    + ","
                    + address(POOL)))
        .isEqualTo(
            """
            a,b,usersOfA,usersOfB,both,onlyA,onlyB,fromAToB,fromBToA\r
            group:Swap,%1$s,2,3,2,0,1,1,1\r
            group:Swap,%2$s,2,1,1,1,0,1,0\r
            %1$s,%2$s,3,1,1,2,0,1,0\r
            """
                .formatted(address(GAME), address(POOL)));
  }

  @Test
  void shouldRankTheContractsWhereNewcomersBegin() {
    JsonNode newcomers = server.json("/api/v1/contracts/newcomers");

    assertThat(newcomers.at("/window/length").asText()).isEqualTo("7d");
    assertThat(newcomers.get("newcomers").toString())
        .isEqualTo(
            """
            {"newcomers":4,"day1":1.0,"day1Known":2,"day1Senders":2,\
            "day7":null,"day7Known":0,"day7Senders":0}\
            """);
    assertThat(newcomers.at("/withoutContract/newcomers").asInt()).isEqualTo(1);
    assertThat(newcomers.get("total").asInt()).isEqualTo(2);
    assertThat(newcomers.get("contracts").get(1).toString())
        .isEqualTo(
            """
            {"rank":2,"address":"%s","newcomers":1,"share":0.25,"day1":1.0,"day1Known":1,\
            "day1Senders":1,"day7":null,"day7Known":0,"day7Senders":0,"name":"Router",\
            "group":"Swap","url":"https://Router.example"}\
            """
                .formatted(address(ROUTER)));
  }

  @Test
  void shouldReturnNullAndTheReasonIfRecordsLackTheInput() {
    try (TestServer old =
        new TestServer(
            TestServer.storeOf(
                TestLedgers.of(0, 44, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"))),
            TestServer.supervisorOf(TestServer.IDLE))) {
      String contract = "/api/v1/contracts/" + TestLedgers.address(30);
      JsonNode ranking = old.json("/api/v1/contracts");
      JsonNode one = old.json(contract);
      JsonNode series = old.json(contract + "/series/users?from=2026-03-05&resolution=day");
      JsonNode overlap =
          old.json("/api/v1/overlap?a=" + TestLedgers.address(1) + "&b=" + TestLedgers.address(2));
      JsonNode newcomers = old.json("/api/v1/contracts/newcomers");

      assertThat(ranking.get("senders").asInt()).isEqualTo(24);
      assertThat(ranking.get("total").isNull()).isTrue();
      assertThat(ranking.get("contracts")).isEmpty();
      assertThat(List.of(ranking, one, overlap, newcomers))
          .allSatisfy(
              answer ->
                  assertThat(answer.get("unknownBecause").asText()).isEqualTo("withoutInput"));
      assertThat(one.get("users").isNull()).isTrue();
      assertThat(one.get("first").isNull()).isTrue();
      assertThat(series.at("/points/0/value").isNull()).isTrue();
      assertThat(overlap.at("/pairs/0/both").isNull()).isTrue();
      assertThat(newcomers.get("newcomers").isNull()).isTrue();
    }
  }

  @Test
  void shouldNotTakeSendersForNewIfNoncesDoNotCount() {
    try (TestServer tron =
        new TestServer(
            TestServer.storeOf(LEDGER),
            TestServer.supervisorOf(TestServer.IDLE),
            new TestSettings().filter(new FilterSettings(SystemRules.NONE, false)).build())) {
      String contract = "/api/v1/contracts/" + address(GAME);
      JsonNode newcomers = tron.json("/api/v1/contracts/newcomers");

      assertThat(tron.json("/api/v1/contracts").at("/contracts/0/newUsers").isNull()).isTrue();
      assertThat(tron.json(contract).get("users").asInt()).isEqualTo(2);
      assertThat(tron.json(contract).get("newUsers").isNull()).isTrue();
      assertThat(tron.json(contract + "/series/newUsers").at("/points/0/value").isNull()).isTrue();
      assertThat(tron.json(contract + "/series/users").at("/points/0/value").asInt()).isEqualTo(1);
      assertThat(newcomers.get("newcomers").isNull()).isTrue();
      assertThat(newcomers.get("unknownBecause").asText()).isEqualTo("noncesDoNotCount");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contracts?by=x|by is 'x': it must be 'users' or 'transactions'.",
        "contracts?limit=1001|limit is '1001': it must be a whole number from 1 to 1000.",
        "contracts/0x12|address is '0x12': it must be 0x and 40 hexadecimal digits, or group: and"
            + " the name of a group in the file of labels.",
        "contracts/group:None|address is 'group:None': it must be 0x and 40 hexadecimal digits, or"
            + " group: and the name of a group in the file of labels.",
        "contracts/group:Swap/series/x|metric is 'x': it must be 'users', 'transactions' or"
            + " 'newUsers'.",
        "contracts/group:Swap/series/users?resolution=year|resolution is 'year': it must be"
            + " 'hour', 'day', 'week' or 'month'.",
        "contracts/group:Swap/retention?cohort=x|cohort is 'x': it must be 'users' or 'newUsers'.",
        "contracts/groups?by=x|by is 'x': it must be 'users' or 'transactions'.",
        "overlap?a=group:Swap|b is missing: it must be a contract or group, or groups several.",
        "overlap?groups=Swap|groups is 'Swap': it must be 2 to 20 groups or addresses, separated by"
            + " commas.",
        "overlap?groups=Swap,Swap&a=x|a is 'x': it must be left out where groups are given."
      })
  void shouldSendAProblemThatNamesAnInvalidParameter(String path, String detail) {
    HttpResponse<byte[]> response = server.get("/api/v1/" + path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(server.json(response).get("detail").asText()).isEqualTo(detail);
  }

  @Test
  void shouldAnswerWithAnEntityTagThatDependsOnTheLabels() {
    String tag = server.get("/api/v1/contracts").headers().firstValue("ETag").orElseThrow();

    assertThat(tag).contains("v1");
    assertThat(server.get("/api/v1/contracts", "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  private static String text(String path) {
    return new String(server.get(path).body(), StandardCharsets.UTF_8);
  }
}
