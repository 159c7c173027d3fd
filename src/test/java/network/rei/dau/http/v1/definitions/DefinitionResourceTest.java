package network.rei.dau.http.v1.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import network.rei.dau.activity.LedgerFixture;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawDetails;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.definition.ActiveAddressDefinition;
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

class DefinitionResourceTest {

  private static final String PATH = "/api/v1/definitions";

  /** The account whose address is zero. */
  private static final int ZERO = 0;

  private static TestServer server;
  private static TestServer pruned;
  private static TestServer ruled;

  /** Block 0 has no details, as if an earlier version had stored it. */
  @BeforeAll
  static void start() {
    LedgerFixture chain =
        new LedgerFixture(1)
            .block("01-01T00:00", LedgerFixture.sends(5, 2))
            .block("01-02T00:00", calls(1, 8), calls(2, 8), calls(1, 2), transfers(3, 4))
            .block("01-02T12:00", transfers(3, ZERO), transfers(3, 8), calls(4, null))
            .block("01-02T23:59", transfers(4, 3))
            .block("01-03T00:00", transfers(1, 9))
            .enterAll();
    server = server(chain);
    ruled = ruled(chain, rule(3), rule(5, 0x7e));
    chain.prune(0L);
    pruned = server(chain);
  }

  private static TestServer server(LedgerFixture chain) {
    return new TestServer(
        TestServer.storeOf(chain.ledger()), TestServer.supervisorOf(TestServer.IDLE));
  }

  private static TestServer ruled(LedgerFixture chain, SystemRule... rules) {
    FilterSettings filter = new FilterSettings(SystemRules.of(List.of(rules)), true);
    return new TestServer(
        TestServer.storeOf(chain.ledger()),
        TestServer.supervisorOf(TestServer.IDLE),
        new TestSettings().filter(filter).build());
  }

  private static SystemRule rule(int sender, Integer... types) {
    return new SystemRule(
        "from-" + sender,
        "",
        "",
        new TreeSet<>(Set.of(RawBlock.address(sender))),
        new TreeSet<>(),
        new TreeSet<>(Set.of(types)),
        false,
        List.of());
  }

  private static RawTransaction calls(int from, Integer to) {
    return new RawTransaction(from, to, 7, new RawDetails(true, false, false, 0, null));
  }

  private static RawTransaction transfers(int from, Integer to) {
    return new RawTransaction(from, to, 7, new RawDetails(false, true, false, 0, null));
  }

  @AfterAll
  static void stop() {
    server.close();
    pruned.close();
    ruled.close();
  }

  /** Senders are 1, 2, 3 and 4, and recipients also 0 and 8, which is the only contract. */
  @ParameterizedTest
  @CsvSource({
    "addresses, 6, 0, 0.0",
    "blockscout, 4, -2, -0.3333333333333333",
    "growthepie, 4, -2, -0.3333333333333333",
    "etherscan, 6, 0, 0.0",
    "coinMetrics, 5, -1, -0.16666666666666666",
    "withoutContracts, 5, -1, -0.16666666666666666",
    "withoutSystemTransactions, 6, 0, 0.0"
  })
  void shouldCompareEachDefinitionWithOurs(
      String definition, long value, long difference, double relative) {
    JsonNode entry = entry(server, "?from=2024-01-02&to=2024-01-03", definition);

    assertThat(entry.get("value").asLong()).isEqualTo(value);
    assertThat(entry.get("difference").asLong()).isEqualTo(difference);
    assertThat(entry.get("relativeDifference").asDouble()).isEqualTo(relative);
    assertThat(entry.get("explanation").asText()).endsWith(".");
    assertThat(entry.get("unknownBecause").isNull()).isTrue();
    if (difference < 0) {
      assertThat(entry.get("explanation").asText()).contains(": " + -difference + ".");
    }
  }

  /** Only 3, whose transactions a rule leaves out, sends to the zero address. */
  @Test
  void shouldLeaveOutWhatOnlySystemTransactionsContain() {
    JsonNode entry = entry(ruled, "?from=2024-01-02&to=2024-01-03", "withoutSystemTransactions");

    assertThat(entry.get("value").asLong()).isEqualTo(5);
    assertThat(entry.get("difference").asLong()).isEqualTo(-1);
  }

  @Test
  void shouldReturnTheDefinitionsWithFormulaAndSource() {
    JsonNode answer = server.json(PATH);

    assertThat(answer.at("/window/length").asText()).isEqualTo("24h");
    assertThat(answer.get("definitions").findValuesAsText("definition"))
        .containsExactlyElementsOf(
            Arrays.stream(ActiveAddressDefinition.values())
                .map(ActiveAddressDefinition::key)
                .toList());
    for (JsonNode entry : answer.get("definitions")) {
      assertThat(entry.get("formula").asText()).startsWith("distinct addresses");
      assertThat(URI.create(entry.get("source").asText()).getScheme())
          .isEqualTo(entry.get("definition").asText().equals("addresses") ? null : "https");
    }
  }

  @Test
  void shouldGiveTheReasonWhyANumberIsUnknown() {
    JsonNode withoutInput = entry(server, "?window=3d", "withoutContracts");
    JsonNode deleted = entry(pruned, "?from=2024-01-01&to=2024-01-02", "addresses");

    assertThat(entry(server, "?window=3d", "blockscout").get("value").asInt()).isEqualTo(5);
    assertThat(withoutInput.get("value").isNull()).isTrue();
    assertThat(withoutInput.get("difference").isNull()).isTrue();
    assertThat(withoutInput.get("relativeDifference").isNull()).isTrue();
    assertThat(withoutInput.get("explanation").isNull()).isTrue();
    assertThat(withoutInput.get("unknownBecause").asText()).isEqualTo("withoutInput");
    assertThat(
            entry(ruled, "?window=3d", "withoutSystemTransactions").get("unknownBecause").asText())
        .isEqualTo("withoutDetails");
    assertThat(deleted.get("value").isNull()).isTrue();
    assertThat(deleted.get("unknownBecause").asText()).isEqualTo("notInMemory");
  }

  @Test
  void shouldHaveNoRelativeDifferenceWithoutAddresses() {
    JsonNode entry =
        entry(server, "?from=2024-01-02T13:00:00Z&to=2024-01-02T14:00:00Z", "growthepie");

    assertThat(entry.get("value").asInt()).isZero();
    assertThat(entry.get("difference").asInt()).isZero();
    assertThat(entry.get("relativeDifference").isNull()).isTrue();
  }

  @Test
  void shouldReturnTheDefinitionsAsCsv() {
    HttpResponse<byte[]> csv = server.get(PATH + "?from=2024-01-02&to=2024-01-03&format=csv");

    assertThat(new String(csv.body(), StandardCharsets.UTF_8))
        .startsWith(
            "definition,publisher,metric,formula,source,value,difference,relativeDifference,"
                + "explanation,unknownBecause\r\naddresses,rei-dau-stats,addresses,")
        .contains("\r\nblockscout,Blockscout,activeAccounts,");
  }

  @Test
  void shouldSendAProblemThatNamesAnInvalidParameter() {
    HttpResponse<byte[]> response = server.get(PATH + "?window=8d");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(server.json(response).get("parameter").asText()).isEqualTo("window");
  }

  private static JsonNode entry(TestServer at, String query, String definition) {
    for (JsonNode entry : at.json(PATH + query).get("definitions")) {
      if (entry.get("definition").asText().equals(definition)) {
        return entry;
      }
    }
    throw new AssertionError(definition + " is missing");
  }
}
