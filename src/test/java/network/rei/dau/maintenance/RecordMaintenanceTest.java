package network.rei.dau.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockActivity;
import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.BlockTraffic;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TransactionKind;
import network.rei.dau.chain.proof.ProofLevel;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.ingest.SupervisorFixture;
import network.rei.dau.ingest.TestSettings;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Maintenance of a store of blocks 0 to 5000 in records of 100. */
class RecordMaintenanceTest extends SupervisorFixture {

  private static final long WRONG = 1_310;

  /** In record 50, which is open. */
  private static final long WRONG_AND_OPEN = 5_010;

  private static final BlockTraffic.Entry TRAFFIC =
      new BlockTraffic.Entry(21_000, 30_000_000, 7, 650);

  private RecordMaintenance maintenance;

  @BeforeEach
  void store() {
    IngestSettings settings = TestSettings.retention(Duration.ofDays(1));
    onDemand(settings);
    completed(run());
    maintenance = new RecordMaintenance(settings, chain, store, kit.system(), Clock.systemUTC());
  }

  @Test
  void shouldFindNoDifferenceInRecordsThatEqualTheChain() {
    RecordMaintenance.Verified verified = verify(100);

    assertThat(verified.records()).isEqualTo(51);
    assertThat(verified.blocks()).isEqualTo(5_001);
    assertThat(verified.differences()).isEmpty();
    assertThat(verified.unverifiedBlocks()).isZero();
  }

  @Test
  void shouldProveTheSendersOfTheBlocksThatItVerifies() {
    chain.proofs().clear();
    verify(3);

    assertThat(chain.proofs()).containsExactly(ProofLevel.SENDERS);
  }

  @Test
  void shouldCompareOnlyTheRequestedNumberOfRecords() {
    assertThat(verify(3).records()).isEqualTo(3);
    assertThat(verify(3).blocks()).as("the open record has one block").isEqualTo(201);
  }

  @Test
  void shouldFindABlockOfTheOpenRecordThatWasReplaced() {
    chain.newest(WRONG_AND_OPEN + 5);
    completed(run());
    chain.blocksAnswer(range -> withAnotherSender(range, WRONG_AND_OPEN));

    assertThat(verify(1).differences())
        .containsExactly(
            new RecordMaintenance.Difference(50, WRONG_AND_OPEN, "senders or recipients"));
  }

  @Test
  void shouldNameTheFirstBlockThatDiffersAndChangeNothing() {
    long version = repository.version();
    changeTheSenderOfABlock();

    assertThat(verify(100).differences())
        .containsExactly(new RecordMaintenance.Difference(13, WRONG, "senders or recipients"));
    assertThat(repository.version()).isEqualTo(version);
  }

  @Test
  void shouldNotTakeTheStoreOverFromARunInProgress() {
    long epoch = repository.epoch();
    changeTheSenderOfABlock();

    fetchAgain(0, 5_000);

    assertThat(repository.epoch()).isEqualTo(epoch);
    completed(run());
  }

  @Test
  void shouldReplaceRecordsThatDifferByTheNextGeneration() {
    changeTheSenderOfABlock();

    RecordMaintenance.FetchedAgain fetched = fetchAgain(0, 5_000);

    assertThat(fetched.blocks()).isEqualTo(5_001);
    assertThat(fetched.replaced())
        .extracting(RecordMaintenance.Difference::record)
        .containsExactly(13L);
    assertThat(generation(0)).isZero();
    assertThat(generation(13)).isEqualTo(1);
    assertThat(verify(100).differences()).isEmpty();
  }

  @Test
  void shouldKeepBlocksThatWereAddedWhileTheirRecordWasFetchedAgain() {
    chain.newest(WRONG_AND_OPEN + 5);
    completed(run());
    chain.blocksAnswer(
        range -> {
          if (range.first() == 5_000) {
            chain.newest(5_030);
            chain.blocksAnswer(later -> withAnotherSender(later, WRONG_AND_OPEN));
            completed(run());
          }
          return withAnotherSender(range, WRONG_AND_OPEN);
        });

    RecordMaintenance.FetchedAgain fetched = fetchAgain(5_000, 5_000);

    assertThat(fetched.replaced())
        .containsExactly(
            new RecordMaintenance.Difference(50, WRONG_AND_OPEN, "senders or recipients"));
    assertThat(repository.lastBlock()).isEqualTo(5_030);
    assertThat(generation(50)).isEqualTo(1);
    assertThat(fetchAgain(5_000, 5_030).replaced()).isEmpty();
  }

  @Test
  void shouldReplaceRecordsThatLackDetailsAndTrafficOnce() {
    chain.blocksAnswer(RecordMaintenanceTest::withDetails);

    assertThat(verify(100).differences()).as("none of them is wrong").isEmpty();
    assertThat(fetchAgain(1_300, 1_399).replaced())
        .containsExactly(new RecordMaintenance.Difference(13, 1_300, "details of transactions"));
    ChunkRecord.Columns columns = repository.find(13).orElseThrow().record().columns();
    assertThat(columns.details()).isPresent();
    assertThat(columns.traffic().entry(99)).isEqualTo(TRAFFIC);
    assertThat(fetchAgain(1_300, 1_399).replaced()).isEmpty();
  }

  @Test
  void shouldNotReplaceARecordByOneThatLacksItsDetails() {
    chain.blocksAnswer(RecordMaintenanceTest::withDetails);
    fetchAgain(1_300, 1_399);
    chain.blocksAnswer(
        range -> CompletableFuture.completedFuture(TestBlocks.blocks(range.first(), range.last())));

    assertThat(fetchAgain(1_300, 1_399).replaced()).isEmpty();
    assertThat(generation(13)).isEqualTo(1);
  }

  @Test
  void shouldReplaceARecordWhoseTrafficIsAnotherOne() {
    chain.blocksAnswer(RecordMaintenanceTest::withDetails);
    fetchAgain(1_300, 1_399);
    chain.blocksAnswer(
        range ->
            CompletableFuture.completedFuture(
                TestBlocks.blocks(range.first(), range.last()).stream()
                    .map(
                        block ->
                            detailed(
                                block,
                                block.number() < 1_350
                                    ? TRAFFIC
                                    : new BlockTraffic.Entry(21_001, 30_000_000, 7, 650)))
                    .toList()));

    assertThat(fetchAgain(1_300, 1_399).replaced())
        .containsExactly(new RecordMaintenance.Difference(13, 1_350, "gas, base fee or size"));
  }

  private static CompletionStage<List<BlockActivity>> withDetails(BlockRange range) {
    return CompletableFuture.completedFuture(
        TestBlocks.blocks(range.first(), range.last()).stream()
            .map(block -> detailed(block, TRAFFIC))
            .toList());
  }

  private static BlockActivity detailed(BlockActivity block, BlockTraffic.Entry traffic) {
    BlockActivity.Builder builder = new BlockActivity.Builder();
    for (int i = 0; i < block.transactionCount(); i++) {
      builder.add(
          block.sender(i).toBytes(),
          block.isCreation(i) ? null : block.recipient(i).toBytes(),
          block.isNonceZero(i),
          new TransactionKind(false, true, false, 0, false, 0));
    }
    return builder.build(block.header(), traffic);
  }

  @Test
  void shouldFetchOnlyTheRecordsOfTheRange() {
    long version = repository.version();
    changeTheSenderOfABlock();

    assertThat(fetchAgain(2_400, 2_401).records()).isEqualTo(1);
    assertThat(repository.version()).isEqualTo(version);
  }

  @Test
  void shouldRefuseARangeOfWhichNothingIsStoredAndNameTheStoredBlocks() {
    assertThatThrownBy(() -> fetchAgain(6_000, 7_000))
        .rootCause()
        .hasMessageContaining("is stored: there are blocks from 0 to 5000");
  }

  @Test
  void shouldNotPruneRecordsWithinTheRetention() {
    assertThat(
            maintenance
                .prune(() -> CompletableFuture.completedFuture(Optional.empty()))
                .toCompletableFuture()
                .join())
        .isEqualTo(new RecordMaintenance.Pruned(0, 0));
  }

  private void changeTheSenderOfABlock() {
    chain.blocksAnswer(range -> withAnotherSender(range, WRONG));
  }

  private static CompletionStage<List<BlockActivity>> withAnotherSender(
      BlockRange range, long number) {
    return CompletableFuture.completedFuture(
        TestBlocks.blocks(range.first(), range.last()).stream()
            .map(block -> block.number() == number ? other(block.header()) : block)
            .toList());
  }

  private static BlockActivity other(BlockHeader header) {
    BlockActivity same = TestBlocks.block(header);
    BlockActivity.Builder builder = new BlockActivity.Builder();
    for (int i = 0; i < same.transactionCount(); i++) {
      Address sender = i == 0 ? Address.at(new byte[Address.BYTES], 0) : same.sender(i);
      builder.add(sender, same.isCreation(i) ? null : same.recipient(i), same.isNonceZero(i));
    }
    return builder.build(header);
  }

  private RecordMaintenance.Verified verify(int records) {
    return maintenance.verify(records, new Random(1)).toCompletableFuture().join();
  }

  private RecordMaintenance.FetchedAgain fetchAgain(long first, long last) {
    return maintenance.fetchAgain(new BlockRange(first, last)).toCompletableFuture().join();
  }

  private int generation(long index) {
    Optional<StoredRecord> found = repository.find(index);
    return found.orElseThrow().record().generation();
  }
}
