package network.rei.dau.ingest.reorg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.ingest.StoredBlock;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.Test;

/** Which stored records above the head cannot be on its chain. */
class DetachedRecordsTest {

  private static final int CHUNK_SIZE = 10;

  /** The true head: block 1000 of a chain with a block every 3 s, of just now. */
  private static final BlockHeader HEAD = TestBlocks.header(1000);

  private static final long NOW = HEAD.timestamp();

  private final List<StoredRecord> records = new ArrayList<>();
  private final Map<Long, Hash> served = new HashMap<>();
  private final List<Long> asked = new ArrayList<>();
  private long now = NOW;

  @Test
  void shouldFindTheSegmentsAboveTheHeadThatAreOlderThanIt() {
    stored(99, 0, NOW - 3_000);
    stored(500, 1, NOW - 2_000);
    stored(501, 1, NOW - 1_000);
    stored(503, 1, NOW - 400);

    assertThat(find(HEAD)).containsExactlyInAnyOrder(end(500), end(503));
    assertThat(asked).containsExactly(5009L, 5019L, 5039L, 5039L);
  }

  @Test
  void shouldJudgeASegmentByItsOldestRecord() {
    stored(500, 1, NOW - 400);
    stored(501, 1, NOW + 3_000);

    assertThat(find(HEAD)).containsExactly(end(500));
  }

  @Test
  void shouldNotTakeRecordsThatAreNotOlderThanTheHead() {
    stored(500, 1, NOW - 300);
    stored(600, 1, NOW + 3_000);

    assertThat(find(HEAD)).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void shouldNotTakeRecordsShortlyAboveTheHead() {
    stored(106, 1, NOW - 400);
    stored(108, 1, NOW - 400);

    assertThat(find(HEAD)).containsExactly(end(108));
    assertThat(find(TestBlocks.header(1016))).as("64 blocks above").isEmpty();
  }

  @Test
  void shouldNotTakeRecordsThatAreLinkedToBlocksBelowTheHead() {
    for (long index = 100; index < 120; index++) {
      stored(index, 1, NOW - 400);
    }

    assertThat(find(HEAD)).isEmpty();
  }

  @Test
  void shouldNotTakeASegmentOfWhichABlockIsServed() {
    stored(500, 1, NOW - 2_000);
    stored(501, 1, NOW - 1_000);
    stored(600, 1, NOW - 1_000);
    stored(700, 1, NOW - 1_000);
    served.put(5019L, hash(5019, 1));
    served.put(6009L, hash(6009, 1));
    served.put(7009L, hash(7009, 2));

    assertThat(find(HEAD)).containsExactly(end(700));
  }

  @Test
  void shouldNotBelieveAHeadThatIsOld() {
    stored(500, 1, NOW - 2_000);

    now = NOW + 180;
    assertThat(find(HEAD)).hasSize(1);
    now = NOW + 181;
    assertThat(find(HEAD)).isEmpty();
  }

  @Test
  void shouldExamineAtMost32SegmentsAtATime() {
    for (long index = 500; index < 600; index += 2) {
      stored(index, 1, NOW - 2_000);
    }

    assertThat(find(HEAD)).hasSize(32).contains(end(500), end(562));
  }

  /**
   * Whatever block of the chain an endpoint names as its head, and whenever it does, no stored
   * record of the chain is found, also if no endpoint serves it.
   */
  @Property(tries = 1000)
  void shouldNeverFindARecordOfTheChain(
      @ForAll @IntRange(min = 1, max = 600) int secondsApart,
      @ForAll @IntRange(max = 300) int disorder,
      @ForAll @IntRange(max = 2_000) int named,
      @ForAll @IntRange(max = 180) int later,
      @ForAll Set<@IntRange(max = 199) Integer> indexes) {
    records.clear();
    for (int index : indexes) {
      List<BlockActivity> blocks =
          LongStream.rangeClosed(index * 10L, index * 10L + 9)
              .mapToObj(number -> TestBlocks.block(disordered(number, secondsApart, disorder)))
              .toList();
      records.add(new StoredRecord(ChunkRecord.of(chunk(index), 0, blocks), Instant.EPOCH));
    }
    BlockHeader head = disordered(named, secondsApart, disorder);
    now = head.timestamp() + later;

    assertThat(find(head)).isEmpty();
  }

  /** Every seventh block is up to 300 s older than it would be. */
  private static BlockHeader disordered(long number, int secondsApart, int disorder) {
    BlockHeader header = TestBlocks.header(number, secondsApart);
    long earlier = number % 7 == 3 ? disorder : 0;
    return new BlockHeader(
        number, header.hash(), header.parentHash(), header.timestamp() - earlier);
  }

  private Set<StoredBlock> find(BlockHeader head) {
    return new DetachedRecords(
            numbers -> {
              asked.addAll(numbers);
              return CompletableFuture.completedFuture(numbers.stream().map(this::header).toList());
            },
            Clock.fixed(Instant.ofEpochSecond(now), ZoneOffset.UTC))
        .find(Ledger.empty().with(records).records(), head)
        .toCompletableFuture()
        .join();
  }

  private Optional<BlockHeader> header(long number) {
    return Optional.ofNullable(served.get(number))
        .map(hash -> new BlockHeader(number, hash, hash(number - 1, 1), NOW));
  }

  /** Stores a record of a branch whose blocks all have the same timestamp. */
  private void stored(long index, int branch, long timestamp) {
    List<BlockActivity> blocks =
        LongStream.rangeClosed(index * CHUNK_SIZE, index * CHUNK_SIZE + CHUNK_SIZE - 1)
            .mapToObj(
                number ->
                    TestBlocks.block(
                        new BlockHeader(
                            number, hash(number, branch), hash(number - 1, branch), timestamp)))
            .toList();
    records.add(new StoredRecord(ChunkRecord.of(chunk(index), 0, blocks), Instant.EPOCH));
  }

  private StoredBlock end(long index) {
    return Ledger.empty().with(records).record(index).map(StoredBlock::lastOf).orElseThrow();
  }

  private static Chunk chunk(long index) {
    return new Chunk(index, CHUNK_SIZE);
  }

  private static Hash hash(long number, int branch) {
    return new Hash(number, 0, branch, 1);
  }
}
