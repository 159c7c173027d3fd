package network.rei.dau.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.rei.dau.activity.RawBlock;
import network.rei.dau.activity.RawBlock.RawTransaction;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.TimeFloor;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.contract.ContractTracking;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange.Removal;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.StoreIdentity;
import network.rei.dau.storage.StoreSettings;
import network.rei.dau.storage.jdbc.JdbcRecordRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Block 100 is older than its parent, which is in the record before and in the next hour. */
class PrunedTimesTest {

  private static final int CHUNK_SIZE = 100;
  private static final long NINE = Instant.parse("2026-03-05T09:00:00Z").getEpochSecond();
  private static final long TEN = NINE + 3600;

  @TempDir private Path folder;
  private RecordRepository store;
  private RecordRepository storeOfOther;
  private LedgerReplica replica;
  private LedgerReplica other;
  private long epoch;

  @BeforeEach
  void open() {
    store = repository();
    storeOfOther = repository();
    epoch = store.takeOver();
    commit(record(0, 0, blocks(0, TEN + 30 - 99 * 36, 36)));
    commit(record(1, 0, blocks(100, TEN - 10, 36)));
    commit(record(2, 0, blocks(200, TEN + 3700, 36)));
    other = loaded(storeOfOther);
  }

  @AfterEach
  void close() {
    store.close();
    storeOfOther.close();
  }

  @Test
  void shouldCountABlockInTheSameHourAfterTheRecordBeforeIsPruned() {
    assertThat(timesOf(1)).startsWith(TEN + 30, TEN + 30);

    prune(0L);

    assertThat(timesOf(1)).startsWith(TEN + 30, TEN + 30);
    assertThat(replica.current().ledger().blocksIn(new TimeWindow(NINE, TEN))).isZero();
    assertThat(replica.current().ledger().blocksIn(new TimeWindow(TEN, TEN + 3600)))
        .as("as in the stored hour, without block 99")
        .isEqualTo(hour(TEN) - 1);
  }

  @Test
  void shouldCountItInTheSameHourOnAnotherNodeAndAfterARestart() {
    prune(0L);
    other.catchUp();

    for (LedgerReplica each : List.of(other, loaded(store))) {
      assertThat(each.current().ledger().record(1).orElseThrow().firstTimestamp())
          .isEqualTo(TEN + 30);
    }
  }

  @Test
  void shouldKeepTheTimesIfTheNextRecordIsPrunedOrCommittedAgain() {
    prune(0L);
    replica.commit(epoch, List.of(), Removal.ofOrphaned(List.of(1L)), Instant.EPOCH);
    commit(record(1, 0, blocks(100, TEN - 10, 36).subList(0, 40)));
    commit(record(1, 0, blocks(100, TEN - 10, 36)));
    assertThat(timesOf(1)).startsWith(TEN + 30, TEN + 30);

    prune(1L);

    assertThat(store.timeFloors())
        .as("only the newest is used")
        .containsExactly(new TimeFloor(2, TEN - 10 + 99 * 36, Optional.of(RawBlock.hash(199, 0))));
  }

  @Test
  void shouldForgetTheTimeIfAReorganisationReplacesAlsoThePrunedBlocks() {
    prune(0L);
    List<RawBlock> branch = blocks(100, TEN - 10, 36).stream().map(b -> onFork(b, 1, 1)).toList();
    List<RawBlock> next = blocks(200, TEN + 3700, 36).stream().map(b -> onFork(b, 1, 1)).toList();

    commit(record(1, 1, branch), record(2, 1, next));
    other.catchUp();

    for (LedgerReplica each : List.of(replica, other, loaded(store))) {
      assertThat(each.current().ledger().record(1).orElseThrow().firstTimestamp())
          .isEqualTo(TEN - 10);
    }
    assertThat(store.timeFloors()).isEmpty();
  }

  @Test
  void shouldKeepTheTimeIfAReorganisationBeginsAfterThePrunedBlocks() {
    prune(0L);
    List<RawBlock> branch =
        blocks(100, TEN - 20, 36).stream()
            .map(b -> onFork(b, 1, b.number() == 100 ? 0 : 1))
            .toList();
    List<RawBlock> next = blocks(200, TEN + 3700, 36).stream().map(b -> onFork(b, 1, 1)).toList();

    commit(record(1, 1, branch), record(2, 1, next));

    assertThat(timesOf(1)).startsWith(TEN + 30, TEN + 30, TEN - 20 + 72);
  }

  /** Returns the number of blocks of a stored hour. */
  private long hour(long start) {
    return replica
        .current()
        .ledger()
        .history()
        .period(Resolution.HOUR, start)
        .orElseThrow()
        .activity()
        .counts()
        .blocks();
  }

  private List<Long> timesOf(long index) {
    Ledger ledger = replica.current().ledger();
    List<Long> times = new ArrayList<>();
    for (int place = 0; place < ledger.record(index).orElseThrow().blockCount(); place++) {
      times.add(ledger.record(index).orElseThrow().timestamp(place));
    }
    return times;
  }

  private void prune(Long... indexes) {
    Removal removal = new Removal(List.of(), List.of(indexes), List.of());
    assertThat(replica.commit(epoch, List.of(), removal, Instant.EPOCH))
        .isInstanceOf(CommitResult.Committed.class);
  }

  private void commit(ChunkRecord... records) {
    if (replica == null) {
      replica = loaded(store);
    }
    assertThat(replica.commit(epoch, List.of(records), Removal.NONE, Instant.EPOCH))
        .isInstanceOf(CommitResult.Committed.class);
  }

  /** Returns the blocks of a chunk. */
  private static List<RawBlock> blocks(long first, long time, long interval) {
    List<RawBlock> blocks = new ArrayList<>();
    for (int i = 0; i < CHUNK_SIZE; i++) {
      blocks.add(
          new RawBlock(
              first + i, time + i * interval, 0, 0, List.of(new RawTransaction(i, i + 1, 1))));
    }
    return blocks;
  }

  private static RawBlock onFork(RawBlock block, int fork, int parentFork) {
    return new RawBlock(block.number(), block.timestamp(), fork, parentFork, block.transactions());
  }

  private static ChunkRecord record(long index, int generation, List<RawBlock> blocks) {
    return ChunkRecord.of(new Chunk(index, CHUNK_SIZE), generation, RawBlock.toActivities(blocks));
  }

  private RecordRepository repository() {
    return JdbcRecordRepository.open(
        new StoreSettings(folder, Optional.empty()),
        new StoreIdentity(47805, CHUNK_SIZE, Optional.empty()));
  }

  private static LedgerReplica loaded(RecordRepository repository) {
    LedgerReplica replica =
        new LedgerReplica(repository, LedgerMemory.UNLIMITED, ContractTracking.NONE);
    replica.load();
    return replica;
  }
}
