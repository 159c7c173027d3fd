package network.rei.dau.activity.period;

import static network.rei.dau.activity.LedgerFixture.date;
import static network.rei.dau.activity.LedgerFixture.sends;
import static network.rei.dau.activity.LedgerFixture.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;
import network.rei.dau.activity.LedgerFixture;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.ledger.ActivityCounts;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.WindowActivity;
import org.junit.jupiter.api.Test;

/** Tests the statistics of periods whose records are deleted. */
class PrunedPeriodsTest {

  /** A block every 6 hours of January 1 to 5, from midnight on; block n is sent by n. */
  private static LedgerFixture everySixHours() {
    LedgerFixture life = new LedgerFixture(1);
    for (int n = 0; n < 20; n++) {
      life.block(time("01-01T00:00") + n * 21_600L, sends(n, 99));
    }
    return life;
  }

  /** The same, of which the blocks before noon of January 2 are not known. */
  private static LedgerFixture fromNoonOfTheSecond() {
    LedgerFixture life = everySixHours();
    for (long n = 6; n < 20; n++) {
      life.enter(n);
    }
    return life;
  }

  @Test
  void shouldKeepCompletePeriodsWithoutTheirRecords() {
    LedgerFixture life = everySixHours().enterAll();
    PeriodActivity before = life.told(Resolution.DAY, "01-01T00:00");

    assertThat(life.prune(0L, 1L, 2L, 3L).isEmpty()).isTrue();

    assertThat(life.ledger().record(3)).isEmpty();
    assertThat(life.told(Resolution.DAY, "01-01T00:00")).isEqualTo(before);
    assertThat(life.told(Resolution.HOUR, "01-01T06:00").activity().counts().senders())
        .isEqualTo(1);
    assertThat(life.engagement("01-02").weeklySenders()).hasValue(8);
  }

  @Test
  void shouldStorePartsOfIncompletePeriods() {
    LedgerFixture life = fromNoonOfTheSecond();

    PeriodChanges change = life.prune(6L, 7L);

    assertThat(change.addresses()).isEmpty();
    PeriodActivity day = life.day("01-02");
    assertThat(day.activity().complete()).isFalse();
    assertThat(day.activity().missingBlocks()).isEmpty();
    assertThat(day.activity().counts()).isEqualTo(new ActivityCounts(2, 2, 3, 2, 1, 0, 0));
    assertThat(day.activity().span().orElseThrow().firstTimestamp()).isEqualTo(time("01-02T12:00"));
    assertThat(life.told(Resolution.DAY, "01-02T00:00").activity()).isEqualTo(day.activity());
    PeriodActivity hour = life.kept(Resolution.HOUR, "01-02T12:00").orElseThrow();
    assertThat(hour.activity().complete()).as("earlier blocks of it may be missing").isFalse();
    assertThat(hour.activity().counts().senders()).isEqualTo(1);
    assertThat(life.kept(Resolution.HOUR, "01-02T13:00").orElseThrow().activity().complete())
        .isTrue();
  }

  @Test
  void shouldNotCountAPartAsARevision() {
    LedgerFixture life = fromNoonOfTheSecond();
    life.prune(6L);
    assertThat(life.day("01-02").revision()).isZero();

    life.enter(6);
    life.enter(5);
    life.prune(5L, 6L, 7L);
    assertThat(life.day("01-02").activity().counts().blocks()).isEqualTo(3);
    assertThat(life.day("01-02").revision()).isZero();
    life.enter(3, 4, 5, 6, 7);

    assertThat(life.day("01-02").activity().complete()).isTrue();
    assertThat(life.day("01-02").revision()).as("first set now").isEqualTo(1);
  }

  @Test
  void shouldKeepThePartOfAPeriodWhenItsRecordsAreDeleted() {
    LedgerFixture life = fromNoonOfTheSecond();
    long blocks = life.told(Resolution.DAY, "01-02T00:00").activity().counts().blocks();
    assertThat(blocks).isEqualTo(2);

    life.prune(6L);

    WindowActivity told = life.told(Resolution.DAY, "01-02T00:00").activity();
    assertThat(told.counts().blocks()).isEqualTo(2);
    assertThat(told.counts().senders()).isEqualTo(2);
    assertThat(told.complete()).isFalse();
    assertThat(life.told(Resolution.HOUR, "01-02T12:00").activity().counts().blocks()).isEqualTo(1);
  }

  @Test
  void shouldReplaceAPartByOneOfMoreBlocks() {
    LedgerFixture life = fromNoonOfTheSecond();
    life.prune(6L, 7L);
    life.enter(5, 6, 7);
    assertThat(life.told(Resolution.DAY, "01-02T00:00").activity().counts().blocks()).isEqualTo(3);

    life.prune(5L, 6L, 7L);
    assertThat(life.day("01-02").activity().counts().blocks()).isEqualTo(3);
    life.enter(7);
    life.prune(7L);

    assertThat(life.day("01-02").activity().counts().blocks()).as("not less").isEqualTo(3);
  }

  @Test
  void shouldNotPruneRecordsThatADayNeeds() {
    LedgerFixture life = fromNoonOfTheSecond();

    assertThat(life.prunable(24, "01-03")).as("whole days only").contains(12L, 13L);
    assertThat(life.prunable(24, "01-03")).doesNotContain(15L, 16L, 17L, 18L, 19L);
    assertThat(life.prunable(24, "01-01"))
        .as("of the 2nd, which is not whole, and the block after it")
        .doesNotContain(6L, 7L, 8L)
        .contains(9L, 10L, 11L, 12L, 13L);
    assertThat(life.prunable(24, "01-02")).doesNotContain(6L, 7L, 8L);

    life.enter(3, 4, 5);
    assertThat(life.day("01-02").activity().complete()).isTrue();

    assertThat(life.prunable(24, "01-02")).as("all is known that is wanted").contains(3L, 7L, 8L);
    assertThat(life.prunable(24, "01-01"))
        .as("the 1st needs its own and the block after it")
        .doesNotContain(3L, 4L)
        .contains(5L, 6L, 7L, 8L);
  }

  @Test
  void shouldNotPruneTheNextBlockAfterADayAndEmptyDays() {
    LedgerFixture life =
        new LedgerFixture(1)
            .noons("01-01", 2)
            .block("01-05T12:00")
            .block("01-06T12:00")
            .noons("01-07", 9);
    for (long n = 1; n <= life.head(); n++) {
      life.enter(n);
    }

    assertThat(life.day("01-03").activity().complete()).isTrue();
    assertThat(life.prunable(24, "01-01")).doesNotContain(1L, 2L).contains(3L, 4L);

    life.enter(0);
    assertThat(life.day("01-02").activity().complete()).isTrue();
    assertThat(life.prunable(24, "01-01")).contains(0L, 1L, 2L, 3L);
  }

  @Test
  void shouldKeepValuesWhenTheirAddressesAreDeleted() {
    LedgerFixture life = everySixHours().enterAll();
    life.prune(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);

    assertThat(life.deleteAddresses(date("01-01"), date("01-02")).deletedAddresses())
        .containsExactly(date("01-01"), date("01-02"));

    assertThat(life.ledger().history().daysWithAddresses())
        .containsExactly(LocalDate.of(2024, 1, 3), LocalDate.of(2024, 1, 4));
    assertThat(life.engagement("01-03").weeklySenders()).hasValue(12);
    life.block("01-06T00:00").enter(20);
    assertThat(life.day("01-05").engagement().weeklySenders())
        .as("its computation needs the addresses of two days, which are deleted")
        .isEmpty();
    assertThat(life.kept(Resolution.WEEK, "01-01T00:00")).isEmpty();
    assertThat(life.engagement("01-03").retained1()).hasValue(0);
    assertThat(life.day("01-03").revision()).isEqualTo(1);
  }

  @Test
  void shouldDeleteAddressesInTheCommitThatStoresThem() {
    LedgerFixture life = everySixHours();
    LongStream.rangeClosed(0, 3).forEach(life::enter);

    LedgerChange change =
        LedgerChange.of(
            life.ledger(),
            List.of(new StoredRecord(life.record(4), Instant.EPOCH)),
            new LedgerChange.Removal(List.of(), List.of(0L), List.of(date("01-01"))));

    assertThat(change.ledger().history().wholeDay(date("01-01"))).isPresent();
    assertThat(change.ledger().history().hasAddresses(date("01-01"))).isFalse();
    assertThat(change.ledger().record(0)).isEmpty();
    assertThat(change.periods().deletedAddresses()).containsExactly(date("01-01"));
  }

  @Test
  void shouldDeriveAllPeriodsOfALedgerWithoutHistory() {
    LedgerFixture life = everySixHours().enterAll();
    Ledger bare = bare(life.ledger(), life);
    assertThat(bare.history().periods(Resolution.DAY)).isEmpty();

    LedgerChange caughtUp = LedgerChange.derivingPeriods(bare);

    for (Resolution resolution : Resolution.values()) {
      assertThat(caughtUp.ledger().history().periods(resolution))
          .containsExactlyElementsOf(life.ledger().history().periods(resolution));
    }
    assertThat(caughtUp.ledger().history().daysWithAddresses())
        .isEqualTo(life.ledger().history().daysWithAddresses());
    assertThat(caughtUp.periods().addresses()).hasSize(4);
    assertThat(LedgerChange.derivingPeriods(caughtUp.ledger()).periods().isEmpty())
        .as("nothing is lacking then")
        .isTrue();
  }

  @Test
  void shouldDeriveNothingFromAnEmptyLedger() {
    assertThat(LedgerChange.derivingPeriods(Ledger.empty()).periods().isEmpty()).isTrue();
  }

  @Test
  void shouldDeriveMissingAddressesWithoutARevision() {
    LedgerFixture life = everySixHours().enterAll();
    life.deleteAddresses(date("01-02"));

    LedgerChange caughtUp = LedgerChange.derivingPeriods(life.ledger());

    assertThat(caughtUp.periods().addresses())
        .extracting(DayAddresses::date)
        .containsExactly(date("01-02"));
    assertThat(caughtUp.periods().periods()).isEmpty();
    assertThat(caughtUp.ledger().history().wholeDay(date("01-02")).orElseThrow().revision())
        .isEqualTo(1);
  }

  private static Ledger bare(Ledger ledger, LedgerFixture life) {
    return Ledger.empty()
        .with(
            ledger.records().stream()
                .map(r -> new StoredRecord(life.record(r.index()), r.storedAt()))
                .toList());
  }
}
