package network.rei.dau.http.v1.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import network.rei.dau.activity.LedgerFixture;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawDetails;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.rule.SystemRule;
import network.rei.dau.activity.rule.SystemRules;
import network.rei.dau.http.TestServer;
import network.rei.dau.http.TestSettings;
import network.rei.dau.http.v1.filter.FilterSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each block has a call of the system to an oracle; deposits (type 0x7e) call a bridge with nonce
 * 0. User 1 called the oracle, and the bridge by a deposit and by a transaction of its own.
 */
class ContractFilterTest {

  private static final int SYSTEM = 1000;
  private static final int ORACLE = 100;
  private static final int BRIDGE = 101;
  private static final int SHOP = 102;
  private static final int DEPOSIT = 0x7e;

  /** The last block is from 9 January, 12:00. */
  private static final Ledger LEDGER =
      new LedgerFixture(2)
          .block("01-08T11:00", call(SYSTEM, 1, ORACLE, 0), call(5, 0, SHOP, 2))
          .block("01-09T10:00", call(SYSTEM, 2, ORACLE, 0), call(1, 0, BRIDGE, DEPOSIT))
          .block("01-09T11:00", call(SYSTEM, 3, ORACLE, 0), call(2, 0, BRIDGE, DEPOSIT))
          .block("01-09T11:30", call(SYSTEM, 4, ORACLE, 0), call(1, 7, ORACLE, 2))
          .block("01-09T11:45", call(SYSTEM, 5, ORACLE, 0), call(1, 8, BRIDGE, 2))
          .block("01-09T12:00", call(SYSTEM, 6, ORACLE, 0), call(3, 0, SHOP, 2))
          .enterAll()
          .ledger();

  private static TestServer server;
  private static TestServer withoutRules;

  private static RawTransaction call(int user, long nonce, int contract, int type) {
    return new RawTransaction(user, contract, nonce, new RawDetails(true, false, false, type, 7));
  }

  @BeforeAll
  static void start() {
    SystemRules rules =
        SystemRules.of(
            List.of(
                SystemRule.from("attributes", "", "", List.of(RawBlock.address(SYSTEM))),
                new SystemRule(
                    "deposits",
                    "",
                    "",
                    new TreeSet<>(),
                    new TreeSet<>(),
                    new TreeSet<>(List.of(DEPOSIT)),
                    false,
                    List.of())));
    server = server(new FilterSettings(rules, true));
    withoutRules = server(FilterSettings.NONE);
  }

  private static TestServer server(FilterSettings filter) {
    return new TestServer(
        TestServer.storeOf(LEDGER),
        TestServer.supervisorOf(TestServer.IDLE),
        new TestSettings().filter(filter).build());
  }

  @AfterAll
  static void stop() {
    server.close();
    withoutRules.close();
  }

  private static String path(int contract) {
    return "/api/v1/contracts/" + RawBlock.address(contract);
  }

  @Test
  void shouldRankContractsByTheCallsThatMeetNoRule() {
    JsonNode raw = server.json("/api/v1/contracts");
    JsonNode organic = server.json("/api/v1/contracts?filter=organic");

    assertThat(raw.get("filter").asText()).isEqualTo("raw");
    assertThat(raw.get("leftOut").isNull()).isTrue();
    assertThat(raw.get("senders").asInt()).isEqualTo(4);
    assertThat(organic.get("filter").asText()).isEqualTo("organic");
    assertThat(organic.get("senders").asInt()).isEqualTo(2);
    assertThat(organic.get("total").asInt()).isEqualTo(3);
    assertThat(organic.get("contracts").findValuesAsText("users")).containsExactly("1", "1", "1");
    assertThat(organic.get("contracts").findValuesAsText("transactions"))
        .containsExactly("1", "1", "1");
    assertThat(organic.at("/contracts/0/share").asDouble()).isEqualTo(0.5);
    assertThat(organic.at("/leftOut/rules").findValuesAsText("transactions"))
        .containsExactly("5", "2");
    assertThat(organic.at("/leftOut/addresses").asInt()).isEqualTo(2);
  }

  @Test
  void shouldReportWhatWasLeftOutOfTheCallsOfAContract() {
    JsonNode raw = server.json(path(BRIDGE));
    JsonNode organic = server.json(path(BRIDGE) + "?filter=organic");

    assertThat(raw.get("users").asInt()).isEqualTo(2);
    assertThat(raw.get("newUsers").asInt()).isEqualTo(2);
    assertThat(organic.get("users").asInt()).isEqualTo(1);
    assertThat(organic.get("transactions").asInt()).isEqualTo(1);
    assertThat(organic.get("newUsers").asInt()).isZero();
    assertThat(organic.at("/functions/0/transactions").asInt()).isEqualTo(1);
    assertThat(organic.at("/first/block").asInt()).isEqualTo(4);
    assertThat(raw.at("/first/block").asInt()).isEqualTo(1);
    assertThat(organic.at("/leftOut/rules").findValuesAsText("transactions"))
        .containsExactly("0", "2");
    assertThat(organic.at("/leftOut/rules").findValuesAsText("addresses"))
        .containsExactly("0", "1");
    assertThat(organic.at("/leftOut/addresses").asInt()).isEqualTo(1);
  }

  @Test
  void shouldFilterTheConcentrationOfAContract() {
    JsonNode raw = server.json(path(ORACLE) + "/concentration");
    JsonNode organic = server.json(path(ORACLE) + "/concentration?filter=organic");

    assertThat(raw.get("users").asInt()).isEqualTo(2);
    assertThat(raw.get("transactions").asInt()).isEqualTo(6);
    assertThat(raw.get("top1PercentShare").asDouble()).isEqualTo(5 / 6.0);
    assertThat(raw.get("sendersOf80Percent").asInt()).isEqualTo(1);
    assertThat(organic.get("users").asInt()).isEqualTo(1);
    assertThat(organic.get("transactions").asInt()).isEqualTo(1);
    assertThat(organic.get("gini").asDouble()).isZero();
    assertThat(organic.at("/leftOut/transactions").asInt()).isEqualTo(5);
    assertThat(text(path(ORACLE) + "/concentration?format=csv"))
        .startsWith(
            "users,transactions,top10Share,top100Share,top1PercentShare,sendersOfHalf,"
                + "sendersOf80Percent,gini\r\n2,6,1.0,1.0,");
    JsonNode unused = server.json(path(SYSTEM) + "/concentration");
    assertThat(unused.get("users").asInt()).isZero();
    assertThat(unused.get("gini").isNull()).isTrue();
  }

  @Test
  void shouldFilterContractsOverTime() {
    JsonNode users = server.json(path(ORACLE) + "/series/users?resolution=day&filter=organic");
    JsonNode concentration =
        server.json(path(ORACLE) + "/concentration/series?resolution=day&filter=organic");

    assertThat(users.get("points").findValuesAsText("value")).containsExactly("0", "1");
    assertThat(users.at("/leftOut/transactions").asInt()).isEqualTo(6);
    assertThat(concentration.get("points").findValuesAsText("transactions"))
        .containsExactly("0", "1");
    assertThat(concentration.at("/points/0/gini").isNull()).isTrue();
    assertThat(concentration.get("leftOut")).isEqualTo(users.get("leftOut"));
    assertThat(
            server
                .json(path(ORACLE) + "/concentration/series?resolution=day")
                .get("points")
                .findValuesAsText("transactions"))
        .containsExactly("1", "6");
    assertThat(text(path(ORACLE) + "/concentration/series?resolution=day&format=csv"))
        .startsWith("start,end,users,transactions,top10Share,")
        .contains(",complete\r\n");
  }

  @Test
  void shouldFilterTheSharedUsers() {
    String query =
        "/api/v1/overlap?a=" + RawBlock.address(ORACLE) + "&b=" + RawBlock.address(BRIDGE);
    JsonNode raw = server.json(query).at("/pairs/0");
    JsonNode organic = server.json(query + "&filter=organic");

    assertThat(raw.get("usersOfB").asInt()).isEqualTo(2);
    assertThat(raw.get("fromBToA").asInt()).isEqualTo(1);
    assertThat(organic.at("/pairs/0/usersOfA").asInt()).isEqualTo(1);
    assertThat(organic.at("/pairs/0/usersOfB").asInt()).isEqualTo(1);
    assertThat(organic.at("/pairs/0/fromAToB").asInt()).isEqualTo(1);
    assertThat(organic.at("/pairs/0/fromBToA").asInt()).isZero();
    assertThat(organic.at("/leftOut/transactions").asInt()).isEqualTo(7);
  }

  @Test
  void shouldFilterWhereNewcomersBegin() {
    JsonNode raw = server.json("/api/v1/contracts/newcomers?window=7d");
    JsonNode organic = server.json("/api/v1/contracts/newcomers?window=7d&filter=organic");

    assertThat(raw.at("/newcomers/newcomers").asInt()).isEqualTo(4);
    assertThat(organic.at("/newcomers/newcomers").asInt()).isEqualTo(2);
    assertThat(organic.get("total").asInt()).isEqualTo(1);
    assertThat(organic.at("/contracts/0/address").asText())
        .isEqualTo(RawBlock.address(SHOP).toString());
    assertThat(organic.at("/leftOut/rules").findValuesAsText("transactions"))
        .containsExactly("6", "2");
  }

  @Test
  void shouldLeaveNothingOutWithoutRules() {
    for (String route :
        List.of(
            "/api/v1/contracts?",
            path(BRIDGE) + "?",
            path(BRIDGE) + "/series/users?",
            path(BRIDGE) + "/concentration?",
            path(BRIDGE) + "/concentration/series?",
            "/api/v1/contracts/newcomers?")) {
      assertThat(withoutRules.json(route + "filter=organic").get("leftOut").toString())
          .as(route)
          .isEqualTo("{\"transactions\":0,\"addresses\":0,\"rules\":[]}");
      assertThat(withoutRules.get(route + "filter=x").statusCode()).as(route).isEqualTo(400);
    }
  }

  @Test
  void shouldReportWhatWasLeftOutOfTheConcentrationOfAllSendersOverTime() {
    JsonNode series = server.json("/api/v1/concentration/series?resolution=day&filter=organic");

    assertThat(series.get("points").findValuesAsText("transactions")).containsExactly("1", "3");
    assertThat(series.at("/leftOut/rules").findValuesAsText("transactions"))
        .containsExactly("6", "2");
    assertThat(server.json("/api/v1/concentration/series?resolution=day").get("leftOut").isNull())
        .isTrue();
  }

  private static String text(String path) {
    return new String(server.get(path).body(), StandardCharsets.UTF_8);
  }
}
