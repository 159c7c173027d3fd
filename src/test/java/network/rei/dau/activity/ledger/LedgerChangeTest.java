package network.rei.dau.activity.ledger;

import static network.rei.dau.activity.LedgerFixture.begins;
import static network.rei.dau.activity.LedgerFixture.date;
import static network.rei.dau.activity.LedgerFixture.sends;
import static network.rei.dau.activity.LedgerFixture.time;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import network.rei.dau.activity.BruteForce;
import network.rei.dau.activity.LedgerFixture;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.History;
import network.rei.dau.activity.period.Metric;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.Timeline;
import org.junit.jupiter.api.Test;

/** Tests when the statistics of an hour, a day, a week or a month are stored. */
class LedgerChangeTest {

  /** Chunks: 0 ends on Monday, 1 begins on Monday and ends on Tuesday, 2 is Tuesday's. */
  private static LedgerFixture threeDays() {
    return new LedgerFixture(2)
        .block("01-01T22:00", sends(1, 2))
        .block("01-01T23:00", sends(2, 3))
        .block("01-01T23:30", begins(4, 3))
        .block("01-02T10:00", sends(1, 9))
        .block("01-02T10:30", sends(1, 8))
        .block("01-03T01:00", sends(5, 6));
  }

  @Test
  void shouldStoreAPeriodInTheCommitOfItsLastBlocks() {
    LedgerFixture fixture = threeDays();

    assertThat(daysKeptBy(fixture, 0)).isEmpty();
    assertThat(daysKeptBy(fixture, 1)).containsExactly("2024-01-01");
    assertThat(daysKeptBy(fixture, 2)).containsExactly("2024-01-02");

    assertThat(fixture.day("01-01").revision()).isEqualTo(1);
    assertThat(fixture.day("01-01").activity().counts())
        .isEqualTo(new ActivityCounts(3, 3, 4, 3, 2, 1, 0, BruteForce.unknownTraffic(0)));
    assertThat(fixture.day("01-02").activity().counts())
        .isEqualTo(new ActivityCounts(2, 2, 3, 1, 2, 0, 0, BruteForce.unknownTraffic(0)));
    assertThat(fixture.kept(Resolution.DAY, "01-03T00:00")).as("it is not over").isEmpty();
  }

  @Test
  void shouldStoreAPeriodThatItsFirstBlocksComplete() {
    LedgerFixture fixture = threeDays();

    assertThat(daysKeptBy(fixture, 2)).isEmpty();
    assertThat(daysKeptBy(fixture, 1)).containsExactly("2024-01-02");
    assertThat(daysKeptBy(fixture, 0)).containsExactly("2024-01-01");

    assertThat(fixture.day("01-01").revision()).isEqualTo(1);
    assertThat(fixture.day("01-02").activity().counts().transactions()).isEqualTo(2);
  }

  @Test
  void shouldStoreAPeriodThatItsMiddleBlocksComplete() {
    LedgerFixture fixture = threeDays();

    assertThat(fixture.enter(0).isEmpty()).as("22:00 may have more blocks").isFalse();
    assertThat(daysKeptBy(fixture, 2)).isEmpty();
    assertThat(daysKeptBy(fixture, 1)).containsExactly("2024-01-01", "2024-01-02");
  }

  @Test
  void shouldStoreTheAddressesOfADayWithIt() {
    LedgerFixture fixture = threeDays();
    fixture.enter(0);

    PeriodChanges change = fixture.enter(1);

    DayAddresses monday = change.addresses().get(0);
    assertThat(change.addresses()).hasSize(1);
    assertThat(monday.date()).isEqualTo(date("01-01"));
    assertThat(monday.roles()).hasSize(4);
    assertThat(fixture.hasAddresses("01-01")).isTrue();
    assertThat(fixture.hasAddresses("01-02")).isFalse();
  }

  @Test
  void shouldStoreAnHourOnceALaterBlockIsKnown() {
    LedgerFixture fixture = threeDays();

    fixture.enter(0);
    assertThat(fixture.kept(Resolution.HOUR, "01-01T22:00")).isPresent();
    assertThat(fixture.kept(Resolution.HOUR, "01-01T23:00")).isEmpty();
    fixture.enter(1);

    assertThat(fixture.kept(Resolution.HOUR, "01-01T23:00").orElseThrow().activity().counts())
        .isEqualTo(new ActivityCounts(2, 2, 3, 2, 1, 1, 0, BruteForce.unknownTraffic(0)));
    assertThat(fixture.kept(Resolution.HOUR, "01-02T09:00").orElseThrow().activity().counts())
        .as("an hour without a block")
        .isEqualTo(ActivityCounts.NONE);
  }

  @Test
  void shouldCompleteADayWhenAnOpenRecordGrowsPastMidnight() {
    LedgerFixture fixture = new LedgerFixture(10).block("01-01T10:00").block("01-01T11:00");
    assertThat(daysKeptBy(fixture, 0)).isEmpty();

    fixture.block("01-02T00:00", sends(1, 2));

    assertThat(daysKeptBy(fixture, 0)).containsExactly("2024-01-01");
    assertThat(fixture.day("01-01").activity().counts().transactions()).isZero();
  }

  @Test
  void shouldCountABlockAtMidnightInTheNewDay() {
    LedgerFixture fixture =
        new LedgerFixture(1)
            .block("01-01T23:59")
            .block(time("01-02T00:00") - 1, sends(1, 2))
            .block(time("01-02T00:00"), sends(3, 4))
            .block("01-03T00:00")
            .enterAll();

    assertThat(fixture.day("01-01").activity().counts().senders()).isEqualTo(1);
    assertThat(fixture.day("01-01").activity().span().orElseThrow().blocks())
        .isEqualTo(new BlockRange(0, 1));
    assertThat(fixture.day("01-02").activity().span().orElseThrow().blocks())
        .isEqualTo(new BlockRange(2, 2));
  }

  @Test
  void shouldChangeNothingByARepeatedCommit() {
    LedgerFixture fixture = threeDays().enterAll();
    Ledger before = fixture.ledger();

    assertThat(fixture.enter(0).isEmpty()).isTrue();
    assertThat(fixture.enter(0, 1, 2).isEmpty()).isTrue();
    assertThat(fixture.enter().isEmpty()).isTrue();

    assertThat(fixture.ledger().history().periods(Resolution.DAY))
        .containsExactlyElementsOf(before.history().periods(Resolution.DAY));
  }

  @Test
  void shouldStoreAWeekAndAMonthWithTheirLastDay() {
    LedgerFixture fixture =
        new LedgerFixture(1).block("01-01T00:00", sends(1, 2)).noons("01-02", 30).noons("02-01", 1);

    for (long chunk = 0; chunk < 7; chunk++) {
      fixture.enter(chunk);
    }
    assertThat(fixture.kept(Resolution.WEEK, "01-01T00:00")).as("Sunday is not over").isEmpty();
    fixture.enter(7);
    PeriodActivity week = fixture.kept(Resolution.WEEK, "01-01T00:00").orElseThrow();
    assertThat(week.activity().counts())
        .isEqualTo(new ActivityCounts(7, 1, 2, 1, 1, 0, 0, BruteForce.unknownTraffic(6)));
    assertThat(week.revision()).isEqualTo(1);

    fixture.enterAll();
    PeriodActivity month = fixture.kept(Resolution.MONTH, "01-31T23:00").orElseThrow();
    assertThat(month.activity().counts().blocks()).isEqualTo(31);
    assertThat(month.activity().complete()).isTrue();
    assertThat(fixture.kept(Resolution.MONTH, "02-01T00:00")).isEmpty();
  }

  @Test
  void shouldNotReportBlocksMissingBeforeTheGenesis() {
    LedgerFixture fixture = threeDays().enterAll();

    assertThat(fixture.day("01-01").activity().missingBlocks()).isEqualTo(OptionalLong.of(0));
    assertThat(fixture.kept(Resolution.HOUR, "01-01T21:00")).isEmpty();
    assertThat(fixture.kept(Resolution.HOUR, "01-01T22:00")).isPresent();
  }

  @Test
  void shouldNotStoreADayWithAGap() {
    LedgerFixture fixture = new LedgerFixture(1).noons("01-01", 5);

    fixture.enter(0, 1, 3, 4);

    assertThat(fixture.kept(Resolution.DAY, "01-01T00:00")).isPresent();
    assertThat(fixture.kept(Resolution.DAY, "01-02T00:00"))
        .as("the gap may reach into it")
        .isEmpty();
    assertThat(fixture.kept(Resolution.DAY, "01-03T00:00")).isEmpty();
    assertThat(fixture.kept(Resolution.DAY, "01-04T00:00")).isEmpty();
    assertThat(daysKeptBy(fixture, 2)).containsExactly("2024-01-02", "2024-01-03", "2024-01-04");
  }

  @Test
  void shouldStoreEmptyDaysOfAChainWithoutBlocks() {
    LedgerFixture fixture =
        new LedgerFixture(2)
            .block("01-01T12:00")
            .block("01-01T13:00", sends(1, 2))
            .block("01-04T08:00", sends(3, 4))
            .block("01-05T00:00")
            .enterAll();

    for (String pause : List.of("01-02", "01-03")) {
      PeriodActivity day = fixture.day(pause);
      assertThat(day.activity().complete()).isTrue();
      assertThat(day.activity().counts()).isEqualTo(ActivityCounts.NONE);
      assertThat(day.activity().span()).isEmpty();
      assertThat(Metric.SENDERS.value(day)).as("known to be 0").contains(0L);
      assertThat(fixture.hasAddresses(pause)).isTrue();
    }
    assertThat(fixture.day("01-04").activity().counts().senders()).isEqualTo(1);
    assertThat(fixture.kept(Resolution.HOUR, "01-02T05:00")).isPresent();
    assertThat(new Timeline(fixture.ledger()).days()).hasSize(5);
  }

  /** The days that are whole once these chunks have entered, and were not before. */
  private static List<String> daysKeptBy(LedgerFixture fixture, long... chunks) {
    Ledger before = fixture.ledger();
    fixture.enter(chunks);
    return fixture.ledger().history().periods(Resolution.DAY).stream()
        .filter(day -> day.activity().complete())
        .map(day -> History.date(day.start()))
        .filter(day -> before.history().wholeDay(day).isEmpty())
        .map(LocalDate::toString)
        .toList();
  }
}
