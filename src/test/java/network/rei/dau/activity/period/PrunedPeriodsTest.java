package network.rei.dau.activity.period;

import static network.rei.dau.activity.LedgerFixture.date;
import static network.rei.dau.activity.LedgerFixture.sends;
import static network.rei.dau.activity.LedgerFixture.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.LedgerFixture;
import network.rei.dau.activity.Ledgers;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerChange;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;
import org.junit.jupiter.api.Test;

/** Tests the statistics of periods whose records are deleted. */
class PrunedPeriodsTest {

  /** A chain with a block every 6 hours from January 1 to 5; sender n is active in block n. */
  private static LedgerFixture everySixHours() {
    LedgerFixture fixture = new LedgerFixture(1);
    for (int n = 0; n < 20; n++) {
      fixture.block(time("01-01T00:00") + n * 21_600L, sends(n, 99));
    }
    return fixture;
  }

  /** The same chain, of which the blocks before noon of January 2 are not stored. */
  private static LedgerFixture fromNoonOfTheSecond() {
    LedgerFixture fixture = everySixHours();
    for (long n = 6; n < 20; n++) {
      fixture.enter(n);
    }
    return fixture;
  }

  @Test
  void shouldKeepCompletePeriodsWithoutTheirRecords() {
    LedgerFixture fixture = everySixHours().enterAll();
    PeriodActivity before = fixture.shown(Resolution.DAY, "01-01T00:00");

    assertThat(fixture.prune(0L, 1L, 2L, 3L).isEmpty()).isTrue();

    assertThat(fixture.ledger().record(3)).isEmpty();
    assertThat(fixture.shown(Resolution.DAY, "01-01T00:00")).isEqualTo(before);
    assertThat(fixture.shown(Resolution.HOUR, "01-01T06:00").activity().counts().senders())
        .isEqualTo(1);
    assertThat(fixture.engagement("01-02").weeklySenders()).hasValue(8);
  }

  @Test
  void shouldStorePartsOfIncompletePeriods() {
    LedgerFixture fixture = fromNoonOfTheSecond();

    PeriodChanges change = fixture.prune(6L, 7L);

    assertThat(change.addresses()).isEmpty();
    PeriodActivity day = fixture.day("01-02");
    assertThat(day.activity().complete()).isFalse();
    assertThat(day.activity().missingBlocks()).isEmpty();
    assertThat(day.activity().counts())
        .isEqualTo(new ActivityCounts(2, 2, 3, 2, 1, 0, 0, BruteForce.unknownTraffic(0)));
    assertThat(day.activity().span().orElseThrow().firstTimestamp()).isEqualTo(time("01-02T12:00"));
    assertThat(fixture.shown(Resolution.DAY, "01-02T00:00").activity()).isEqualTo(day.activity());
    PeriodActivity hour = fixture.kept(Resolution.HOUR, "01-02T12:00").orElseThrow();
    assertThat(hour.activity().complete()).as("earlier blocks of it may be missing").isFalse();
    assertThat(hour.activity().counts().senders()).isEqualTo(1);
    assertThat(fixture.kept(Resolution.HOUR, "01-02T13:00").orElseThrow().activity().complete())
        .isTrue();
  }

  @Test
  void shouldNotCountAPartAsARevision() {
    LedgerFixture fixture = fromNoonOfTheSecond();
    fixture.prune(6L);
    assertThat(fixture.day("01-02").revision()).isZero();

    fixture.enter(6);
    fixture.enter(5);
    fixture.prune(5L, 6L, 7L);
    assertThat(fixture.day("01-02").activity().counts().blocks()).isEqualTo(3);
    assertThat(fixture.day("01-02").revision()).isZero();
    fixture.enter(3, 4, 5, 6, 7);

    assertThat(fixture.day("01-02").activity().complete()).isTrue();
    assertThat(fixture.day("01-02").revision()).as("first set now").isEqualTo(1);
  }

  @Test
  void shouldKeepThePartOfAPeriodWhenItsRecordsAreDeleted() {
    LedgerFixture fixture = fromNoonOfTheSecond();
    long blocks = fixture.shown(Resolution.DAY, "01-02T00:00").activity().counts().blocks();
    assertThat(blocks).isEqualTo(2);

    fixture.prune(6L);

    WindowActivity shown = fixture.shown(Resolution.DAY, "01-02T00:00").activity();
    assertThat(shown.counts().blocks()).isEqualTo(2);
    assertThat(shown.counts().senders()).isEqualTo(2);
    assertThat(shown.complete()).isFalse();
    assertThat(fixture.shown(Resolution.HOUR, "01-02T12:00").activity().counts().blocks())
        .isEqualTo(1);
  }

  @Test
  void shouldReplaceAPartByOneOfMoreBlocks() {
    LedgerFixture fixture = fromNoonOfTheSecond();
    fixture.prune(6L, 7L);
    fixture.enter(5, 6, 7);
    assertThat(fixture.shown(Resolution.DAY, "01-02T00:00").activity().counts().blocks())
        .isEqualTo(3);

    fixture.prune(5L, 6L, 7L);
    assertThat(fixture.day("01-02").activity().counts().blocks()).isEqualTo(3);
    fixture.enter(7);
    fixture.prune(7L);

    assertThat(fixture.day("01-02").activity().counts().blocks()).as("not less").isEqualTo(3);
  }

  @Test
  void shouldNotPruneRecordsThatADayNeeds() {
    LedgerFixture fixture = fromNoonOfTheSecond();

    assertThat(fixture.prunable(24, "01-03")).as("whole days only").contains(12L, 13L);
    assertThat(fixture.prunable(24, "01-03")).doesNotContain(15L, 16L, 17L, 18L, 19L);
    assertThat(fixture.prunable(24, "01-01"))
        .as("of the 2nd, which is not whole, and the block after it")
        .doesNotContain(6L, 7L, 8L)
        .contains(9L, 10L, 11L, 12L, 13L);
    assertThat(fixture.prunable(24, "01-02")).doesNotContain(6L, 7L, 8L);

    fixture.enter(3, 4, 5);
    assertThat(fixture.day("01-02").activity().complete()).isTrue();

    assertThat(fixture.prunable(24, "01-02"))
        .as("all is known that is wanted")
        .contains(3L, 7L, 8L);
    assertThat(fixture.prunable(24, "01-01"))
        .as("the 1st needs its own and the block after it")
        .doesNotContain(3L, 4L)
        .contains(5L, 6L, 7L, 8L);
  }

  @Test
  void shouldNotPruneTheNextBlockAfterADayAndEmptyDays() {
    LedgerFixture fixture =
        new LedgerFixture(1)
            .noons("01-01", 2)
            .block("01-05T12:00")
            .block("01-06T12:00")
            .noons("01-07", 9);
    for (long n = 1; n <= fixture.head(); n++) {
      fixture.enter(n);
    }

    assertThat(fixture.day("01-03").activity().complete()).isTrue();
    assertThat(fixture.prunable(24, "01-01")).doesNotContain(1L, 2L).contains(3L, 4L);

    fixture.enter(0);
    assertThat(fixture.day("01-02").activity().complete()).isTrue();
    assertThat(fixture.prunable(24, "01-01")).contains(0L, 1L, 2L, 3L);
  }

  @Test
  void shouldKeepValuesWhenTheirAddressesAreDeleted() {
    LedgerFixture fixture = everySixHours().enterAll();
    fixture.prune(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);

    assertThat(fixture.deleteAddresses(date("01-01"), date("01-02")).deletedAddresses())
        .containsExactly(date("01-01"), date("01-02"));

    assertThat(fixture.ledger().history().daysWithAddresses())
        .containsExactly(LocalDate.of(2024, 1, 3), LocalDate.of(2024, 1, 4));
    assertThat(fixture.engagement("01-03").weeklySenders()).hasValue(12);
    fixture.block("01-06T00:00").enter(20);
    assertThat(fixture.day("01-05").engagement().weeklySenders())
        .as("its computation needs the addresses of two days, which are deleted")
        .isEmpty();
    assertThat(fixture.kept(Resolution.WEEK, "01-01T00:00")).isEmpty();
    assertThat(fixture.engagement("01-03").retained1()).hasValue(0);
    assertThat(fixture.day("01-03").revision()).isEqualTo(1);
  }

  @Test
  void shouldDeleteAddressesInTheCommitThatStoresThem() {
    LedgerFixture fixture = everySixHours();
    LongStream.rangeClosed(0, 3).forEach(fixture::enter);

    LedgerChange change =
        Ledgers.change(
            fixture.ledger(),
            List.of(new StoredRecord(fixture.record(4), Instant.EPOCH)),
            new LedgerChange.Removal(List.of(), List.of(0L), List.of(date("01-01"))));

    assertThat(change.ledger().history().wholeDay(date("01-01"))).isPresent();
    assertThat(change.ledger().history().hasAddresses(date("01-01"))).isFalse();
    assertThat(change.ledger().record(0)).isEmpty();
    assertThat(change.periods().deletedAddresses()).containsExactly(date("01-01"));
  }

  @Test
  void shouldDeriveAllPeriodsOfALedgerWithoutHistory() {
    LedgerFixture fixture = everySixHours().enterAll();
    Ledger bare = bare(fixture.ledger(), fixture);
    assertThat(bare.history().periods(Resolution.DAY)).isEmpty();

    LedgerChange caughtUp = Ledgers.derivingPeriods(bare);

    for (Resolution resolution : Resolution.values()) {
      assertThat(caughtUp.ledger().history().periods(resolution))
          .containsExactlyElementsOf(fixture.ledger().history().periods(resolution));
    }
    assertThat(caughtUp.ledger().history().daysWithAddresses())
        .isEqualTo(fixture.ledger().history().daysWithAddresses());
    assertThat(caughtUp.periods().addresses()).hasSize(4);
    assertThat(Ledgers.derivingPeriods(caughtUp.ledger()).periods().isEmpty())
        .as("nothing is lacking then")
        .isTrue();
  }

  @Test
  void shouldDeriveNothingFromAnEmptyLedger() {
    assertThat(Ledgers.derivingPeriods(Ledger.empty()).periods().isEmpty()).isTrue();
  }

  @Test
  void shouldDeriveMissingAddressesWithoutARevision() {
    LedgerFixture fixture = everySixHours().enterAll();
    fixture.deleteAddresses(date("01-02"));

    LedgerChange caughtUp = Ledgers.derivingPeriods(fixture.ledger());

    assertThat(caughtUp.periods().addresses())
        .extracting(DayAddresses::date)
        .containsExactly(date("01-02"));
    assertThat(caughtUp.periods().periods()).isEmpty();
    assertThat(caughtUp.ledger().history().wholeDay(date("01-02")).orElseThrow().revision())
        .isEqualTo(1);
  }

  private static Ledger bare(Ledger ledger, LedgerFixture fixture) {
    return Ledger.empty()
        .with(
            ledger.records().stream()
                .map(r -> new StoredRecord(fixture.record(r.index()), r.storedAt()))
                .toList());
  }
}
