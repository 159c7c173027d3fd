package network.rei.dau.activity.period;

import static network.rei.dau.activity.LedgerFixture.begins;
import static network.rei.dau.activity.LedgerFixture.date;
import static network.rei.dau.activity.LedgerFixture.sends;
import static network.rei.dau.activity.LedgerFixture.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import network.rei.dau.activity.LedgerFixture;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests new chains, chains with an old genesis block, and chains that produced no block for long.
 */
class FirstDaysOfChainTest {

  private static final long YEAR = 365 * DayLookup.SECONDS_A_DAY;

  /** Block 0 is of 1970, block 1 of January 1, and so on, with a block at each noon. */
  private static LedgerFixture oldGenesis(int chunkSize, int days) {
    return new LedgerFixture(chunkSize).block(0).noons("01-01", days);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  void shouldShowOnlyTheFirstDayOfAChainWithAnOldGenesis(int chunkSize) {
    Ledger ledger = oldGenesis(chunkSize, 1).enterAll().ledger();

    assertThat(daysOf(ledger)).containsExactly(date("01-01"));
    assertThat(hoursOf(ledger)).hasSize(1);
    assertThat(ledger.firstDayOfChain()).contains(date("01-01"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10})
  void shouldHaveNoHistoryBetweenAnOldGenesisAndItsChild(int chunkSize) {
    LedgerFixture fixture = oldGenesis(chunkSize, 3).enterAll();

    assertThat(fixture.ledger().firstDayOfChain()).contains(date("01-01"));
    assertThat(daysOf(fixture.ledger()))
        .containsExactly(date("01-01"), date("01-02"), date("01-03"));
    assertThat(fixture.day("01-01").activity().span().orElseThrow().blocks())
        .isEqualTo(new BlockRange(1, 1));
    assertThat(fixture.engagement("01-02").monthlySenders()).as("nothing is missing").hasValue(0);
    assertThat(fixture.ledger().history().periods(Resolution.DAY)).hasSizeLessThan(5);
    assertThat(fixture.ledger().history().periods(Resolution.HOUR)).hasSizeLessThan(5 * 24);
  }

  @Test
  void shouldKnowTheFirstDayWithoutItsRecords() {
    LedgerFixture fixture = oldGenesis(1, 5).enterAll();

    fixture.prune(0L, 1L, 2L);

    assertThat(fixture.ledger().firstDayOfChain()).contains(date("01-01"));
    assertThat(daysOf(fixture.ledger())).first().isEqualTo(date("01-01"));
    assertThat(fixture.prunable(24, "01-01")).as("no day before is waited for").containsExactly(3L);
  }

  @Test
  void shouldCountTheDayOfAGenesisOfThePreviousDay() {
    LedgerFixture fixture = new LedgerFixture(1).block("01-01T23:59").noons("01-02", 3);

    fixture.enterAll();

    assertThat(fixture.ledger().firstDayOfChain()).contains(date("01-01"));
    assertThat(daysOf(fixture.ledger())).first().isEqualTo(date("01-01"));
    fixture.prune(0L, 1L);
    assertThat(fixture.ledger().firstDayOfChain()).contains(date("01-01"));
  }

  @Test
  void shouldCountDaysBeforeTheChainAsEmpty() {
    LedgerFixture fixture =
        new LedgerFixture(1)
            .block("01-01T12:00", begins(1, 2), sends(3, 1))
            .block("01-02T12:00", sends(1, 2))
            .noons("01-03", 1)
            .enterAll();

    assertThat(fixture.engagement("01-01").weeklySenders()).hasValue(2);
    assertThat(fixture.engagement("01-01").monthlySenders()).hasValue(2);
    assertThat(fixture.engagement("01-01").resurrected()).hasValue(1);
    assertThat(fixture.engagement("01-02").returning()).hasValue(1);
    assertThat(fixture.engagement("01-02").churned()).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shouldHaveAYearOfEmptyDaysWithoutBlocks(int chunkSize) {
    LedgerFixture fixture = new LedgerFixture(chunkSize).noons("01-01", 3);
    fixture
        .block(time("01-03T12:00") + YEAR, sends(1, 2))
        .block(time("01-04T12:00") + YEAR)
        .enterAll();

    assertThat(fixture.ledger().history().wholeDay(date("01-03"))).isPresent();
    for (LocalDate day : List.of(date("01-04"), date("07-01"), LocalDate.of(2025, 1, 1))) {
      assertThat(fixture.ledger().history().wholeDay(day))
          .as("%s", day)
          .hasValueSatisfying(
              known -> assertThat(known.activity().counts()).isEqualTo(ActivityCounts.NONE));
    }
    fixture.prune(0L);
    assertThat(daysOf(fixture.ledger())).hasSize(369);
  }

  @Test
  void shouldNotFillTheStoreBecauseOfAnAbsurdTimestamp() {
    LedgerFixture fixture = new LedgerFixture(2).noons("01-01", 3);
    fixture
        .block(time("01-03T12:00") + 500 * YEAR)
        .block(time("01-03T12:00") + 501 * YEAR)
        .enterAll();

    assertThat(fixture.ledger().history().periods(Resolution.HOUR)).hasSizeLessThan(20_000);
    assertThat(fixture.ledger().history().wholeDay(date("01-02"))).isPresent();
  }

  private static List<LocalDate> daysOf(Ledger ledger) {
    return new Timeline(ledger)
        .days().stream().map(day -> LocalDate.ofEpochDay(day.start() / 86_400)).toList();
  }

  private static List<PeriodActivity> hoursOf(Ledger ledger) {
    return new Timeline(ledger)
        .series(Resolution.HOUR, OptionalLong.empty(), OptionalLong.empty(), Integer.MAX_VALUE);
  }
}
