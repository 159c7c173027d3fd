package network.rei.dau.activity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.Test;

class RecordGroupsTest {

  private static final int BLOCKS = 2;

  private final AddressIndex addresses = new AddressIndex(16);

  @Test
  void shouldKeepRecordsInTheOrderOfTheirChunks() {
    RecordGroups groups = with(RecordGroups.NONE, 40, 3, 17, 2);

    assertThat(groups.records()).extracting(LedgerRecord::index).containsExactly(2L, 3L, 17L, 40L);
    assertThat(groups.first().orElseThrow().index()).isEqualTo(2);
    assertThat(groups.last().orElseThrow().index()).isEqualTo(40);
    assertThat(groups.record(17)).isPresent();
    assertThat(groups.record(18)).isEmpty();
  }

  @Test
  void shouldShareTheGroupsThatAChangeLeavesAsTheyAre() {
    RecordGroups before = with(RecordGroups.NONE, 1, 17, 33);

    RecordGroups after = with(before, 18);

    List<RecordGroup> old = List.copyOf(before.all());
    List<RecordGroup> now = List.copyOf(after.all());
    assertThat(now.get(0)).isSameAs(old.get(0));
    assertThat(now.get(1)).isNotSameAs(old.get(1));
    assertThat(now.get(2)).isSameAs(old.get(2));
    assertThat(before.record(18)).as("the value that it was derived from").isEmpty();
  }

  @Test
  void shouldPassOverARecordThatIsShorterThanTheOneOfItsChunk() {
    RecordGroups whole = with(RecordGroups.NONE, 5);

    RecordGroups groups = whole.with(List.of(entry(5, 1)), 0, addresses);

    assertThat(groups.record(5).orElseThrow().blockCount()).isEqualTo(BLOCKS);
  }

  @Test
  void shouldHaveNoGroupWithoutRecords() {
    RecordGroups groups = with(RecordGroups.NONE, 1, 17).without(List.of(17L, 99L));

    assertThat(groups.all()).hasSize(1);
    assertThat(groups.without(List.of(1L)).isEmpty()).isTrue();
    assertThat(RecordGroups.NONE.first()).isEmpty();
    assertThat(RecordGroups.NONE.last()).isEmpty();
  }

  private RecordGroups with(RecordGroups groups, long... chunks) {
    return groups.with(
        Arrays.stream(chunks).mapToObj(chunk -> entry(chunk, BLOCKS)).toList(), 0, addresses);
  }

  private static StoredRecord entry(long index, int blocks) {
    Chunk chunk = new Chunk(index, BLOCKS);
    return new StoredRecord(
        TestBlocks.record(chunk, chunk.firstBlock() + blocks - 1), Instant.EPOCH);
  }
}
