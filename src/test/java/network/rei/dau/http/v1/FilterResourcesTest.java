package network.rei.dau.http.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TransactionKind;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.rule.SystemRule;
import network.rei.dau.activity.rule.SystemRules;
import network.rei.dau.http.TestServer;
import network.rei.dau.http.TestSettings;
import network.rei.dau.http.v1.filter.FilterSettings;
import network.rei.dau.stats.answer.AnswerKind;
import network.rei.dau.stats.answer.PreparedAnswers;
import network.rei.dau.stats.answer.TestLedgers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * 60 blocks an hour apart, in records of 10, the last one at noon of 2026-03-05. Each block has a
 * transaction of the system from 1 to 2, a deposit (type 0x7e) of 3 to 4 and a transaction of a new
 * sender to 4; the first record was written by an earlier version.
 */
class FilterResourcesTest {

  private static final int BLOCKS = 60;
  private static final int CHUNK = 10;
  private static final long LAST = Instant.parse("2026-03-05T12:00:00Z").getEpochSecond();

  private static final SystemRule ATTRIBUTES =
      new SystemRule(
          "attributes",
          "Sets attributes.",
          "https://specs.example",
          new TreeSet<>(List.of(TestLedgers.address(1))),
          new TreeSet<>(),
          new TreeSet<>(),
          false,
          List.of());
  private static final SystemRule DEPOSITS =
      new SystemRule(
          "deposits",
          "Was sent on another chain.",
          "",
          new TreeSet<>(),
          new TreeSet<>(),
          new TreeSet<>(List.of(0x7e)),
          false,
          List.of());

  private static TestServer none;
  private static TestServer attributes;
  private static TestServer both;
  private static TestServer tron;

  @BeforeAll
  static void start() {
    Ledger ledger = ledger();
    none = server(ledger, FilterSettings.NONE);
    attributes = server(ledger, new FilterSettings(SystemRules.of(List.of(ATTRIBUTES)), true));
    both = server(ledger, new FilterSettings(SystemRules.of(List.of(ATTRIBUTES, DEPOSITS)), true));
    tron = server(ledger, new FilterSettings(SystemRules.NONE, false));
  }

  @AfterAll
  static void stop() {
    List.of(none, attributes, both, tron).forEach(TestServer::close);
  }

  @Test
  void shouldCountEverythingWithoutAFilter() {
    JsonNode window = both.json("/api/v1/windows/10h");

    assertThat(window.get("transactions").asInt()).isEqualTo(30);
    assertThat(window.get("senders").asInt()).isEqualTo(12);
    assertThat(window.get("filter").asText()).isEqualTo("raw");
    assertThat(window.get("leftOut").isNull()).isTrue();
    assertThat(window.get("unavailable")).isEmpty();
    assertThat(both.json("/api/v1/windows/10h?filter=RAW")).isEqualTo(window);
  }

  @Test
  void shouldReportForEachRuleWhatItLeftOut() {
    JsonNode window = both.json("/api/v1/windows/10h?filter=organic");

    assertThat(window.get("transactions").asInt()).isEqualTo(10);
    assertThat(window.get("senders").asInt()).isEqualTo(10);
    assertThat(window.get("recipients").asInt()).isEqualTo(1);
    assertThat(window.get("newSenders").asInt()).isEqualTo(10);
    assertThat(window.get("blocks").asInt()).isEqualTo(10);
    assertThat(window.get("complete").asBoolean()).isTrue();
    assertThat(window.get("filter").asText()).isEqualTo("organic");
    assertThat(window.get("leftOut").toString())
        .isEqualTo(
            """
            {"transactions":20,"addresses":3,"rules":[\
            {"rule":"attributes","description":"Sets attributes.",\
            "source":"https://specs.example","transactions":10,"addresses":2},\
            {"rule":"deposits","description":"Was sent on another chain.",\
            "source":null,"transactions":10,"addresses":1}]}\
            """);
  }

  @Test
  void shouldCountTheSameWithoutRules() {
    JsonNode raw = none.json("/api/v1/windows/10h");
    JsonNode organic = none.json("/api/v1/windows/10h?filter=organic");

    assertThat(organic.get("transactions")).isEqualTo(raw.get("transactions"));
    assertThat(organic.get("leftOut").toString())
        .isEqualTo("{\"transactions\":0,\"addresses\":0,\"rules\":[]}");
  }

  @Test
  void shouldNotDecideWhereARecordLacksWhatARuleNeeds() {
    JsonNode window = both.json("/api/v1/windows?fromBlock=5&toBlock=20&filter=organic");

    for (String metric : List.of("transactions", "senders", "newSenders", "blocks")) {
      assertThat(window.get(metric).isNull()).as(metric).isTrue();
    }
    assertThat(window.get("leftOut").isNull()).isTrue();
    assertThat(window.get("complete").asBoolean()).isFalse();
    assertThat(window.get("availableFrom").asText()).isEqualTo(time(9, 1));
    assertThat(window.at("/unavailable/0/metrics").toString()).contains("\"transactions\"");
    assertThat(window.at("/unavailable/0/reason").asText())
        .startsWith("The rule 'deposits' needs the type and the gas price");
    assertThat(
            both.json("/api/v1/windows?fromBlock=10&toBlock=20&filter=organic")
                .get("transactions")
                .asInt())
        .isEqualTo(11);
  }

  @Test
  void shouldNotNameATimeWhileTheNewestRecordGrowsWithoutDetails() {
    Ledger growing = Ledger.empty().with(List.of(record(0, CHUNK - 1, false)));
    TestServer server =
        server(growing, new FilterSettings(SystemRules.of(List.of(DEPOSITS)), true));
    try {
      for (String path : List.of("windows/1h?", "addresses/top?window=1h&")) {
        JsonNode answer = server.json("/api/v1/" + path + "filter=organic");
        assertThat(answer.get("availableFrom").isNull()).isTrue();
        assertThat(answer.get("leftOut").isNull()).isTrue();
        assertThat(answer.at("/unavailable/0/reason").asText()).contains("'deposits'");
      }
      JsonNode window = server.json("/api/v1/windows/1h?filter=organic");
      assertThat(window.get("transactions").isNull()).isTrue();
      assertThat(server.json("/api/v1/windows/1h").get("transactions").asInt()).isEqualTo(3);
    } finally {
      server.close();
    }
  }

  @Test
  void shouldDecideByAddressesForRecordsOfAnEarlierVersion() {
    JsonNode window = attributes.json("/api/v1/windows?fromBlock=0&toBlock=19&filter=organic");

    assertThat(window.get("transactions").asInt()).isEqualTo(40);
    assertThat(window.at("/leftOut/rules/0/transactions").asInt()).isEqualTo(20);
  }

  @Test
  void shouldRankTheAddressesOfTheTransactionsThatAreLeft() {
    JsonNode top = both.json("/api/v1/addresses/top?window=10h&limit=2&filter=organic");

    assertThat(top.get("total").asInt()).isEqualTo(11);
    assertThat(top.at("/addresses/0/address").asText())
        .isEqualTo(TestLedgers.address(4).toString());
    assertThat(top.at("/addresses/0/received").asInt()).isEqualTo(10);
    assertThat(top.at("/addresses/1/total").asInt()).isEqualTo(1);
    assertThat(top.at("/leftOut/transactions").asInt()).isEqualTo(20);
    JsonNode undecided = both.json("/api/v1/addresses/top?fromBlock=0&toBlock=3&filter=organic");
    assertThat(undecided.get("total").isNull()).isTrue();
    assertThat(undecided.get("addresses")).isEmpty();
    assertThat(undecided.at("/unavailable/0/reason").asText()).contains("'deposits'");
    assertThat(both.json("/api/v1/addresses/top?window=10h&limit=1").at("/total").asInt())
        .isEqualTo(14);
  }

  @Test
  void shouldFilterASeries() {
    JsonNode series =
        both.json(
            "/api/v1/series/transactions?resolution=hour&filter=organic&from="
                + time(8, 0)
                + "&to="
                + time(12, 0));

    assertThat(series.get("filter").asText()).isEqualTo("organic");
    assertThat(series.get("points").findValuesAsText("value"))
        .containsExactly("null", "null", "1", "1");
    assertThat(series.at("/unavailable/0/metrics").toString()).isEqualTo("[\"transactions\"]");
    assertThat(series.at("/leftOut/transactions").asInt()).isEqualTo(4);
    assertThat(series.at("/leftOut/addresses").asInt()).isEqualTo(3);
    assertThat(both.json("/api/v1/series/transactions?resolution=day").at("/points/1/value"))
        .isEqualTo(
            both.json("/api/v1/series/transactions?resolution=day&filter=raw")
                .at("/points/1/value"));
  }

  @Test
  void shouldFilterDaysAndNotCompareThem() {
    JsonNode days = attributes.json("/api/v1/days?filter=organic");
    JsonNode raw = attributes.json("/api/v1/days");

    assertThat(days.get("total")).isEqualTo(raw.get("total"));
    assertThat(days.at("/leftOut/rules/0/transactions").asInt()).isEqualTo(BLOCKS);
    assertThat(days.at("/leftOut/rules/0/addresses").asInt()).isEqualTo(2);
    assertThat(raw.get("leftOut").isNull()).isTrue();
    assertThat(none.json("/api/v1/days?filter=organic").at("/leftOut/transactions").asInt())
        .isZero();
    assertThat(none.json("/api/v1/days?filter=organic").at("/leftOut/rules").isArray()).isTrue();
    for (int day = 0; day < days.get("total").asInt(); day++) {
      assertThat(3 * days.at("/days/" + day + "/transactions").asInt())
          .isEqualTo(2 * raw.at("/days/" + day + "/transactions").asInt());
      assertThat(days.at("/days/" + day + "/churnedSenders").isNull()).isTrue();
    }
    assertThat(days.at("/unavailable/0/metrics").toString())
        .contains("weeklySenders", "churnedSenders")
        .doesNotContain("\"senders\"");
    JsonNode weekly = attributes.json("/api/v1/series/weeklySenders?filter=organic");
    assertThat(weekly.at("/points/0/value").isNull()).isTrue();
    assertThat(weekly.at("/unavailable/0/metrics").toString()).isEqualTo("[\"weeklySenders\"]");
  }

  @Test
  void shouldNotCountNewSendersWhereNoncesDoNotCount() {
    JsonNode window = tron.json("/api/v1/windows/10h");

    assertThat(window.get("newSenders").isNull()).isTrue();
    assertThat(window.get("senders").asInt()).isEqualTo(12);
    assertThat(window.get("unavailable").toString())
        .isEqualTo(
            """
            [{"metrics":["newSenders"],"reason":"The nonces of this chain do not count \
            transactions, so the first one of a sender cannot be recognised."}]\
            """);
    JsonNode series = tron.json("/api/v1/series/newSenders?resolution=day");
    assertThat(series.at("/points/0/value").isNull()).isTrue();
    assertThat(series.get("availableFrom").isNull()).isTrue();
    assertThat(series.get("unavailable")).hasSize(1);
    JsonNode day = tron.json("/api/v1/days").at("/days/0");
    assertThat(day.get("newSenders").isNull()).isTrue();
    assertThat(day.get("returningSenders").isNull()).isTrue();
    assertThat(day.get("newSendersChange").isNull()).isTrue();
    assertThat(day.get("senders").isNull()).isFalse();
    JsonNode retention = tron.json("/api/v1/retention");
    assertThat(retention.at("/cohorts/0/newSenders").isNull()).isTrue();
    assertThat(retention.get("unavailable")).hasSize(1);
    assertThat(none.json("/api/v1/retention").at("/cohorts/0/newSenders").asInt()).isPositive();
  }

  @Test
  void shouldNotCountThemInTheShapesOfTheNodeJsVersion() throws IOException {
    JsonNode records = tron.json("/api/stats/records?include=none");
    assertThat(records.at("/data/records/0/stats/newSenders").isNull()).isTrue();
    assertThat(records.at("/data/records/0/stats/uniqueSenders").asInt()).isPositive();
    JsonNode last24Hours =
        new ObjectMapper()
            .readTree(
                PreparedAnswers.of(ledger(), 1, TestServer.NOW, false)
                    .body(AnswerKind.LAST_24_HOURS)
                    .json());
    assertThat(last24Hours.at("/data/newSenders").isNull()).isTrue();
    assertThat(last24Hours.at("/data/uniqueSenders").asInt()).isPositive();
    assertThat(both.json("/api/stats/24h").at("/data/newSenders").asInt()).isPositive();
  }

  @Test
  void shouldSendAnotherEntityTagWithOtherRules() {
    Map<TestServer, String> tags =
        Map.of(none, tag(none), attributes, tag(attributes), both, tag(both));

    assertThat(tags.values()).doesNotHaveDuplicates();
    assertThat(tag(both)).isEqualTo(tags.get(both));
  }

  @Test
  void shouldSendTheFilteredTableAsCsv() {
    HttpResponse<byte[]> table =
        both.get("/api/v1/addresses/top?window=10h&limit=1&filter=organic&format=csv");

    assertThat(new String(table.body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "rank,address,sent,received,total,name,group,url\r\n1,"
                + TestLedgers.address(4)
                + ",0,10,10,,,\r\n");
  }

  private static String tag(TestServer server) {
    return server
        .get("/api/v1/windows/10h?filter=organic")
        .headers()
        .firstValue("ETag")
        .orElseThrow();
  }

  private static TestServer server(Ledger ledger, FilterSettings filter) {
    return new TestServer(
        TestServer.storeOf(ledger),
        TestServer.supervisorOf(TestServer.IDLE),
        new TestSettings().filter(filter).build());
  }

  /** Returns a time some seconds after that of a block. */
  private static String time(int block, int seconds) {
    return Instant.ofEpochSecond(LAST - (BLOCKS - 1 - block) * 3600L + seconds)
        .toString()
        .replace("Z", ".000Z");
  }

  private static Ledger ledger() {
    List<StoredRecord> records = new ArrayList<>();
    for (int index = 0; index * CHUNK < BLOCKS; index++) {
      records.add(record(index, CHUNK, index > 0));
    }
    return Ledger.empty().with(records);
  }

  private static StoredRecord record(int index, int length, boolean detailed) {
    List<BlockActivity> blocks = new ArrayList<>();
    for (int number = index * CHUNK; number < index * CHUNK + length; number++) {
      blocks.add(block(number, detailed));
    }
    return new StoredRecord(
        ChunkRecord.of(new Chunk(index, CHUNK), 0, blocks), TestLedgers.STORED_AT);
  }

  private static BlockActivity block(int number, boolean detailed) {
    BlockActivity.Builder builder = new BlockActivity.Builder();
    add(builder, 1, 2, false, 0x7d, detailed);
    add(builder, 3, 4, false, 0x7e, detailed);
    add(builder, 1000 + number, 4, true, 2, detailed);
    return builder.build(
        new BlockHeader(
            number, hash(number), hash(number - 1), LAST - (BLOCKS - 1 - number) * 3600L));
  }

  private static void add(
      BlockActivity.Builder builder, int from, int to, boolean first, int type, boolean detailed) {
    byte[] sender = TestLedgers.address(from).toBytes();
    byte[] recipient = TestLedgers.address(to).toBytes();
    if (detailed) {
      builder.add(
          sender, recipient, first, new TransactionKind(false, false, false, type, false, 0));
    } else {
      builder.add(sender, recipient, first);
    }
  }

  private static Hash hash(long number) {
    return new Hash(0, 0, 0, number + 1);
  }
}
