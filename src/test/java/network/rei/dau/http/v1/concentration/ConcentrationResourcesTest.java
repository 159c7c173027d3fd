package network.rei.dau.http.v1.concentration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import network.rei.dau.activity.LedgerFixture;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.rule.SystemRule;
import network.rei.dau.activity.rule.SystemRules;
import network.rei.dau.http.TestServer;
import network.rei.dau.http.TestSettings;
import network.rei.dau.http.v1.filter.FilterSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConcentrationResourcesTest {

  private static final String SERIES = "/api/v1/concentration/series?resolution=day";

  private static final SystemRule FROM_1 =
      new SystemRule(
          "from-1",
          "",
          "",
          new TreeSet<>(Set.of(RawBlock.address(1))),
          new TreeSet<>(),
          new TreeSet<>(),
          false,
          List.of());

  private static TestServer server;
  private static TestServer pruned;
  private static TestServer ruled;

  /** On the second of two days 1, 2 and 3 send 6, 2 and 2 transactions. */
  @BeforeAll
  static void start() {
    LedgerFixture chain =
        new LedgerFixture(2)
            .block("01-01T00:00", sent(4, 3))
            .block("01-01T23:59", sent(5, 1))
            .block("01-02T00:00", sent(1, 6))
            .block("01-02T12:00", sent(2, 2))
            .block("01-02T23:59", sent(3, 2))
            .block("01-03T00:00", sent(6, 1))
            .enterAll();
    server = server(chain);
    ruled =
        new TestServer(
            TestServer.storeOf(chain.ledger()),
            TestServer.supervisorOf(TestServer.IDLE),
            new TestSettings()
                .filter(new FilterSettings(SystemRules.of(List.of(FROM_1)), true))
                .build());
    chain.prune(0L);
    pruned = server(chain);
  }

  private static TestServer server(LedgerFixture chain) {
    return new TestServer(
        TestServer.storeOf(chain.ledger()), TestServer.supervisorOf(TestServer.IDLE));
  }

  private static RawTransaction[] sent(int sender, int transactions) {
    List<RawTransaction> sent =
        new ArrayList<>(Collections.nCopies(transactions, LedgerFixture.sends(sender, 9)));
    return sent.toArray(RawTransaction[]::new);
  }

  @AfterAll
  static void stop() {
    server.close();
    pruned.close();
    ruled.close();
  }

  @Test
  void shouldReturnTheConcentrationOfAWindow() {
    JsonNode answer = server.json("/api/v1/concentration?from=2024-01-02&to=2024-01-03");

    assertThat(answer.get("senders").asInt()).isEqualTo(3);
    assertThat(answer.get("transactions").asInt()).isEqualTo(10);
    assertThat(answer.get("top10Share").asDouble()).isEqualTo(1.0);
    assertThat(answer.get("top100Share").asDouble()).isEqualTo(1.0);
    assertThat(answer.get("top1PercentShare").asDouble()).isEqualTo(0.6);
    assertThat(answer.get("sendersOfHalf").asInt()).isEqualTo(1);
    assertThat(answer.get("sendersOf80Percent").asInt()).isEqualTo(2);
    // (2 * (1 * 2 + 2 * 2 + 3 * 6) - 4 * 10) / (3 * 10)
    assertThat(answer.get("gini").asDouble()).isEqualTo(8.0 / 30);
    assertThat(answer.get("complete").asBoolean()).isTrue();
    assertThat(answer.get("availableFrom").isNull()).isTrue();
  }

  @Test
  void shouldCountTheLast24HoursByDefault() {
    JsonNode answer = server.json("/api/v1/concentration");

    assertThat(answer.at("/window/length").asText()).isEqualTo("24h");
    assertThat(answer.get("senders").asInt()).isEqualTo(3);
  }

  @Test
  void shouldReturnTheFieldsOfJsonAsOneRowOfCsv() {
    assertThat(text(server.get("/api/v1/concentration?fromBlock=2&toBlock=4&format=csv")))
        .isEqualTo(
            """
            senders,transactions,top10Share,top100Share,top1PercentShare,sendersOfHalf,\
            sendersOf80Percent,gini\r
            3,10,1.0,1.0,0.6,1,2,0.26666666666666666\r
            """);
  }

  @Test
  void shouldReturnNullWhereTransactionsAreDeleted() {
    JsonNode answer = pruned.json("/api/v1/concentration?from=2024-01-01&to=2024-01-02");

    for (String field : List.of("senders", "transactions", "top10Share", "gini")) {
      assertThat(answer.get(field).isNull()).as(field).isTrue();
    }
    assertThat(answer.get("complete").asBoolean()).isFalse();
    assertThat(answer.get("availableFrom").asText()).isEqualTo("2024-01-02T00:00:01.000Z");
  }

  @Test
  void shouldReturnNullAndNoShareOfNothingForAWindowWithoutBlocks() {
    JsonNode answer = server.json("/api/v1/concentration?from=2025-01-01&to=2025-01-02");

    assertThat(answer.get("senders").isNull()).isTrue();
    assertThat(answer.get("gini").isNull()).isTrue();
    assertThat(answer.get("complete").asBoolean()).isFalse();
  }

  @Test
  void shouldReturnTheConcentrationOfEachDay() {
    JsonNode answer = server.json(SERIES);

    assertThat(answer.get("resolution").asText()).isEqualTo("day");
    assertThat(answer.get("availableFrom").isNull()).isTrue();
    assertThat(answer.get("points").findValuesAsText("senders")).containsExactly("2", "3", "1");
    assertThat(answer.get("points").findValuesAsText("top1PercentShare"))
        .containsExactly("0.75", "0.6", "1.0");
    assertThat(answer.get("points").findValuesAsText("complete"))
        .containsExactly("true", "true", "false");
  }

  @Test
  void shouldReturnCountsButNoConcentrationOfADayWhoseTransactionsAreDeleted() {
    JsonNode answer = pruned.json(SERIES);

    assertThat(answer.get("availableFrom").asText()).isEqualTo("2024-01-02T00:00:01.000Z");
    assertThat(answer.get("points").findValuesAsText("senders")).containsExactly("2", "3", "1");
    assertThat(answer.get("points").findValuesAsText("gini"))
        .containsExactly("null", "0.26666666666666666", "0.0");
  }

  @Test
  void shouldLeaveOutWhatMeetsARule() {
    String window = "from=2024-01-02&to=2024-01-03&filter=organic";
    JsonNode answer = ruled.json("/api/v1/concentration?" + window);
    JsonNode series = ruled.json(SERIES + "&" + window);

    assertThat(answer.get("senders").asInt()).isEqualTo(2);
    assertThat(answer.get("transactions").asInt()).isEqualTo(4);
    assertThat(answer.get("gini").asDouble()).isZero();
    assertThat(answer.get("filter").asText()).isEqualTo("organic");
    assertThat(answer.at("/leftOut/transactions").asInt()).isEqualTo(6);
    assertThat(series.at("/points/0/senders").asInt()).isEqualTo(2);
    assertThat(series.at("/points/0/gini").asDouble()).isZero();
    assertThat(ruled.json("/api/v1/concentration").get("senders").asInt()).isEqualTo(3);
  }

  @Test
  void shouldReturnASeriesAsCsv() {
    assertThat(text(server.get(SERIES + "&from=2024-01-02&to=2024-01-03&format=csv")))
        .isEqualTo(
            """
            start,end,senders,transactions,top10Share,top100Share,top1PercentShare,sendersOfHalf,\
            sendersOf80Percent,gini,complete,coveredFrom\r
            2024-01-02T00:00:00.000Z,2024-01-03T00:00:00.000Z,3,10,1.0,1.0,0.6,1,2,\
            0.26666666666666666,true,2024-01-02T00:00:00.000Z\r
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "?window=8d|window is '8d': it must be hours or days from 1h to 7d, such as 24h.",
        "?from=2026-03-05|to is missing: it must be a time after from.",
        "/series?resolution=year|resolution is 'year': it must be 'hour', 'day', 'week' or"
            + " 'month'."
      })
  void shouldSendAProblemThatNamesAnInvalidParameter(String path, String detail) {
    HttpResponse<byte[]> response = server.get("/api/v1/concentration" + path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(server.json(response).get("detail").asText()).isEqualTo(detail);
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
