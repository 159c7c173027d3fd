package network.rei.dau.http.v1.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import network.rei.dau.activity.LedgerFixture;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawDetails;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.rule.SystemRules;
import network.rei.dau.http.TestServer;
import network.rei.dau.http.TestSettings;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.label.Label;
import network.rei.dau.label.Labels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first four weeks of 2024, of which the records before the fourth are deleted. */
class ContractTimelineResourcesTest {

  private static final int ROUTER = 100;
  private static final int POOL = 101;
  private static final int GAME = 200;
  private static final int LATECOMER = 201;

  private static final Labels LABELS =
      new Labels(
          List.of(
              label(ROUTER, Optional.of("Swap")),
              label(POOL, Optional.of("Swap")),
              label(GAME, Optional.of("Play")),
              label(LATECOMER, Optional.of("Late"))),
          "v1");

  private static TestServer server;

  private static Ledger ledger() {
    LedgerFixture fixture =
        new LedgerFixture(1)
            .track(
                new ContractTracking(
                    () -> List.of(address(ROUTER), address(POOL), address(GAME)), 0, 100))
            .block("01-01T00:00")
            .block("01-02T12:00", calls(1, 0, ROUTER), calls(2, 0, ROUTER), calls(3, 4, GAME))
            .block("01-05T12:00", calls(1, 1, POOL), calls(9, 9, LATECOMER))
            .block("01-09T12:00", calls(1, 2, ROUTER), calls(4, 0, POOL), calls(4, 1, POOL))
            .block("01-16T12:00", calls(4, 2, ROUTER), calls(2, 1, GAME))
            .block("01-23T12:00", calls(1, 3, ROUTER), calls(5, 0, ROUTER), calls(9, 10, LATECOMER))
            .block("01-24T12:00", calls(1, 4, POOL))
            .enterAll();
    fixture.prune(LongStream.rangeClosed(0, 3).boxed().toArray(Long[]::new));
    return fixture.ledger();
  }

  private static RawTransaction calls(int user, long nonce, int contract) {
    return new RawTransaction(
        user, contract, nonce, new RawDetails(true, false, false, 2, 0x38ed1739));
  }

  private static Address address(int account) {
    return RawBlock.address(account);
  }

  private static Label label(int account, Optional<String> group) {
    return new Label(address(account), "Contract " + account, group, Optional.empty());
  }

  @BeforeAll
  static void start() {
    server =
        new TestServer(
            TestServer.storeOf(ledger()), TestServer.supervisorOf(TestServer.IDLE), () -> LABELS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "group:Swap, users, day, '[0,2,0,0,1,0,0,0,2,0,0,0,0,0,0,1,0,0,0,0,0,0,2,1]'",
    "group:Swap, users, week, '[2,2,1,2]'",
    "group:Swap, transactions, week, '[3,3,1,3]'",
    "group:Swap, newUsers, week, '[2,1,0,1]'",
    "group:Swap, users, month, '[4]'",
    "group:Swap, newUsers, month, '[4]'",
    "group:Play, users, week, '[1,0,1,0]'",
    "group:Play, users, month, '[2]'"
  })
  void shouldUniteTheUsersOfStoredDaysAndOfRecords(
      String target, String metric, String resolution, String values) {
    JsonNode series =
        server.json(
            "/api/v1/contracts/" + target + "/series/" + metric + "?resolution=" + resolution);

    assertThat(values(series.get("points")).toString().replace(" ", "")).isEqualTo(values);
    assertThat(series.get("availableFrom").isNull()).isTrue();
    assertThat(series.get("points"))
        .allSatisfy(point -> assertThat(point.get("unknownBecause").isNull()).isTrue());
  }

  @Test
  void shouldNotKnowTheUsersOfDaysOnWhichAContractWasNotTracked() {
    JsonNode series =
        server.json("/api/v1/contracts/group:Late/series/users?from=2024-01-01&resolution=week");

    assertThat(series.at("/points/0").toString())
        .isEqualTo(
            """
            {"start":"2024-01-01T00:00:00.000Z","end":"2024-01-08T00:00:00.000Z","value":null,\
            "complete":true,"unknownBecause":"notTracked"}\
            """);
    assertThat(series.at("/points/3/value").asInt()).isEqualTo(1);
    assertThat(series.get("availableFrom").asText()).startsWith("2024-01-1");
  }

  @Test
  void shouldReturnASeriesAsCsv() {
    assertThat(
            text(
                "/api/v1/contracts/group:Late/series/users?from=2024-01-08&resolution=week"
                    + "&format=csv"))
        .startsWith(
            """
            start,end,value,complete,unknownBecause\r
            2024-01-08T00:00:00.000Z,2024-01-15T00:00:00.000Z,,true,notTracked\r
            """);
  }

  @Test
  void shouldFollowTheUsersOfAWeek() {
    JsonNode retention = server.json("/api/v1/contracts/group:Swap/retention");

    assertThat(retention.get("cohort").asText()).isEqualTo("users");
    assertThat(retention.get("total").asInt()).isEqualTo(4);
    JsonNode first = retention.at("/cohorts/3");
    assertThat(first.get("date").asText()).isEqualTo("2024-01-01");
    assertThat(first.get("users").asInt()).isEqualTo(2);
    assertThat(first.get("week1").asDouble()).as("1 of 1 and 2").isEqualTo(0.5);
    assertThat(first.get("week1Users").asInt()).isEqualTo(1);
    assertThat(first.get("week1AvailableFrom").isNull()).isTrue();
    assertThat(first.get("week2Users").asInt()).isZero();
    assertThat(first.get("week3Users").isNull()).as("the fourth week is not over").isTrue();
    assertThat(first.get("week3AvailableFrom").asText()).isEqualTo("2024-01-29");
    JsonNode second = retention.at("/cohorts/2");
    assertThat(second.get("users").asInt()).isEqualTo(2);
    assertThat(second.get("week1Users").asInt()).as("4 of 1 and 4").isEqualTo(1);
    JsonNode last = retention.at("/cohorts/0");
    assertThat(last.get("complete").asBoolean()).isFalse();
    assertThat(last.get("users").asInt()).isEqualTo(2);
  }

  @Test
  void shouldFollowTheNewUsersOfAWeekOnPagesAndAsCsv() {
    assertThat(text("/api/v1/contracts/group:Swap/retention?cohort=newUsers&limit=1&offset=2"))
        .contains("\"users\":1,\"unknownBecause\":null,\"week1\":1.0,\"week1Users\":1,");
    assertThat(text("/api/v1/contracts/group:Late/retention?limit=1&offset=3&format=csv"))
        .isEqualTo(
            "date,complete,users,unknownBecause,week1,week1Users,week1AvailableFrom,week2,"
                + "week2Users,week2AvailableFrom,week3,week3Users,week3AvailableFrom,week4,"
                + "week4Users,week4AvailableFrom,week8,week8Users,week8AvailableFrom,week12,"
                + "week12Users,week12AvailableFrom\r\n"
                + "2024-01-01,true,,notTracked,,,,,,,,,2024-01-29,,,2024-02-05,,,2024-03-04,,,"
                + "2024-04-01\r\n");
  }

  @Test
  void shouldNotTakeUsersForNewIfNoncesDoNotCount() {
    try (TestServer tron =
        new TestServer(
            TestServer.storeOf(ledger()),
            TestServer.supervisorOf(TestServer.IDLE),
            new TestSettings().filter(new FilterSettings(SystemRules.NONE, false)).build())) {
      String contract = "/api/v1/contracts/" + address(GAME);
      JsonNode series = tron.json(contract + "/series/newUsers?resolution=week");
      JsonNode retention = tron.json(contract + "/retention?cohort=newUsers");

      assertThat(series.at("/points/0/value").isNull()).isTrue();
      assertThat(series.at("/points/0/unknownBecause").asText()).isEqualTo("noncesDoNotCount");
      assertThat(retention.at("/cohorts/3/users").isNull()).isTrue();
      assertThat(retention.at("/cohorts/3/unknownBecause").asText()).isEqualTo("noncesDoNotCount");
      assertThat(tron.json(contract + "/retention").at("/cohorts/3/users").asInt()).isEqualTo(1);
    }
  }

  @Test
  void shouldRankTheGroupsOfAWindow() {
    JsonNode groups = server.json("/api/v1/contracts/groups?window=7d");

    assertThat(groups.get("by").asText()).isEqualTo("users");
    assertThat(groups.get("senders").asInt()).isEqualTo(3);
    assertThat(groups.get("total").asInt()).isEqualTo(3);
    assertThat(groups.get("groups").toString())
        .isEqualTo(
            """
            [{"rank":1,"group":"Swap","contracts":2,"users":2,"transactions":3,\
            "share":%s,"newUsers":1},\
            {"rank":2,"group":"Late","contracts":1,"users":1,"transactions":1,\
            "share":%s,"newUsers":0},\
            {"rank":3,"group":"Play","contracts":1,"users":0,"transactions":0,\
            "share":0.0,"newUsers":0}]\
            """
                .formatted(2 / 3.0, 1 / 3.0));
    assertThat(groups.get("complete").asBoolean()).isTrue();
    assertThat(groups.get("unknownBecause").isNull()).isTrue();
    assertThat(groups.get("filter").asText()).isEqualTo("raw");
  }

  @Test
  void shouldRankGroupsByTransactionsOnPagesAndAsCsv() {
    assertThat(
            text("/api/v1/contracts/groups?window=7d&by=transactions&limit=1&offset=1&format=csv"))
        .isEqualTo(
            """
            rank,group,contracts,users,transactions,share,newUsers\r
            2,Late,1,1,1,%s,0\r
            """
                .formatted(1 / 3.0));
  }

  @Test
  void shouldNotRankGroupsOfAWindowThatIsNotInTheRecordsAnyMore() {
    JsonNode groups = server.json("/api/v1/contracts/groups?from=2024-01-01&to=2024-01-08");

    assertThat(groups.get("total").isNull()).isTrue();
    assertThat(groups.get("groups")).isEmpty();
    assertThat(groups.get("unknownBecause").asText()).isEqualTo("notInMemory");
  }

  @Test
  void shouldChangeTheEntityTagWithTheLabels() {
    List<String> routes =
        List.of("/api/v1/contracts/groups", "/api/v1/contracts/group:Swap/retention");
    try (TestServer other =
        new TestServer(
            TestServer.storeOf(ledger()),
            TestServer.supervisorOf(TestServer.IDLE),
            () -> new Labels(List.of(label(ROUTER, Optional.of("Swap"))), "v2"))) {
      routes.forEach(
          route ->
              assertThat(server.get(route).headers().firstValue("ETag"))
                  .isPresent()
                  .isNotEqualTo(other.get(route).headers().firstValue("ETag")));
    }
  }

  private static List<Integer> values(JsonNode points) {
    List<Integer> values = new ArrayList<>();
    points.forEach(point -> values.add(point.get("value").asInt(-1)));
    return values;
  }

  private static String text(String path) {
    return new String(server.get(path).body(), StandardCharsets.UTF_8);
  }
}
