package network.rei.dau.http.v1.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.http.TestServer;
import network.rei.dau.label.Label;
import network.rei.dau.label.Labels;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressResourcesTest {

  // 45 blocks an hour apart; block n is sent by n to n + 1
  private static final Ledger LEDGER =
      TestLedgers.of(0, 44, 10, 3600, Instant.parse("2026-03-05T12:00:00Z"));

  private static final AtomicReference<Labels> LABELS = new AtomicReference<>(labels("Swap", "v1"));

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        new TestServer(
            TestServer.storeOf(LEDGER), TestServer.supervisorOf(TestServer.IDLE), LABELS::get);
  }

  /** Returns the labels of the address 0x16. */
  private static Labels labels(String name, String version) {
    return new Labels(
        List.of(
            new Label(
                TestLedgers.address(0x16),
                name,
                Optional.of("Dex"),
                Optional.of("https://dex.example"))),
        version);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void shouldRankTheBusiestAddressesOfTheLast24Hours() {
    JsonNode top = server.json("/api/v1/addresses/top?limit=2");

    assertThat(top.at("/window/length").asText()).isEqualTo("24h");
    assertThat(top.get("by").asText()).isEqualTo("total");
    assertThat(top.get("total").asInt()).isEqualTo(25);
    assertThat(top.get("complete").asBoolean()).isTrue();
    assertThat(top.get("addresses").toString())
        .isEqualTo(
            """
            [{"rank":1,"address":"0x0000000000000000000000000000000000000016",\
            "sent":1,"received":1,"total":2,"name":"Swap","group":"Dex","url":"https://dex.example"},\
            {"rank":2,"address":"0x0000000000000000000000000000000000000017",\
            "sent":1,"received":1,"total":2,"name":null,"group":null,"url":null}]\
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "by=sent&window=2h, 2, 2b",
    "by=RECEIVED&window=2h, 2, 2c",
    "window=2h, 3, 2c",
    "fromBlock=0&toBlock=0, 2, 00",
    "from=2026-03-05T12:00:00Z&to=2026-03-06, 2, 2c",
    "from=2026-04-05&to=2026-04-06, 0, ''"
  })
  void shouldRankByAnyRoleInAnyWindow(String query, int total, String first) {
    JsonNode top = server.json("/api/v1/addresses/top?" + query);

    assertThat(top.get("total").asInt()).isEqualTo(total);
    assertThat(top.get("addresses")).hasSize(total);
    assertThat(top.at("/addresses/0/address").asText()).endsWith(first);
  }

  @Test
  void shouldContinueTheRanksFromPageToPage() {
    HttpResponse<byte[]> response = server.get("/api/v1/addresses/top?limit=2&offset=2");

    assertThat(server.json(response).get("addresses").findValuesAsText("rank"))
        .containsExactly("3", "4");
    assertThat(response.headers().firstValue("Link").orElseThrow())
        .contains("<?limit=2&offset=4>; rel=\"next\"", "<?limit=2&offset=0>; rel=\"prev\"");
    assertThat(server.json("/api/v1/addresses/top?offset=99").get("addresses")).isEmpty();
  }

  @Test
  void shouldReturnTheRankingAsCsv() {
    assertThat(
            new String(
                server.get("/api/v1/addresses/top?limit=1&format=csv").body(),
                StandardCharsets.UTF_8))
        .isEqualTo(
            """
            rank,address,sent,received,total,name,group,url\r
            1,0x0000000000000000000000000000000000000016,1,1,2,Swap,Dex,https://dex.example\r
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "top?limit=1",
        "top?limit=1&format=csv",
        "0x0000000000000000000000000000000000000016"
      })
  void shouldChangeTheEntityTagWhenTheLabelsChange(String path) {
    HttpResponse<byte[]> before = server.get("/api/v1/addresses/" + path);
    String tag = before.headers().firstValue("ETag").orElseThrow();
    assertThat(server.get("/api/v1/addresses/" + path, "If-None-Match", tag).statusCode())
        .isEqualTo(304);
    LABELS.set(labels("Exchange", "v2"));
    try {
      HttpResponse<byte[]> after = server.get("/api/v1/addresses/" + path, "If-None-Match", tag);

      assertThat(after.statusCode()).isEqualTo(200);
      assertThat(new String(after.body(), StandardCharsets.UTF_8))
          .isEqualTo(new String(before.body(), StandardCharsets.UTF_8).replace("Swap", "Exchange"))
          .contains("Exchange");
    } finally {
      LABELS.set(labels("Swap", "v1"));
    }
  }

  @Test
  void shouldReturnTheBlocksAndTransactionsOfAnActiveAddress() {
    JsonNode address = server.json("/api/v1/addresses/0X" + "0".repeat(38) + "1E");

    assertThat(address.get("address").asText()).isEqualTo("0x" + "0".repeat(38) + "1e");
    assertThat(address.get("active").asBoolean()).isTrue();
    assertThat(address.get("first").toString())
        .isEqualTo("{\"block\":29,\"time\":\"2026-03-04T21:00:00.000Z\"}");
    assertThat(address.get("last").toString())
        .isEqualTo("{\"block\":30,\"time\":\"2026-03-04T22:00:00.000Z\"}");
    assertThat(address.at("/window/length").asText()).isEqualTo("7d");
    assertThat(address.get("sent").asInt()).isEqualTo(1);
    assertThat(address.get("received").asInt()).isEqualTo(1);
    assertThat(address.get("total").asInt()).isEqualTo(2);
  }

  @Test
  void shouldCountTransactionsInTheWindowOnly() {
    JsonNode address =
        server.json("/api/v1/addresses/" + TestLedgers.address(30) + "?fromBlock=30&toBlock=31");

    assertThat(address.get("sent").asInt()).isEqualTo(1);
    assertThat(address.get("received").asInt()).isZero();
    assertThat(address.at("/first/block").asInt()).isEqualTo(29);
  }

  @Test
  void shouldReportAnAddressWithoutTransactionsAsInactive() {
    JsonNode address = server.json("/api/v1/addresses/" + TestLedgers.address(999));

    assertThat(address.get("active").asBoolean()).isFalse();
    assertThat(address.get("first").isNull()).isTrue();
    assertThat(address.get("sent").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0x12|address is '0x12': it must be 0x and 40 hexadecimal digits.",
        "top?by=value|by is 'value': it must be 'sent', 'received' or 'total'.",
        "top?limit=1001|limit is '1001': it must be a whole number from 1 to 1000.",
        "top?window=8d|window is '8d': it must be hours or days from 1h to 7d, such as 24h.",
        "top?from=2026-03-05|to is missing: it must be a time after from."
      })
  void shouldSendAProblemThatNamesAnInvalidParameter(String path, String detail) {
    HttpResponse<byte[]> response = server.get("/api/v1/addresses/" + path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(server.json(response).get("detail").asText()).isEqualTo(detail);
  }
}
