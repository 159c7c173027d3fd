package network.rei.dau.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.ingest.IngestSettings;
import network.rei.dau.ingest.SupervisorFixture;
import network.rei.dau.ingest.TestSettings;
import network.rei.dau.stats.TestBlocks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done to the store by hand, on blocks 0 to 5000 in records of 100. */
class RecordMaintenanceTest extends SupervisorFixture {

  private static final long WRONG = 1_310;

  /** Of record 50, which is open. */
  private static final long WRONG_AND_OPEN = 5_010;

  private RecordMaintenance upkeep;

  @BeforeEach
  void store() {
    IngestSettings settings = TestSettings.retention(Duration.ofDays(1));
    onDemand(settings);
    completed(run());
    upkeep = new RecordMaintenance(settings, chain, store, kit.system());
  }

  @Test
  void recordsThatAreAsTheChainHasThemDoNotDiffer() {
    RecordMaintenance.Verified verified = verify(100);

    assertThat(verified.records()).isEqualTo(50);
    assertThat(verified.blocks()).isEqualTo(5_000);
    assertThat(verified.differences()).isEmpty();
  }

  @Test
  void onlySoManyRecordsAreComparedAsWereAskedFor() {
    assertThat(verify(2).blocks()).isEqualTo(200);
  }

  @Test
  void theFirstBlockThatDiffersIsNamedAndNothingIsChanged() {
    long version = repository.version();
    aBlockHasAnotherSender();

    assertThat(verify(100).differences())
        .containsExactly(new RecordMaintenance.Difference(13, WRONG, "senders or recipients"));
    assertThat(repository.version()).isEqualTo(version);
  }

  @Test
  void whoeverRunsMeanwhileIsNotDeposed() {
    long epoch = repository.epoch();
    aBlockHasAnotherSender();

    fetchAgain(0, 5_000);

    assertThat(repository.epoch()).isEqualTo(epoch);
    completed(run());
  }

  @Test
  void whatTheChainSaysOtherwiseIsReplacedByTheNextGeneration() {
    aBlockHasAnotherSender();

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
  void blocksThatCameWhileTheirRecordWasFetchedAgainStay() {
    chain.newest(WRONG_AND_OPEN + 5);
    completed(run());
    chain.blocksAnswer(
        range -> {
          if (range.first() == 5_000) {
            chain.newest(5_030);
            chain.blocksAnswer(asked -> withAnotherSender(asked, WRONG_AND_OPEN));
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
  void onlyTheRecordsOfTheRangeAreFetched() {
    long version = repository.version();
    aBlockHasAnotherSender();

    assertThat(fetchAgain(2_400, 2_401).records()).isEqualTo(1);
    assertThat(repository.version()).isEqualTo(version);
  }

  @Test
  void aRangeOfWhichNothingIsStoredIsRefusedWithWhatIs() {
    assertThatThrownBy(() -> fetchAgain(6_000, 7_000))
        .rootCause()
        .hasMessageContaining("is stored: there are blocks from 0 to 5000");
  }

  @Test
  void whatIsNotTooOldIsNotPruned() {
    assertThat(
            upkeep
                .prune(() -> CompletableFuture.completedFuture(Optional.empty()))
                .toCompletableFuture()
                .join())
        .isEqualTo(new RecordMaintenance.Pruned(0, 0));
  }

  private void aBlockHasAnotherSender() {
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
    return upkeep.verify(records, new Random(1)).toCompletableFuture().join();
  }

  private RecordMaintenance.FetchedAgain fetchAgain(long first, long last) {
    return upkeep.fetchAgain(new BlockRange(first, last)).toCompletableFuture().join();
  }

  private int generation(long index) {
    Optional<StoredRecord> found = repository.find(index);
    return found.orElseThrow().record().generation();
  }
}
