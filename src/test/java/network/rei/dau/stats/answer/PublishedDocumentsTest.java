package network.rei.dau.stats.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import network.rei.dau.activity.ledger.Ledger;
import org.junit.jupiter.api.Test;

class PublishedDocumentsTest {

  private static final Instant COMPUTED_AT = Instant.parse("2026-03-05T12:00:08.5Z");
  private static final Instant LAST_BLOCK = Instant.parse("2026-03-05T12:00:00Z");

  private final ObjectMapper mapper = new ObjectMapper();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void shouldWriteTheLast24HoursAndTheLastProcessedBlock() throws IOException {
    PublishedDocuments.writeStatistics(
        TestLedgers.of(20, 32, 10, 3, LAST_BLOCK), COMPUTED_AT, true, out);

    JsonNode statistics = mapper.readTree(out.toByteArray());
    assertThat(statistics.at("/stats/totalBlocks").asInt()).isEqualTo(13);
    assertThat(statistics.get("lastProcessedBlock").asLong()).isEqualTo(32);
    assertThat(statistics.get("lastProcessedBlockTimestamp").asText())
        .isEqualTo(statistics.get("lastBlockTimestamp").asText())
        .isEqualTo("2026-03-05T12:00:00.000Z");
    assertThat(statistics.get("timestamp").asText()).isEqualTo("2026-03-05T12:00:08.500Z");
  }

  @Test
  void shouldWriteBlock0WithoutATimestampIfThereAreNoBlocks() throws IOException {
    PublishedDocuments.writeStatistics(Ledger.empty(), COMPUTED_AT, true, out);

    JsonNode statistics = mapper.readTree(out.toByteArray());
    assertThat(statistics.get("lastProcessedBlock").asLong()).isZero();
    assertThat(statistics.get("lastProcessedBlockTimestamp").isNull()).isTrue();
  }

  @Test
  void shouldWriteTheRecordsOldestFirstWithoutTheirAddresses() throws IOException {
    PublishedDocuments.writeHistory(TestLedgers.of(20, 32, 10, 3, LAST_BLOCK), true, out);

    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
            [
            {"blockRange":{"start":20,"end":29,"startTimestamp":"2026-03-05T11:59:24.000Z",\
            "endTimestamp":"2026-03-05T11:59:51.000Z"},"stats":{"totalBlocks":10,\
            "totalTransactions":10,"uniqueAddressCount":11,"uniqueSenders":10,\
            "uniqueRecipients":10,"newSenders":10},"sealed":true,\
            "timestamp":"2026-03-05T12:00:07.250Z"},
            {"blockRange":{"start":30,"end":32,"startTimestamp":"2026-03-05T11:59:54.000Z",\
            "endTimestamp":"2026-03-05T12:00:00.000Z"},"stats":{"totalBlocks":3,\
            "totalTransactions":3,"uniqueAddressCount":4,"uniqueSenders":3,\
            "uniqueRecipients":3,"newSenders":3},"sealed":false,\
            "timestamp":"2026-03-05T12:00:07.250Z"}
            ]
            """);
  }

  @Test
  void shouldWriteAnEmptyArrayIfThereAreNoRecords() throws IOException {
    PublishedDocuments.writeHistory(Ledger.empty(), true, out);

    assertThat(mapper.readTree(out.toByteArray())).isEqualTo(mapper.createArrayNode());
  }
}
