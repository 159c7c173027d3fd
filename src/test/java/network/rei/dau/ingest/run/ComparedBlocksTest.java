package network.rei.dau.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.ingest.StoredBlock;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which stored blocks are compared with a chain that has another block 0, and when it has them. */
class ComparedBlocksTest {

  private static final int CHUNK_SIZE = 10;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 31, 32, 33, 64, 65, 1023, 1024})
  void shouldCompareEveryRecordOnce(int records) {
    List<StoredBlock> ends = ends(records);

    assertThat(compared(ends)).containsExactlyInAnyOrderElementsOf(ends);
  }

  @ParameterizedTest
  @ValueSource(ints = {1025, 2047, 100_000})
  void shouldCompareAtMost1024EvenlySpreadRecords(int records) {
    List<StoredBlock> ends = ends(records);

    List<Long> places =
        compared(ends).stream().map(block -> block.number() / CHUNK_SIZE).sorted().toList();

    assertThat(places).hasSize(1024).doesNotHaveDuplicates().contains(0L, records - 1L);
    long least = (records - 1L) / 1023;
    for (int i = 1; i < places.size(); i++) {
      assertThat(places.get(i) - places.get(i - 1)).isBetween(least, least + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 33, 5000})
  void shouldAskForTheOldestAndTheNewestRecordFirst(int records) {
    List<StoredBlock> ends = ends(records);

    List<List<StoredBlock>> groups = ComparedBlocks.groups(ends);

    assertThat(groups.get(0)).startsWith(ends.get(0), ends.get(records - 1));
    assertThat(groups).allSatisfy(group -> assertThat(group).hasSizeBetween(1, 32));
  }

  @Test
  void shouldCompareNothingIfBlock0IsStoredAlone() {
    assertThat(ComparedBlocks.groups(List.of())).isEmpty();
    assertThat(ComparedBlocks.groups(List.of(stored(0)))).isEmpty();
    assertThat(ComparedBlocks.groups(List.of(stored(0), stored(19))))
        .containsExactly(List.of(stored(19)));
  }

  @Test
  void shouldFindAGroupOnTheChainOnlyIfEachBlockIsServedAndTheSame() {
    List<StoredBlock> group = ends(3);
    List<Optional<BlockHeader>> headers =
        group.stream().map(block -> Optional.of(TestBlocks.header(block.number()))).toList();

    assertThat(ComparedBlocks.areOnChain(group, headers)).isTrue();
    for (int i = 0; i < group.size(); i++) {
      long number = group.get(i).number();
      BlockHeader header = TestBlocks.header(number);
      BlockHeader otherHash =
          new BlockHeader(number, new Hash(9, 9, 9, 9), header.parentHash(), header.timestamp());
      BlockHeader otherTime =
          new BlockHeader(number, header.hash(), header.parentHash(), header.timestamp() + 1);
      for (Optional<BlockHeader> answer :
          List.of(Optional.<BlockHeader>empty(), Optional.of(otherHash), Optional.of(otherTime))) {
        List<Optional<BlockHeader>> changed = new ArrayList<>(headers);
        changed.set(i, answer);
        assertThat(ComparedBlocks.areOnChain(group, changed)).isFalse();
      }
    }
  }

  private static List<StoredBlock> compared(List<StoredBlock> ends) {
    return ComparedBlocks.groups(ends).stream().flatMap(List::stream).toList();
  }

  private static List<StoredBlock> ends(int records) {
    return LongStream.range(0, records)
        .mapToObj(index -> stored((index + 1) * CHUNK_SIZE - 1))
        .toList();
  }

  private static StoredBlock stored(long number) {
    BlockHeader header = TestBlocks.header(number);
    return new StoredBlock(number, header.hash(), header.timestamp());
  }
}
