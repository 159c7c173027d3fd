package network.rei.dau.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.storage.CommitResult;
import network.rei.dau.storage.CommitResult.Committed;
import network.rei.dau.storage.CommitResult.StaleEpoch;
import network.rei.dau.storage.RecordRepository.Commit;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.WrongStoreException;
import org.junit.jupiter.api.Test;

/** What every database must do alike. */
abstract class RecordRepositoryContract extends StoreContract {

  /** The records that the last commit has written. */
  private List<StoredRecord> written = List.of();

  @Test
  void shouldStartEmpty() {
    assertThat(repository.identity()).isEqualTo(REI);
    assertThat(repository.version()).isZero();
    assertThat(all()).isEmpty();
    assertThat(repository.find(3)).isEmpty();
  }

  @Test
  void shouldGiveBackWhatWasCommittedByIndexAlsoAfterReopening() {
    ChunkRecord later = RecordFixtures.of(9, 0, 5);
    ChunkRecord earlier = RecordFixtures.of(2, 0, 20);

    CommitResult result = commit(later, earlier);

    StoredRecord first = new StoredRecord(earlier, NOON);
    StoredRecord second = new StoredRecord(later, NOON);
    assertThat(result).isEqualTo(new Committed(1));
    assertThat(written).containsExactly(second, first);
    assertThat(all()).containsExactly(second, first);
    reopen();
    assertThat(all()).containsExactly(second, first);
    assertThat(repository.find(9)).contains(second);
    assertThat(repository.version()).isEqualTo(1);
  }

  @Test
  void shouldSayWhenARecordWasStoredToTheMillisecondThatItReadsBack() {
    Instant precise = NOON.plusNanos(456_789);
    ChunkRecord record = RecordFixtures.of(1, 0, 1);
    commit(new Commit(epoch, List.of(record), List.of(), precise));
    assertThat(written).containsExactlyElementsOf(all());
  }

  @Test
  void shouldReplaceAnOpenRecordByALongerOneOnly() {
    commit(RecordFixtures.of(3, 0, 10));
    commit(RecordFixtures.of(3, 0, 9));
    assertThat(writtenIndexes()).isEmpty();
    commit(RecordFixtures.of(3, 0, 10));
    assertThat(writtenIndexes()).isEmpty();
    commit(RecordFixtures.of(3, 0, 11));
    assertThat(writtenIndexes()).containsExactly(3L);
    assertThat(repository.find(3).orElseThrow().record()).isEqualTo(RecordFixtures.of(3, 0, 11));
  }

  @Test
  void shouldReplaceASealedRecordByAHigherGenerationEvenIfItIsShorter() {
    commit(RecordFixtures.of(3, 0, 20));
    commit(RecordFixtures.of(3, 1, 4));
    assertThat(writtenIndexes()).containsExactly(3L);
    commit(RecordFixtures.of(3, 0, 20));
    assertThat(writtenIndexes()).isEmpty();
    assertThat(repository.find(3).orElseThrow().record()).isEqualTo(RecordFixtures.of(3, 1, 4));
  }

  @Test
  void shouldListOnlyWhatWasWrittenOfACommit() {
    commit(RecordFixtures.of(3, 0, 20));
    CommitResult result = commit(RecordFixtures.of(3, 0, 20), RecordFixtures.of(4, 0, 1));
    assertThat(writtenIndexes()).containsExactly(4L);
    assertThat(((Committed) result).version()).isEqualTo(2);
  }

  @Test
  void shouldRefuseACommitOfAnEarlierEpochAndWriteNothing() {
    commit(RecordFixtures.of(1, 0, 20));
    long successor = repository.takeOver();

    CommitResult result =
        repository.commit(
            new Commit(epoch, List.of(RecordFixtures.of(2, 0, 20)), List.of(1L), NOON),
            RecordFixtures.NO_STATISTICS);

    assertThat(successor).isEqualTo(epoch + 1);
    assertThat(result).isEqualTo(new StaleEpoch(successor));
    assertThat(repository.version()).isEqualTo(1);
    assertThat(all()).extracting(stored -> stored.record().index()).containsExactly(1L);
  }

  @Test
  void shouldRefuseAnEpochThatWasNeverTaken() {
    assertThat(
            repository.commit(
                new Commit(epoch + 5, List.of(), List.of(), NOON), RecordFixtures.NO_STATISTICS))
        .isEqualTo(new StaleEpoch(epoch));
  }

  @Test
  void shouldTellTheEpochThatHoldsWithoutTakingOver() {
    assertThat(repository.epoch()).isEqualTo(epoch);
    long next = repository.takeOver();
    assertThat(repository.epoch()).isEqualTo(next).isEqualTo(repository.epoch());
  }

  @Test
  void shouldTakeOverAgainAtEveryStart() {
    reopen();
    assertThat(repository.takeOver()).isEqualTo(epoch + 1);
  }

  @Test
  void shouldRemoveRecordsAndIgnoreThoseThatAreNotThere() {
    commit(RecordFixtures.of(1, 0, 20), RecordFixtures.of(2, 0, 20));
    repository.commit(
        new Commit(epoch, List.of(RecordFixtures.of(3, 0, 2)), List.of(1L, 77L), NOON),
        RecordFixtures.NO_STATISTICS);
    assertThat(all()).extracting(stored -> stored.record().index()).containsExactly(3L, 2L);
  }

  @Test
  void shouldWriteARecordThatTheSameCommitRemovesWhateverWasThere() {
    commit(RecordFixtures.of(1, 3, 20));
    commit(new Commit(epoch, List.of(RecordFixtures.of(1, 0, 2)), List.of(1L), NOON));
    assertThat(writtenIndexes()).containsExactly(1L);
    assertThat(repository.find(1).orElseThrow().record()).isEqualTo(RecordFixtures.of(1, 0, 2));
  }

  @Test
  void shouldRefuseARecordOfAnotherChunkSize() {
    ChunkRecord other = RecordFixtures.of(new Chunk(1, 21), 0, 2, 1, 10);
    assertThatThrownBy(() -> commit(RecordFixtures.of(1, 0, 1), other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("21 blocks a chunk, the store of 20");
    assertThat(all()).isEmpty();
  }

  @Test
  void shouldRememberTheFirstGenesisHashAndRefuseAnother() {
    Hash genesis = new Hash(1, 2, 3, 4);
    assertThat(repository.rememberGenesis(genesis).genesisHash()).contains(genesis);
    commit(RecordFixtures.of(1, 0, 2));
    reopen();
    assertThat(repository.rememberGenesis(genesis).genesisHash()).contains(genesis);

    Hash other = new Hash(1, 2, 3, 5);
    assertThatThrownBy(() -> repository.rememberGenesis(other))
        .isInstanceOf(WrongStoreException.class)
        .hasMessageContainingAll(genesis.toString(), other.toString());
    assertThat(repository.identity().genesisHash()).contains(genesis);
  }

  @Test
  void shouldReplaceTheGenesisHashWhileNothingIsStored() {
    Hash wrong = new Hash(1, 2, 3, 5);
    repository.rememberGenesis(wrong);
    reopen();
    Hash genesis = new Hash(1, 2, 3, 4);

    assertThat(repository.rememberGenesis(genesis).genesisHash()).contains(genesis);
    commit(RecordFixtures.of(1, 0, 2));
    assertThatThrownBy(() -> repository.rememberGenesis(wrong))
        .isInstanceOf(WrongStoreException.class);
  }

  @Test
  void shouldReplaceTheGenesisHashOnRequestAlsoOnceARecordIsStored() {
    repository.rememberGenesis(new Hash(1, 2, 3, 5));
    commit(RecordFixtures.of(1, 0, 2));
    Hash genesis = new Hash(1, 2, 3, 4);

    repository.replaceGenesis(genesis);
    reopen();

    assertThat(repository.rememberGenesis(genesis).genesisHash()).contains(genesis);
    assertThat(all()).hasSize(1);
  }

  @Test
  void shouldUndoNothingAndStayUsableWhenAConsumerThrows() {
    commit(RecordFixtures.of(1, 0, 20));
    assertThatThrownBy(
            () ->
                repository.forEachFromNewest(
                    stored -> {
                      throw new IllegalStateException("enough");
                    }))
        .hasMessage("enough");
    commit(RecordFixtures.of(2, 0, 20));
    assertThat(all()).hasSize(2);
  }

  @Test
  void shouldSayThatItIsClosed() {
    repository.close();
    assertThatThrownBy(() -> repository.version())
        .isInstanceOf(StorageException.class)
        .hasMessageEndingWith("is closed");
  }

  private CommitResult commit(ChunkRecord... records) {
    return commit(new Commit(epoch, List.of(records), List.of(), NOON));
  }

  private CommitResult commit(Commit commit) {
    return repository.commit(
        commit,
        (records, stored) -> {
          written = records;
          return PeriodChanges.NONE;
        });
  }

  private List<Long> writtenIndexes() {
    return written.stream().map(stored -> stored.record().index()).toList();
  }

  private List<StoredRecord> all() {
    List<StoredRecord> all = new ArrayList<>();
    repository.forEachFromNewest(all::add);
    return all;
  }
}
