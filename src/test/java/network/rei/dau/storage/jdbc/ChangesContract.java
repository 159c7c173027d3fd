package network.rei.dau.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeFloor;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.storage.Changes;
import network.rei.dau.storage.RecordRepository;
import network.rei.dau.storage.RecordRepository.Commit;
import network.rei.dau.storage.StoreVersion;
import org.junit.jupiter.api.Test;

/** Reads the changes of other processes, in every database. */
abstract class ChangesContract extends StoreContract {

  @Test
  void shouldTellNothingSinceTheVersionThatItIsAt() {
    assertThat(repository.changesSince(StoreVersion.of(0))).isEmpty();
    commit(RecordFixtures.of(1, 0, 20));
    assertThat(repository.changesSince(StoreVersion.of(1))).isEmpty();
  }

  @Test
  void shouldTellWhatWasWrittenAndRemovedSinceAVersion() {
    commit(
        new PeriodChanges(
            List.of(PeriodFixtures.hour(1)),
            List.of(PeriodFixtures.day(1), PeriodFixtures.day(2)),
            List.of()),
        List.of(),
        RecordFixtures.of(1, 0, 20),
        RecordFixtures.of(2, 0, 20),
        RecordFixtures.of(3, 0, 5));
    commit(
        new PeriodChanges(
            List.of(PeriodFixtures.hour(2)),
            List.of(PeriodFixtures.day(3)),
            List.of(PeriodFixtures.day(1).date())),
        List.of(1L),
        RecordFixtures.of(3, 0, 6),
        RecordFixtures.of(2, 0, 20),
        RecordFixtures.of(4, 0, 1));

    Changes second = repository.changesSince(StoreVersion.of(1)).orElseThrow();

    assertThat(second.version()).isEqualTo(2);
    assertThat(second.replaced()).isFalse();
    assertThat(second.records())
        .containsExactly(
            new StoredRecord(RecordFixtures.of(3, 0, 6), NOON),
            new StoredRecord(RecordFixtures.of(4, 0, 1), NOON));
    assertThat(second.present()).containsExactlyInAnyOrder(2L, 3L, 4L);
    assertThat(second.periods()).containsExactly(PeriodFixtures.hour(2));
    assertThat(second.days())
        .extracting(DayAddresses::date)
        .containsExactly(PeriodFixtures.day(3).date());
    assertThat(second.presentDays())
        .containsExactlyInAnyOrder(PeriodFixtures.day(2).date(), PeriodFixtures.day(3).date());
    assertThat(repository.changesSince(StoreVersion.of(0)).orElseThrow().records()).hasSize(3);
  }

  @Test
  void shouldTellTheTimesThatPrunedRecordsHaveLeftBehind() {
    TimeFloor first =
        new TimeFloor(2, 1_700_000_000, Optional.of(RecordFixtures.of(1, 0, 20).lastHash()));
    TimeFloor second = new TimeFloor(7, 1_700_000_100, Optional.empty());
    prune(List.of(second, first));
    assertThat(repository.timeFloors()).containsExactly(first, second);
    commit(RecordFixtures.of(8, 0, 20));
    assertThat(repository.changesSince(StoreVersion.of(0)).orElseThrow().timeFloors())
        .as("a commit that prunes nothing keeps them")
        .containsExactly(first, second);

    prune(List.of(second));

    assertThat(repository.changesSince(StoreVersion.of(2)).orElseThrow().timeFloors())
        .containsExactly(second);
  }

  private void prune(List<TimeFloor> floors) {
    repository.commit(
        commitOf(),
        new CatchingUp(repository.version()) {
          @Override
          public Optional<List<TimeFloor>> timeFloors() {
            return Optional.of(floors);
          }
        });
  }

  @Test
  void shouldTellEverythingToThoseWhoHoldWhatItNeverHeld() {
    commit(
        new PeriodChanges(
            List.of(PeriodFixtures.hour(1)), List.of(PeriodFixtures.day(1)), List.of()),
        List.of(),
        RecordFixtures.of(1, 0, 20));
    Changes changes = repository.changesSince(StoreVersion.of(7)).orElseThrow();
    assertThat(changes.version()).isEqualTo(1);
    assertThat(changes.replaced()).isTrue();
    assertThat(changes.records()).isEmpty();
  }

  @Test
  void shouldFindOutThatAStoreReachedTheSameVersionWithAnotherContent() {
    StoreVersion before = repository.storeVersion();
    commit(RecordFixtures.of(1, 0, 20));
    StoreVersion lost = repository.storeVersion();
    assertThat(repository.changesSince(lost)).isEmpty();

    putBack(before);
    commit(RecordFixtures.of(2, 0, 20));

    assertThat(repository.storeVersion().number()).isEqualTo(lost.number());
    assertThat(repository.changesSince(lost).orElseThrow().replaced()).isTrue();
    StoreVersion found = repository.storeVersion();
    commit(RecordFixtures.of(3, 0, 20));
    assertThat(repository.changesSince(lost).orElseThrow().replaced()).isTrue();
    assertThat(repository.changesSince(found).orElseThrow().replaced()).isFalse();
    assertThat(repository.changesSince(before).orElseThrow().replaced()).isFalse();
  }

  /** Undoes what followed a version, as a database does that has lost its last transactions. */
  private void putBack(StoreVersion version) {
    repository
        .connection()
        .inTransaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("DELETE FROM record");
                statement.executeUpdate("DELETE FROM commit_mark");
                return statement.executeUpdate(
                    "UPDATE store SET version = %d, mark = %d"
                        .formatted(version.number(), version.mark().orElseThrow()));
              }
            });
  }

  @Test
  void shouldTellWhichOfTheChangedRecordsAreDamaged() {
    commit(RecordFixtures.of(1, 0, 20), RecordFixtures.of(2, 0, 20));
    repository
        .connection()
        .inTransaction(
            connection -> {
              try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(
                    "UPDATE record SET payload = last_hash WHERE chunk_index = 1");
              }
            });
    Changes changes = repository.changesSince(StoreVersion.of(0)).orElseThrow();
    assertThat(changes.damaged()).containsOnlyKeys(1L);
    assertThat(changes.damaged().get(1L)).startsWith("record 1 is damaged");
    assertThat(changes.records()).hasSize(1);
  }

  @Test
  void shouldTellACommitWhatOthersCommittedBeforeItAndOnlyThat() {
    try (RecordRepository other = JdbcRecordRepository.open(settings, REI)) {
      CatchingUp first = new CatchingUp(0);
      repository.commit(commitOf(RecordFixtures.of(1, 0, 20)), first);
      assertThat(first.received).isEmpty();

      CatchingUp second = new CatchingUp(0);
      other.commit(commitOf(RecordFixtures.of(2, 0, 20)), second);

      assertThat(second.received).hasSize(1);
      assertThat(second.received.get(0).version()).isEqualTo(1);
      assertThat(second.received.get(0).records())
          .extracting(r -> r.record().index())
          .containsExactly(1L);
      assertThat(second.received.get(0).present()).containsExactly(1L);
      assertThat(all()).hasSize(2);
    }
  }

  @Test
  void shouldWriteNothingOfACommitThatIsGivenUpOnceItHasCaughtUp() {
    commit(RecordFixtures.of(1, 0, 20));
    CatchingUp refusing =
        new CatchingUp(0) {
          @Override
          public void catchUp(Changes changes) {
            throw new IllegalStateException("no more");
          }
        };
    assertThatThrownBy(() -> repository.commit(commitOf(RecordFixtures.of(2, 0, 20)), refusing))
        .hasMessage("no more");
    assertThat(repository.version()).isEqualTo(1);
    assertThat(all()).hasSize(1);
  }

  /** Of which a version of the store is held. */
  private static class CatchingUp implements RecordRepository.Statistics {

    private final long held;
    private final List<Changes> received = new ArrayList<>();

    CatchingUp(long held) {
      this.held = held;
    }

    @Override
    public Optional<StoreVersion> heldVersion() {
      return Optional.of(StoreVersion.of(held));
    }

    @Override
    public void catchUp(Changes changes) {
      received.add(changes);
    }

    @Override
    public PeriodChanges of(
        List<StoredRecord> written, LongFunction<Optional<ChunkRecord>> stored) {
      return PeriodChanges.NONE;
    }
  }

  private void commit(PeriodChanges periods, List<Long> removed, ChunkRecord... records) {
    repository.commit(
        new Commit(epoch, List.of(records), removed, NOON), (written, stored) -> periods);
  }

  private Commit commitOf(ChunkRecord... records) {
    return new Commit(epoch, List.of(records), List.of(), NOON);
  }

  private void commit(ChunkRecord... records) {
    repository.commit(commitOf(records), RecordFixtures.NO_STATISTICS);
  }

  private List<Long> all() {
    List<Long> indexes = new ArrayList<>();
    repository.forEachFromNewest(stored -> indexes.add(stored.record().index()));
    return indexes;
  }
}
