package network.rei.dau.activity.period;

import static network.rei.dau.activity.LedgerFixture.begins;
import static network.rei.dau.activity.LedgerFixture.sends;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.LedgerFixture;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import org.junit.jupiter.api.Test;

/** Tests how a reorganisation changes the stored statistics. */
class CorrectedPeriodsTest {

  /** Block n is at noon of January n + 1; the last is on February 2. Sender n + 1 begins there. */
  private static LedgerFixture january() {
    LedgerFixture fixture = new LedgerFixture(1);
    for (int day = 1; day <= 31; day++) {
      fixture.block("01-%02dT12:00".formatted(day), begins(day, 99), sends(100, 99));
    }
    return fixture
        .block("02-01T12:00", sends(100, 99))
        .block("02-02T12:00", sends(1, 2))
        .enterAll();
  }

  @Test
  void shouldRaiseTheRevisionOfPeriodsWithReplacedBlocks() {
    LedgerFixture fixture = january();

    fixture
        .leave(31)
        .block("02-01T12:00", sends(200, 201), sends(202, 201))
        .block("02-02T12:00")
        .enter(31, 32);

    PeriodActivity hour = fixture.kept(Resolution.HOUR, "02-01T12:00").orElseThrow();
    assertThat(hour.revision()).isEqualTo(2);
    assertThat(hour.activity().counts().senders()).isEqualTo(2);
    PeriodActivity day = fixture.day("02-01");
    assertThat(day.revision()).isEqualTo(2);
    assertThat(day.activity().counts())
        .isEqualTo(new ActivityCounts(1, 2, 3, 2, 1, 0, 0, BruteForce.unknownTraffic(0)));
    assertThat(fixture.kept(Resolution.HOUR, "02-01T11:00").orElseThrow().revision())
        .as("the hour before, which was and is empty")
        .isEqualTo(1);
    assertThat(fixture.day("01-31").revision()).as("the day before").isEqualTo(1);
    assertThat(fixture.hasAddresses("02-01")).isTrue();
  }

  @Test
  void shouldRaiseTheRevisionOfAWeekAndAMonthWithTheirLastDay() {
    LedgerFixture fixture =
        new LedgerFixture(1).noons("03-25", 6).block("03-31T12:00", sends(1, 2)).noons("04-01", 1);
    fixture.enterAll();

    fixture.leave(6).block("03-31T13:00", sends(1, 2), sends(3, 4)).noons("04-01", 1).enter(6, 7);

    for (Resolution resolution : List.of(Resolution.WEEK, Resolution.MONTH)) {
      PeriodActivity period = fixture.kept(resolution, "03-31T00:00").orElseThrow();
      assertThat(period.revision()).isEqualTo(2);
      assertThat(period.activity().counts().senders()).isEqualTo(2);
    }
  }

  @Test
  void shouldCorrectTheEngagementOfOtherDays() {
    LedgerFixture fixture = january();
    assertThat(fixture.engagement("01-30").retained1()).hasValue(0);
    assertThat(fixture.engagement("01-24").retained7()).hasValue(0);
    assertThat(fixture.engagement("01-31").weeklySenders()).hasValue(8);

    fixture
        .leave(30)
        .block("01-31T12:00", sends(30, 99), sends(24, 99), sends(1, 99))
        .block("02-01T12:00", sends(100, 99))
        .block("02-02T12:00", sends(1, 2))
        .enter(30, 31, 32);

    assertThat(fixture.day("01-30").revision()).as("retention of the day after").isEqualTo(2);
    assertThat(fixture.engagement("01-30").retained1()).hasValue(1);
    assertThat(fixture.day("01-24").revision()).as("retention of a week after").isEqualTo(2);
    assertThat(fixture.engagement("01-24").retained7()).hasValue(1);
    assertThat(fixture.day("01-01").revision()).as("retention of 30 days after").isEqualTo(2);
    assertThat(fixture.engagement("01-01").retained30()).hasValue(1);
    assertThat(fixture.day("01-29").revision()).as("does not look at that day").isEqualTo(1);
    assertThat(fixture.day("01-31").revision()).as("one correction, not one a value").isEqualTo(2);
    assertThat(fixture.day("02-01").revision()).as("its week holds that day").isEqualTo(2);
  }

  @Test
  void shouldNotRaiseTheRevisionIfCountsStay() {
    LedgerFixture fixture = january();

    fixture
        .leave(31)
        .block("02-01T12:00", sends(100, 99))
        .block("02-02T12:00", sends(1, 2))
        .enter(31, 32);

    assertThat(fixture.kept(Resolution.HOUR, "02-01T12:00").orElseThrow().revision()).isEqualTo(1);
    assertThat(fixture.day("02-01").revision()).isEqualTo(1);
    assertThat(fixture.kept(Resolution.MONTH, "01-31T00:00").orElseThrow().revision()).isEqualTo(1);
  }

  @Test
  void shouldCorrectEngagementIfOnlySendersChange() {
    LedgerFixture fixture = january();

    fixture
        .leave(31)
        .block("02-01T12:00", sends(31, 99))
        .block("02-02T12:00", sends(1, 2))
        .enter(31, 32);

    assertThat(fixture.day("02-01").activity().counts().senders()).isEqualTo(1);
    assertThat(fixture.engagement("01-31").retained1()).hasValue(1);
    assertThat(fixture.day("01-31").revision()).isEqualTo(2);
    assertThat(fixture.engagement("02-01").returning()).hasValue(1);
  }

  @Test
  void shouldMakeAPeriodIncompleteUntilRemovedBlocksAreReplaced() {
    LedgerFixture fixture = january();

    fixture.remove(31L, 32L);

    PeriodActivity day = fixture.day("01-31");
    assertThat(day.activity().complete()).as("the next block may be of this day").isFalse();
    assertThat(day.revision()).isEqualTo(2);
    assertThat(fixture.hasAddresses("01-31")).isFalse();
    assertThat(fixture.day("02-01").activity().complete()).isFalse();
    assertThat(fixture.day("02-01").activity().counts()).isEqualTo(ActivityCounts.NONE);
    assertThat(fixture.shown(Resolution.DAY, "02-01T00:00").activity().isKnown()).isFalse();
    assertThat(fixture.kept(Resolution.MONTH, "01-01T00:00").orElseThrow().activity().complete())
        .isFalse();
    assertThat(fixture.engagement("01-30").retained1()).as("it hangs on that day").isEmpty();
    assertThat(fixture.day("01-30").revision()).isEqualTo(2);

    fixture.leave(31).block("02-01T12:00", sends(100, 99)).noons("02-02", 1).enter(31, 32);

    assertThat(fixture.day("01-31").activity().complete()).isTrue();
    assertThat(fixture.day("01-31").revision()).isEqualTo(3);
    assertThat(fixture.hasAddresses("01-31")).isTrue();
    assertThat(fixture.engagement("01-30").retained1()).hasValue(0);
    assertThat(fixture.kept(Resolution.MONTH, "01-01T00:00").orElseThrow().activity().complete())
        .isTrue();
  }

  @Test
  void shouldNotRaiseTheRevisionWhenAValueBecomesKnown() {
    LedgerFixture fixture = new LedgerFixture(1);
    IntStream.rangeClosed(1, 31)
        .forEach(day -> fixture.block("01-%02dT12:00".formatted(day), begins(day, 99)));
    fixture.block("02-01T12:00", sends(1, 99)).block("02-02T12:00", sends(30, 99)).enterAll();

    assertThat(fixture.engagement("01-02").retained30()).hasValue(0);
    assertThat(fixture.engagement("01-01").retained1()).hasValue(0);
    assertThat(fixture.ledger().history().periods(Resolution.DAY))
        .hasSize(32)
        .allMatch(day -> day.revision() == 1);
  }

  @Test
  void shouldDropValuesThatCannotBeCorrected() {
    LedgerFixture fixture = january();
    assertThat(fixture.engagement("01-31").monthlySenders()).hasValue(31);
    fixture.deleteAddresses(LedgerFixture.date("01-05"));
    fixture.prune(0L, 1L, 2L, 3L, 4L, 5L);

    fixture.leave(30).block("01-31T12:00", sends(7, 8)).noons("02-01", 2).enter(30, 31, 32);

    assertThat(fixture.engagement("01-31").monthlySenders())
        .as("the 5th can not be counted again")
        .isEmpty();
    assertThat(fixture.engagement("01-31").weeklySenders()).hasValue(8);
    assertThat(fixture.engagement("01-28").monthlySenders())
        .as("it does not look at the day that changed")
        .hasValue(29);
    assertThat(fixture.day("01-31").revision()).isEqualTo(2);
    PeriodActivity month = fixture.kept(Resolution.MONTH, "01-01T00:00").orElseThrow();
    assertThat(month.activity().complete()).as("as it can not be counted again").isFalse();
  }

  /** A block every 6 hours of January 1 to 3, sent by n, in records of a block. */
  private static LedgerFixture everySixHours() {
    LedgerFixture fixture = new LedgerFixture(1);
    for (int n = 0; n < 12; n++) {
      fixture.block(LedgerFixture.time("01-01T00:00") + n * 21_600L, sends(n, 99));
    }
    return fixture.enterAll();
  }

  @Test
  void shouldKeepTheCountsOfADayThatCannotBeCountedAgainUntilItIsFetched() {
    LedgerFixture fixture = everySixHours();
    ActivityCounts counts = fixture.day("01-01").activity().counts();
    fixture.prune(0L, 1L);

    fixture.leave(3);
    for (int n = 3; n < 12; n++) {
      fixture.block(
          LedgerFixture.time("01-01T00:00") + n * 21_600L, sends(n + 50, 99), sends(7, 8));
    }
    fixture.enter(3, 4, 5, 6, 7, 8, 9, 10, 11);

    PeriodActivity day = fixture.day("01-01");
    assertThat(day.activity().counts()).as("not those of the two blocks left").isEqualTo(counts);
    assertThat(day.activity().complete()).as("a block of it was replaced").isFalse();
    assertThat(day.activity().missingBlocks()).isEmpty();
    assertThat(day.revision()).isEqualTo(2);
    assertThat(fixture.shown(Resolution.DAY, "01-01T00:00").activity()).isEqualTo(day.activity());
    assertThat(fixture.hasAddresses("01-01")).isFalse();
    assertThat(fixture.day("01-02").activity().complete()).isTrue();
    assertThat(fixture.engagement("01-02").returning()).as("it depends on that day").isEmpty();

    fixture.enter(0, 1);

    day = fixture.day("01-01");
    assertThat(day.activity().complete()).isTrue();
    assertThat(day.activity().counts().senders()).isEqualTo(5);
    assertThat(day.revision()).isEqualTo(3);
    assertThat(fixture.hasAddresses("01-01")).isTrue();
  }

  @Test
  void shouldKeepADayWhoseRemainingBlocksStayWhenALaterOneIsReplaced() {
    LedgerFixture fixture = everySixHours();
    PeriodActivity before = fixture.day("01-01");
    fixture.prune(0L, 1L);

    fixture.leave(4);
    for (int n = 4; n < 12; n++) {
      fixture.block(LedgerFixture.time("01-01T00:00") + n * 21_600L, sends(n + 50, 99));
    }
    fixture.enter(4, 5, 6, 7, 8, 9, 10, 11);

    assertThat(fixture.day("01-01").activity()).isEqualTo(before.activity());
    assertThat(fixture.day("01-01").revision()).isEqualTo(1);
    assertThat(fixture.hasAddresses("01-01")).isTrue();
    assertThat(fixture.day("01-02").activity().counts().senders()).isEqualTo(4);
  }

  @Test
  void shouldKeepTheCountsOfAWeekAndAMonthOfADayThatCannotBeCountedAgain() {
    LedgerFixture fixture = new LedgerFixture(1).noons("03-24", 1);
    for (int day = 25; day <= 31; day++) {
      fixture.block("03-%dT06:00".formatted(day), sends(day, 99));
      fixture.block("03-%dT18:00".formatted(day), sends(day + 100, 99));
    }
    fixture.noons("04-01", 3).enterAll();
    PeriodActivity week = fixture.kept(Resolution.WEEK, "03-25T00:00").orElseThrow();
    assertThat(week.activity().counts().senders()).isEqualTo(14);
    fixture.prune(1L);

    fixture.leave(2).block("03-25T18:00", sends(1, 2));
    for (int day = 26; day <= 31; day++) {
      fixture.block("03-%dT06:00".formatted(day), sends(day, 99));
      fixture.block("03-%dT18:00".formatted(day), sends(day + 100, 99));
    }
    fixture.noons("04-01", 3).enter(LongStream.rangeClosed(2, fixture.head()).toArray());

    PeriodActivity kept = fixture.kept(Resolution.WEEK, "03-25T00:00").orElseThrow();
    assertThat(kept.activity().counts()).isEqualTo(week.activity().counts());
    assertThat(kept.activity().complete()).isFalse();
    assertThat(fixture.shown(Resolution.WEEK, "03-25T00:00").activity().counts().senders())
        .isEqualTo(14);

    fixture.enter(1);

    assertThat(fixture.kept(Resolution.WEEK, "03-25T00:00").orElseThrow().activity().complete())
        .isTrue();
  }
}
