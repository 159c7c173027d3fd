package network.rei.dau.stats.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import network.rei.dau.activity.Ledgers;
import network.rei.dau.activity.ledger.LedgerRecord;
import org.junit.jupiter.api.Test;

class RecordListingTest {

  private static final List<LedgerRecord> RECORDS =
      TestLedgers.of(0, 44, 10, 3, Instant.parse("2026-03-05T12:00:00Z")).records();

  @Test
  void shouldRenderARecordOnlyWhenItsPartIsRead() {
    CountingList counted = new CountingList();

    Iterator<byte[]> parts =
        RecordListing.history(counted, 5, AddressListing.INCLUDED, true).iterator();

    assertThat(parts.next()).asString().isEqualTo("{\"success\":true,\"data\":[");
    assertThat(counted.reads).isZero();
    assertThat(parts.next()).asString().startsWith("{\"blockRange\":{\"start\":0,");
    assertThat(counted.reads).isEqualTo(1);
    assertThat(parts.next()).asString().startsWith(",{\"blockRange\":{\"start\":10,");
    assertThat(counted.reads).isEqualTo(2);
  }

  @Test
  void shouldListTheDistinctAddressesOfARecordInOrder() throws IOException {
    JsonNode stats =
        tree(RecordListing.recent(RECORDS, 5, AddressListing.INCLUDED, true))
            .at("/data/records/1/stats");

    assertThat(stats.get("uniqueAddresses"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(
            Ledgers.addresses(RECORDS.get(1)).stream().map(Object::toString).toList())
        .isSorted()
        .doesNotHaveDuplicates()
        .hasSize(stats.get("uniqueAddressCount").asInt());
  }

  @Test
  void shouldDivideARecordOfManyAddressesIntoSmallPartsWithoutLoss() throws IOException {
    LedgerRecord record =
        TestLedgers.of(0, 9_999, 10_000, 3, Instant.parse("2026-03-05T12:00:00Z")).records().get(0);
    List<LedgerRecord> records = List.of(record, record);
    assertThat(Ledgers.addresses(record)).hasSizeGreaterThan(5_000);

    assertThat(RecordListing.history(records, 2, AddressListing.INCLUDED, true))
        .hasSizeGreaterThan(40)
        .allSatisfy(part -> assertThat(part).hasSizeLessThan(16 * 1024));
    for (JsonNode listed :
        tree(RecordListing.history(records, 2, AddressListing.INCLUDED, true)).get("data")) {
      assertThat(listed.at("/stats/uniqueAddresses"))
          .extracting(JsonNode::asText)
          .containsExactlyElementsOf(
              Ledgers.addresses(record).stream().map(Object::toString).toList());
      assertThat(listed.get("sealed").isBoolean()).isTrue();
    }
  }

  @Test
  void shouldRenderAnEmptyListing() throws IOException {
    JsonNode history = tree(RecordListing.history(List.of(), 0, AddressListing.INCLUDED, true));

    assertThat(history.get("data")).isEmpty();
    assertThat(history.get("count").asInt()).isZero();
    assertThat(
            tree(RecordListing.recent(List.of(), 0, AddressListing.INCLUDED, true))
                .at("/data/records"))
        .isEmpty();
  }

  private static JsonNode tree(RecordListing listing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    listing.forEach(bytes::writeBytes);
    return new ObjectMapper().readTree(bytes.toByteArray());
  }

  private static final class CountingList extends AbstractList<LedgerRecord> {

    private int reads;

    @Override
    public LedgerRecord get(int index) {
      reads++;
      return RECORDS.get(index);
    }

    @Override
    public int size() {
      return RECORDS.size();
    }
  }
}
