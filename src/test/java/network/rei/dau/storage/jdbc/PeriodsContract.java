package network.rei.dau.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.storage.Changes;
import network.rei.dau.storage.RecordRepository.Commit;
import network.rei.dau.storage.RecordRepository.Statistics;
import network.rei.dau.storage.StorageException;
import network.rei.dau.storage.StoreVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How hours, days, weeks and months are kept beside the records, in every database. */
abstract class PeriodsContract extends StoreContract {

  @Test
  void shouldGiveBackEveryNumberOfAPeriodAlsoAfterReopening() {
    List<PeriodActivity> periods =
        Arrays.stream(Resolution.values())
            .map(resolution -> PeriodFixtures.everythingKnown(resolution, 1))
            .toList();
    commit(periods, List.of());
    repository.close();
    repository = JdbcRecordRepository.open(settings, REI);
    assertThat(periods()).containsExactlyInAnyOrderElementsOf(periods);
  }

  @Test
  void shouldTellWhatIsNotKnownFromWhatIsZero() {
    List<PeriodActivity> periods =
        IntStream.rangeClosed(0, 15).mapToObj(PeriodFixtures::dayOfWhichOnlyOneIsKnown).toList();
    commit(periods, List.of());
    assertThat(periods()).containsExactlyInAnyOrderElementsOf(periods);
  }

  @Test
  void shouldPutACorrectionInPlaceOfAPeriodAndLeaveTheOthers() {
    PeriodActivity day = PeriodFixtures.everythingKnown(Resolution.DAY, 1);
    PeriodActivity hour = PeriodFixtures.everythingKnown(Resolution.HOUR, 1);
    PeriodActivity corrected = PeriodFixtures.everythingKnown(Resolution.DAY, 2);
    commit(List.of(day, hour), List.of());
    commit(List.of(corrected), List.of());
    assertThat(periods()).containsExactlyInAnyOrder(hour, corrected);
    assertThat(repository.changesSince(StoreVersion.of(1)).orElseThrow().periods())
        .containsExactly(corrected);
  }

  @Test
  void shouldGiveBackTheAddressesOfDaysByDateAlsoOfDaysWithoutAnyAndBefore1970() {
    List<DayAddresses> days =
        List.of(
            PeriodFixtures.day(-1, 2), PeriodFixtures.day(0, 0), PeriodFixtures.day(19_723, 300));
    commit(List.of(), List.of(days.get(2), days.get(0), days.get(1)));
    assertThat(days())
        .as("the newest first")
        .usingRecursiveComparison()
        .isEqualTo(List.of(days.get(2), days.get(1), days.get(0)));
  }

  @Test
  void shouldGiveBackTheCallsOfDaysAndTellUnknownOnesFromNone() {
    List<DayAddresses> days =
        List.of(
            PeriodFixtures.dayWithCalls(7, 100, 5),
            PeriodFixtures.dayWithCalls(6, 3, 0),
            PeriodFixtures.day(5, 3));
    commit(List.of(), days);
    assertThat(days()).usingRecursiveComparison().isEqualTo(days);
    assertThat(repository.changesSince(StoreVersion.of(0)).orElseThrow().days())
        .usingRecursiveComparison()
        .isEqualTo(days);
  }

  @Test
  void shouldDropTheCallsOfADayThatIsWrittenAgainWithoutThem() {
    commit(List.of(), List.of(PeriodFixtures.dayWithCalls(7, 100, 5)));
    commit(List.of(), List.of(PeriodFixtures.day(7, 100)));
    assertThat(days().get(0).calls()).isEmpty();
  }

  @Test
  void shouldPutTheAddressesOfADayInPlaceOfThoseBefore() {
    commit(List.of(), List.of(PeriodFixtures.day(3, 7)));
    commit(List.of(), List.of(PeriodFixtures.day(3, 4)));
    assertThat(days()).usingRecursiveComparison().isEqualTo(List.of(PeriodFixtures.day(3, 4)));
  }

  @Test
  void shouldForgetTheAddressesOfADayAndKeepItsNumbers() {
    PeriodActivity numbers = PeriodFixtures.dayOfWhichOnlyOneIsKnown(1);
    commit(List.of(numbers), List.of(PeriodFixtures.day(1), PeriodFixtures.day(2)));
    LocalDate date = PeriodFixtures.day(1).date();
    commit(
        (written, stored) ->
            new PeriodChanges(List.of(), List.of(), List.of(date, date.plusDays(9))));
    assertThat(days()).extracting(DayAddresses::date).containsExactly(date.plusDays(1));
    assertThat(periods()).containsExactly(numbers);
  }

  @Test
  void shouldWriteNothingOfACommitWhosePeriodsCannotBeTold() {
    assertThatThrownBy(
            () ->
                commit(
                    (written, stored) -> {
                      assertThat(written).hasSize(1);
                      throw new IllegalStateException("no idea");
                    }))
        .hasMessage("no idea");
    requireNothingWritten();
    commit(List.of(PeriodFixtures.hour(1)), List.of());
    assertThat(repository.version()).isEqualTo(1);
  }

  @Test
  void shouldWriteNeitherRecordsNorPeriodsWhereADaysAddressesCannotBeWritten() {
    sql("ALTER TABLE day_addresses RENAME TO renamed");
    assertThatThrownBy(
            () -> commit(List.of(PeriodFixtures.hour(1)), List.of(PeriodFixtures.day(1))))
        .isInstanceOf(StorageException.class);
    sql("ALTER TABLE renamed RENAME TO day_addresses");
    requireNothingWritten();
  }

  @ParameterizedTest
  @CsvSource({
    "'substr(payload, 1, 16)', it is truncated",
    "'substr(payload, 1, 60)', its checksum does not hold",
    "'(SELECT d.payload FROM day_addresses d WHERE d.start = 86400)', it is day 1 since 1970"
  })
  void shouldTellADayThatIsDamagedAndDropThatOneAlone(String payload, String why) {
    commit(
        List.of(PeriodFixtures.hour(1)),
        List.of(PeriodFixtures.day(1, 3), PeriodFixtures.day(2, 3), PeriodFixtures.day(3, 3)));
    sql("UPDATE day_addresses SET payload = " + payload + " WHERE start = 172800");
    String expected = "day 1970-01-03 is damaged: " + why;

    List<DayAddresses> sound = new ArrayList<>();
    assertThat(repository.forEachPeriod(period -> {}, sound::add)).containsExactly(expected);

    List<LocalDate> left = List.of(LocalDate.of(1970, 1, 2), LocalDate.of(1970, 1, 4));
    assertThat(sound).extracting(DayAddresses::date).containsExactlyInAnyOrderElementsOf(left);
    Changes changes = repository.changesSince(StoreVersion.of(0)).orElseThrow();
    assertThat(changes.damagedDays()).containsExactly(expected);
    assertThat(changes.presentDays()).containsExactlyInAnyOrderElementsOf(left);
    assertThat(changes.days())
        .extracting(DayAddresses::date)
        .containsExactlyInAnyOrderElementsOf(left);
    assertThat(periods()).containsExactly(PeriodFixtures.hour(1));
  }

  @ParameterizedTest
  @CsvSource({
    "'substr(calls, 1, 5)', its calls are truncated",
    "'substr(calls, 1, 60)', the checksum of its calls does not hold",
    "'substr(payload, 1, 60)', the checksum of its calls does not hold",
    "'(SELECT d.calls FROM day_addresses d WHERE d.start = 86400)', a user of a contract is no"
        + " sender"
  })
  void shouldTellADayWhoseCallsAreDamaged(String calls, String why) {
    commit(
        List.of(),
        List.of(PeriodFixtures.dayWithCalls(1, 90, 3), PeriodFixtures.dayWithCalls(2, 9, 3)));
    sql("UPDATE day_addresses SET calls = " + calls + " WHERE start = 172800");
    List<DayAddresses> sound = new ArrayList<>();
    assertThat(repository.forEachPeriod(period -> {}, sound::add))
        .containsExactly("day 1970-01-03 is damaged: " + why);
    assertThat(sound).hasSize(1);
  }

  private void requireNothingWritten() {
    assertThat(repository.version()).isZero();
    repository.forEachFromNewest(record -> assertThat(record).as("a record").isNull());
    assertThat(periods()).isEmpty();
    assertThat(days()).isEmpty();
  }

  private void commit(List<PeriodActivity> periods, List<DayAddresses> days) {
    commit((written, stored) -> new PeriodChanges(periods, days, List.of()));
  }

  /** Beside a record. */
  private void commit(Statistics statistics) {
    repository.commit(
        new Commit(epoch, List.of(RecordFixtures.of(1, 0, 20)), List.of(), Instant.EPOCH),
        statistics);
  }

  private List<PeriodActivity> periods() {
    List<PeriodActivity> periods = new ArrayList<>();
    repository.forEachPeriod(periods::add, day -> {});
    return periods;
  }

  private List<DayAddresses> days() {
    List<DayAddresses> days = new ArrayList<>();
    assertThat(repository.forEachPeriod(period -> {}, days::add)).isEmpty();
    return days;
  }

  private void sql(String statement) {
    repository
        .connection()
        .inTransaction(
            connection -> {
              try (Statement sql = connection.createStatement()) {
                return sql.executeUpdate(statement);
              }
            });
  }
}
