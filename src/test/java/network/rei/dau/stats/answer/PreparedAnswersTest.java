package network.rei.dau.stats.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.stats.answer.PreparedAnswers.Body;
import org.junit.jupiter.api.Test;

class PreparedAnswersTest {

  private static final Instant COMPUTED_AT = Instant.parse("2026-03-05T12:00:08Z");
  private static final Instant LAST_BLOCK = Instant.parse("2026-03-05T12:00:00Z");

  private final ObjectMapper mapper = new ObjectMapper();

  @Test
  void shouldRenderTheLast24HoursInTheDocumentedOrderAndTimesWithMilliseconds() {
    Ledger ledger = TestLedgers.of(20, 32, 10, 3, LAST_BLOCK);

    assertThat(json(ledger, AnswerKind.LAST_24_HOURS))
        .isEqualTo(
            """
            {"success":true,"data":{"totalBlocks":13,"totalTransactions":13,\
            "uniqueAddressCount":14,"uniqueSenders":13,"uniqueRecipients":13,"newSenders":13,\
            "recordCount":2,"complete":false,"missingBlocks":null,\
            "blockRange":{"start":20,"end":32,"startTimestamp":"2026-03-05T11:59:24.000Z",\
            "endTimestamp":"2026-03-05T12:00:00.000Z"},"timestamp":"2026-03-05T12:00:08.000Z"},\
            "message":"Successfully retrieved 24-hour statistics"}\
            """);
  }

  @Test
  void shouldRenderZerosAndNullsForTheLast24HoursWithoutData() {
    assertThat(json(Ledger.empty(), AnswerKind.LAST_24_HOURS))
        .isEqualTo(
            """
            {"success":true,"data":{"totalBlocks":0,"totalTransactions":0,\
            "uniqueAddressCount":0,"uniqueSenders":0,"uniqueRecipients":0,"newSenders":0,\
            "recordCount":0,"complete":false,"missingBlocks":null,\
            "blockRange":{"start":0,"end":0,"startTimestamp":null,\
            "endTimestamp":null},"timestamp":"2026-03-05T12:00:08.000Z"},\
            "message":"Successfully retrieved 24-hour statistics"}\
            """);
  }

  @Test
  void shouldRenderNoCountsOfBlocksThatAreNotInMemory() throws IOException {
    Ledger ledger = TestLedgers.of(20, 32, 10, 3, LAST_BLOCK).within(1);

    JsonNode data = tree(ledger, AnswerKind.LAST_24_HOURS).get("data");

    assertThat(data.get("totalBlocks").isNull()).isTrue();
    assertThat(data.get("uniqueAddressCount").isNull()).isTrue();
    assertThat(data.get("recordCount").asInt()).isEqualTo(2);
    assertThat(data.get("availableFrom").asText()).isEqualTo("2026-03-05T12:00:01.000Z");
  }

  @Test
  void shouldRenderNoDaysWithoutData() throws IOException {
    assertThat(tree(Ledger.empty(), AnswerKind.LAST_7_DAYS).get("data")).isEmpty();
  }

  @Test
  void shouldRenderTheLast7DaysNewestFirst() throws IOException {
    // a block an hour for 20 days
    Ledger ledger = TestLedgers.of(0, 479, 24, 3600, LAST_BLOCK);

    JsonNode days = tree(ledger, AnswerKind.LAST_7_DAYS).get("data");

    assertThat(days.findValuesAsText("date"))
        .containsExactly(
            "2026-03-05",
            "2026-03-04",
            "2026-03-03",
            "2026-03-02",
            "2026-03-01",
            "2026-02-28",
            "2026-02-27");
    assertThat(days.get(0).get("totalBlocks").asInt()).isEqualTo(13);
    assertThat(days.get(0).get("complete").asBoolean()).isFalse();
    assertThat(days.get(1).get("totalBlocks").asInt()).isEqualTo(24);
    assertThat(days.get(1).get("complete").asBoolean()).isTrue();
    assertThat(days.get(1).get("missingBlocks").asInt()).isZero();
  }

  @Test
  void shouldRenderTheDateOfADayBeforeTheFieldsOfTheLast24Hours() throws IOException {
    Ledger ledger = TestLedgers.of(20, 32, 10, 3, LAST_BLOCK);
    List<String> expected = new ArrayList<>(List.of("date"));
    tree(ledger, AnswerKind.LAST_24_HOURS).get("data").fieldNames().forEachRemaining(expected::add);

    JsonNode day = tree(ledger, AnswerKind.LAST_7_DAYS).get("data").get(0);

    assertThat(day.fieldNames()).toIterable().containsExactlyElementsOf(expected);
  }

  @Test
  void shouldOmitTheDayBeforeAWindowThatBeginsExactlyAtMidnight() throws IOException {
    Instant lastSecond = Instant.parse("2026-03-05T23:59:59Z");
    Ledger ledger = TestLedgers.of(0, 479, 24, 3600, lastSecond);

    JsonNode days = tree(ledger, AnswerKind.LAST_7_DAYS).get("data");

    assertThat(days).hasSize(7);
    assertThat(days.get(6).get("date").asText()).isEqualTo("2026-02-27");
  }

  @Test
  void shouldCompressThePlainBytes() throws IOException {
    Body body =
        PreparedAnswers.of(Ledger.empty(), 1, COMPUTED_AT, true).body(AnswerKind.LAST_24_HOURS);

    byte[] unzipped = new GZIPInputStream(new ByteArrayInputStream(body.gzip())).readAllBytes();

    assertThat(unzipped).isEqualTo(body.json());
  }

  private JsonNode tree(Ledger ledger, AnswerKind kind) throws IOException {
    return mapper.readTree(json(ledger, kind));
  }

  private static String json(Ledger ledger, AnswerKind kind) {
    return new String(
        PreparedAnswers.of(ledger, 1, COMPUTED_AT, true).body(kind).json(), StandardCharsets.UTF_8);
  }
}
