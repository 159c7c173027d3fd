package network.rei.dau.activity.period;

import static network.rei.dau.activity.LedgerFixture.begins;
import static network.rei.dau.activity.LedgerFixture.sends;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import network.rei.dau.activity.LedgerFixture;
import org.junit.jupiter.api.Test;

/** Tests how senders of a day relate to those of other days, with counts that are written out. */
class EngagementTest {

  /**
   * The chain has a block a day at noon. Sender 1 is active each day except the 9th. Sender 2 is
   * new on the 1st and active on the 2nd and the 8th. Sender 3 is new on the 1st and active on the
   * 20th. Sender 4 is new on the 9th. Address 5 only receives, on the 5th. On the 31st, sender 6 is
   * new and sender 2 is active.
   */
  private static LedgerFixture january() {
    LedgerFixture fixture =
        new LedgerFixture(1)
            .block("01-01T12:00", sends(1, 2), begins(2, 1), begins(3, 1), sends(3, 1))
            .block("01-02T12:00", sends(1, 2), sends(2, 1))
            .block("01-03T12:00", sends(1, 2))
            .block("01-04T12:00", sends(1, 2))
            .block("01-05T12:00", sends(1, 5))
            .block("01-06T12:00", sends(1, 2))
            .block("01-07T12:00", sends(1, 2))
            .block("01-08T12:00", sends(1, 2), sends(2, 1))
            .block("01-09T12:00", begins(4, 2), begins(4, 3), sends(2, 1));
    for (int day = 10; day <= 19; day++) {
      fixture.block("01-%dT12:00".formatted(day), sends(1, 2));
    }
    fixture.block("01-20T12:00", sends(1, 2), sends(3, 1));
    for (int day = 21; day <= 30; day++) {
      fixture.block("01-%dT12:00".formatted(day), sends(1, 2));
    }
    return fixture.block("01-31T12:00", sends(1, 2), sends(2, 1), begins(6, 1)).noons("02-01", 1);
  }

  @Test
  void shouldSplitSendersIntoNewReturningAndResurrected() {
    LedgerFixture fixture = january().enterAll();

    for (int day = 1; day <= 31; day++) {
      PeriodActivity shown = fixture.day("01-%02d".formatted(day));
      assertThat(
              shown.activity().counts().newSenders()
                  + shown.engagement().returning().orElseThrow()
                  + shown.engagement().resurrected().orElseThrow())
          .as("on the %s", day)
          .isEqualTo(shown.activity().counts().senders());
    }
  }

  @Test
  void shouldCountANewSenderAsNewOnly() {
    LedgerFixture fixture = january().enterAll();

    assertThat(fixture.day("01-01").activity().counts().newSenders()).isEqualTo(2);
    assertThat(fixture.engagement("01-01").returning()).hasValue(0);
    assertThat(fixture.engagement("01-01").resurrected()).as("1 is not new").hasValue(1);
    assertThat(fixture.day("01-09").activity().counts().newSenders())
        .as("4, counted once")
        .isEqualTo(1);
  }

  @Test
  void shouldDistinguishReturningFromResurrectedSenders() {
    LedgerFixture fixture = january().enterAll();

    assertThat(fixture.engagement("01-02").returning()).as("1 and 2").hasValue(2);
    assertThat(fixture.engagement("01-08").returning()).as("1, and 2 of the 2nd").hasValue(2);
    assertThat(fixture.engagement("01-20").returning()).as("1").hasValue(1);
    assertThat(fixture.engagement("01-20").resurrected()).as("3 of the 1st").hasValue(1);
    assertThat(fixture.engagement("01-31").resurrected()).as("2 of the 9th").hasValue(1);
  }

  @Test
  void shouldCountChurnedSenders() {
    LedgerFixture fixture = january().enterAll();

    assertThat(fixture.engagement("01-07").churned())
        .as("no address was active before")
        .hasValue(0);
    assertThat(fixture.engagement("01-08").churned()).as("3; 1 and 2 sent since").hasValue(1);
    assertThat(fixture.engagement("01-16").churned()).as("2 and 4").hasValue(2);
    assertThat(fixture.engagement("01-17").churned()).hasValue(0);
    assertThat(fixture.engagement("01-27").churned()).as("3").hasValue(1);
  }

  @Test
  void shouldCountRetentionOfNewSendersOnly() {
    LedgerFixture fixture = january().enterAll();

    assertThat(fixture.engagement("01-01").retained1()).as("2; 1 was not new").hasValue(1);
    assertThat(fixture.engagement("01-01").retained7()).as("2").hasValue(1);
    assertThat(fixture.engagement("01-01").retained30()).as("2").hasValue(1);
    assertThat(fixture.engagement("01-09").retained1()).hasValue(0);
    assertThat(fixture.engagement("01-31").retained1()).as("tomorrow is not over").isEmpty();
    assertThat(fixture.engagement("01-24").retained7()).hasValue(0);
    assertThat(fixture.engagement("01-25").retained7()).isEmpty();
    assertThat(fixture.engagement("01-02").retained30()).isEmpty();
  }

  @Test
  void shouldCountWeeklyAndMonthlyAddressesOnce() {
    LedgerFixture fixture = january().enterAll();

    assertThat(fixture.engagement("01-07").weeklySenders()).as("1, 2, 3").hasValue(3);
    assertThat(fixture.engagement("01-08").weeklySenders()).as("1, 2").hasValue(2);
    assertThat(fixture.engagement("01-11").weeklyAddresses()).as("1 to 5").hasValue(5);
    assertThat(fixture.engagement("01-12").weeklyAddresses())
        .as("5 was there on the 5th")
        .hasValue(4);
    assertThat(fixture.engagement("01-30").monthlySenders()).as("1 to 4").hasValue(4);
    assertThat(fixture.engagement("01-31").monthlySenders()).as("1 to 4 and 6").hasValue(5);
    assertThat(fixture.engagement("01-31").monthlyAddresses()).as("1 to 6").hasValue(6);
  }

  @Test
  void shouldNotKnowAValueWithoutAllItsDays() {
    LedgerFixture fixture = january();
    for (long day = 3; day <= fixture.head(); day++) {
      fixture.enter(day);
    }

    assertThat(fixture.kept(Resolution.DAY, "01-04T00:00")).as("its start is not known").isEmpty();
    assertThat(fixture.engagement("01-10").weeklySenders()).isEmpty();
    assertThat(fixture.engagement("01-11").weeklySenders()).as("from the 5th on").hasValue(3);
    assertThat(fixture.engagement("01-11").returning()).isEmpty();
    assertThat(fixture.engagement("01-11").churned()).isEmpty();
    assertThat(fixture.engagement("01-12").returning()).hasValue(1);
    assertThat(fixture.engagement("01-12").churned()).hasValue(0);
    assertThat(fixture.engagement("01-31").monthlySenders()).isEmpty();
    Timeline timeline = new Timeline(fixture.ledger());
    assertThat(timeline.availableFrom(Metric.WEEKLY_SENDERS, timeline.days()))
        .contains(date(1, 11));
    assertThat(timeline.availableFrom(Metric.CHURNED_SENDERS, timeline.days()))
        .contains(date(1, 12));
    assertThat(timeline.availableFrom(Metric.MONTHLY_SENDERS, timeline.days()))
        .as("to come")
        .contains(date(2, 3));
    assertThat(timeline.availableFrom(Metric.SENDERS, timeline.days())).contains(date(1, 4));
  }

  @Test
  void shouldKnowValuesOnceAnOlderDayIsFetched() {
    LedgerFixture fixture = january();
    for (long day = fixture.head(); day >= 1; day--) {
      fixture.enter(day);
    }
    assertThat(fixture.engagement("01-31").monthlySenders())
        .as("the 2nd lacks its start")
        .isEmpty();

    fixture.enter(0);

    assertThat(fixture.engagement("01-31").monthlySenders()).hasValue(5);
    assertThat(fixture.engagement("01-01").retained30()).hasValue(1);
    assertThat(fixture.day("01-31").revision()).isEqualTo(1);
  }

  @Test
  void shouldNotCountChurnOfTheDayInProgress() {
    LedgerFixture fixture = january().enterAll();
    fixture.block("02-01T13:00", sends(4, 1)).enter(32);

    PeriodActivity today = fixture.shown(Resolution.DAY, "02-01T13:00");

    assertThat(today.activity().complete()).isFalse();
    assertThat(today.revision()).isZero();
    assertThat(today.engagement().weeklySenders()).as("1, 2, 4, 6").hasValue(4);
    assertThat(today.engagement().resurrected()).as("4").hasValue(1);
    assertThat(today.engagement().churned()).isEmpty();
    assertThat(today.engagement().retained1()).isEmpty();
  }

  private static LocalDate date(int month, int day) {
    return LocalDate.of(2024, month, day);
  }
}
