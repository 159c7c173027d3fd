package network.rei.dau.activity.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import org.junit.jupiter.api.Test;

/** Records of neighbouring chunks must be of one branch of the chain. */
class LinkCheckTest {

  private static final int SIZE = 10;

  private final Ledger ledger =
      Ledger.empty()
          .with(List.of(entry(record(0, 10, 0)), entry(record(1, 10, 0)), entry(record(3, 4, 0))));

  @Test
  void shouldFindNothingAmongRecordsOfOneBranch() {
    assertThat(ledger.brokenLink()).isEmpty();
    assertThat(ledger.brokenLink(List.of(record(2, 10, 0)), List.of())).isEmpty();
    assertThat(ledger.brokenLink(List.of(record(3, 9, 0)), List.of())).isEmpty();
  }

  @Test
  void shouldFindARecordThatDoesNotLinkToTheOneBefore() {
    assertThat(ledger.brokenLink(List.of(record(2, 3, 1)), List.of()))
        .hasValueSatisfying(reason -> assertThat(reason).contains("record 2", "record 1"));
  }

  @Test
  void shouldFindASealedRecordThatTheOneAfterDoesNotLinkTo() {
    Ledger forked = Ledger.empty().with(List.of(entry(record(3, 4, 1))));
    assertThat(forked.brokenLink(List.of(record(2, 10, 0)), List.of()))
        .hasValueSatisfying(reason -> assertThat(reason).contains("record 3", "record 2"));
  }

  @Test
  void shouldPassOverTheSeamOfAnOpenRecord() {
    Ledger forked = Ledger.empty().with(List.of(entry(record(3, 4, 1))));
    assertThat(forked.brokenLink(List.of(record(2, 9, 0)), List.of())).isEmpty();
  }

  @Test
  void shouldPassOverARecordThatIsRemovedOrReplacedInTheSameCommit() {
    assertThat(ledger.brokenLink(List.of(record(2, 3, 1)), List.of(1L))).isEmpty();
    List<ChunkRecord> replacements =
        List.of(corrected(record(0, 10, 1)), corrected(record(1, 10, 1)));
    assertThat(ledger.brokenLink(replacements, List.of())).isEmpty();
  }

  @Test
  void shouldFindALongerRecordThatDoesNotContainTheStoredBlocks() {
    assertThat(ledger.brokenLink(List.of(record(3, 9, 1)), List.of()))
        .hasValueSatisfying(reason -> assertThat(reason).contains("block 33", "record 3"));
  }

  @Test
  void shouldFindARecordOfTheSameLengthWithAnotherLastBlock() {
    assertThat(ledger.brokenLink(List.of(record(3, 4, 1)), List.of())).isPresent();
    assertThat(ledger.brokenLink(List.of(record(3, 4, 0)), List.of())).isEmpty();
  }

  @Test
  void shouldPassOverARecordOfTheNextGenerationAndOneWhoseRecordIsRemoved() {
    ChunkRecord other = record(3, 9, 1);
    assertThat(ledger.brokenLink(List.of(corrected(other)), List.of())).isEmpty();
    assertThat(ledger.brokenLink(List.of(other), List.of(3L))).isEmpty();
    assertThat(ledger.brokenLink(List.of(record(3, 3, 1)), List.of())).isEmpty();
  }

  @Test
  void shouldFindRecordsOfTwoBranchesThatWereEnteredSideBySide() {
    assertThat(ledger.with(List.of(entry(record(2, 10, 1)))).brokenLink()).isPresent();
  }

  private static ChunkRecord corrected(ChunkRecord record) {
    return new ChunkRecord(record.chunk(), 1, record.columns());
  }

  private static StoredRecord entry(ChunkRecord record) {
    return new StoredRecord(record, Instant.EPOCH);
  }

  private static ChunkRecord record(long index, int blocks, int branch) {
    long first = index * SIZE;
    return ChunkRecord.of(
        new Chunk(index, SIZE),
        0,
        LongStream.range(first, first + blocks)
            .mapToObj(
                n ->
                    new BlockActivity.Builder()
                        .build(
                            new BlockHeader(
                                n, RawBlock.hash(n, branch), RawBlock.hash(n - 1, branch), n)))
            .toList());
  }
}
