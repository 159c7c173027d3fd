package network.rei.dau.activity.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import org.junit.jupiter.api.Test;

class ChunkRecordTest {

  private static final Chunk CHUNK = new Chunk(2, 4);

  @Test
  void shouldRefuseABlockThatIsNotItsPredecessorsChild() {
    List<BlockActivity> blocks = RawBlock.toActivities(List.of(block(8, 0), orphan(9, 3)));

    assertThatThrownBy(() -> ChunkRecord.of(CHUNK, 0, blocks))
        .isInstanceOf(BrokenLinkException.class)
        .hasMessageContaining("block 9")
        .hasMessageContaining(RawBlock.hash(8, 0).toString())
        .hasMessageContaining(RawBlock.hash(8, 1).toString());
  }

  @Test
  void shouldRefuseToGoOnWithABlockOfAnotherFork() {
    ChunkRecord record = record(block(8, 0), block(9, 3));

    assertThatThrownBy(() -> record.extendedBy(List.of(orphan(10, 6).toActivity())))
        .isInstanceOf(BrokenLinkException.class)
        .hasMessageContaining("block 10");
  }

  @Test
  void shouldRefuseToStartWithinTheChunkOrBeforeIt() {
    assertThatIllegalArgumentException().isThrownBy(() -> record(block(9, 0)));
    assertThatIllegalArgumentException().isThrownBy(() -> record(block(7, 0)));
  }

  @Test
  void shouldRefuseAHoleAndARepetition() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> record(block(8, 0), block(10, 6)))
        .withMessageContaining("block 10");
    assertThatIllegalArgumentException().isThrownBy(() -> record(block(8, 0), block(8, 0)));
  }

  @Test
  void shouldRefuseMoreBlocksThanTheChunkHas() {
    ChunkRecord sealed = record(block(8, 0), block(9, 3), block(10, 6), block(11, 9));

    assertThat(sealed.sealed()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sealed.extendedBy(List.of(block(12, 12).toActivity())))
        .withMessageContaining("block 12");
  }

  @Test
  void shouldHoldTimestampsThatAreEqualOrGoBack() {
    assertThat(record(block(8, 5), block(9, 5)).lastTimestamp()).isEqualTo(5);
    assertThat(record(block(8, 5), block(9, 4)).lastTimestamp()).isEqualTo(4);
  }

  @Test
  void shouldRefuseToBeEmpty() {
    assertThatIllegalArgumentException().isThrownBy(() -> ChunkRecord.of(CHUNK, 0, List.of()));
  }

  @Test
  void shouldTakeTheSameBlocksOfALaterGenerationForNewer() {
    ChunkRecord first = record(block(8, 0), block(9, 3));
    ChunkRecord corrected = ChunkRecord.of(CHUNK, 1, RawBlock.toActivities(List.of(block(8, 0))));

    assertThat(corrected.supersedes(first.generation(), first.lastBlock())).isTrue();
    assertThat(first.supersedes(corrected.generation(), corrected.lastBlock())).isFalse();
    assertThat(first.supersedes(first.generation(), first.lastBlock())).isFalse();
  }

  @Test
  void shouldRefuseColumnsThatDoNotFitTogether() {
    assertThat(recordWith(c -> c)).isEqualTo(record(block(8, 0), block(9, 3)));
    refuses(c -> with(c, new long[] {0}, c.transactionStarts(), c.senders(), c.recipients()));
    refuses(c -> with(c, c.timestamps(), new int[] {0, 2}, c.senders(), c.recipients()));
    refuses(c -> with(c, c.timestamps(), new int[] {1, 1, 2}, c.senders(), c.recipients()));
    refuses(c -> with(c, c.timestamps(), new int[] {0, 1, 1}, c.senders(), c.recipients()));
    refuses(c -> with(c, c.timestamps(), new int[] {0, 3, 2}, c.senders(), c.recipients()));
    refuses(c -> with(c, c.timestamps(), c.transactionStarts(), new int[] {0, 2}, c.recipients()));
    refuses(c -> with(c, c.timestamps(), c.transactionStarts(), new int[] {0, ~2}, c.recipients()));
    refuses(c -> with(c, c.timestamps(), c.transactionStarts(), c.senders(), new int[] {0}));
    refuses(c -> with(c, c.timestamps(), c.transactionStarts(), c.senders(), new int[] {0, 2}));
    refuses(c -> with(c, c.timestamps(), c.transactionStarts(), c.senders(), new int[] {0, -2}));
  }

  @Test
  void shouldRefuseATableThatIsCutUnsortedOrHasAnAddressTwice() {
    refuses(c -> withTable(c, Arrays.copyOf(c.addressTable(), 39)));
    refuses(c -> withTable(c, new byte[40]));
    refuses(
        c -> {
          byte[] swapped = new byte[40];
          System.arraycopy(c.addressTable(), 0, swapped, 20, 20);
          System.arraycopy(c.addressTable(), 20, swapped, 0, 20);
          return withTable(c, swapped);
        });
  }

  private static void refuses(UnaryOperator<ChunkRecord.Columns> change) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recordWith(change))
        .withMessageContaining("chunk 2");
  }

  private static ChunkRecord recordWith(UnaryOperator<ChunkRecord.Columns> change) {
    return new ChunkRecord(CHUNK, 0, change.apply(record(block(8, 0), block(9, 3)).columns()));
  }

  private static ChunkRecord.Columns with(
      ChunkRecord.Columns columns,
      long[] timestamps,
      int[] starts,
      int[] senders,
      int[] recipients) {
    return new ChunkRecord.Columns(
        columns.parentHash(),
        columns.hashes(),
        timestamps,
        starts,
        columns.addressTable(),
        senders,
        recipients);
  }

  private static ChunkRecord.Columns withTable(ChunkRecord.Columns columns, byte[] table) {
    return new ChunkRecord.Columns(
        columns.parentHash(),
        columns.hashes(),
        columns.timestamps(),
        columns.transactionStarts(),
        table,
        columns.senders(),
        columns.recipients());
  }

  private static ChunkRecord record(RawBlock... blocks) {
    return ChunkRecord.of(CHUNK, 0, RawBlock.toActivities(List.of(blocks)));
  }

  private static RawBlock block(long number, long timestamp) {
    return new RawBlock(number, timestamp, 0, 0, List.of(new RawTransaction(1, 2, 0)));
  }

  /** A block whose parent is on another fork. */
  private static RawBlock orphan(long number, long timestamp) {
    return new RawBlock(number, timestamp, 0, 1, List.of());
  }
}
