package network.rei.dau.webhook;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.TrafficCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.Engagement;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.activity.period.Resolution;

/** Ledgers that hold the statistics of whole days, and no records. */
final class WholeDays {

  private WholeDays() {}

  static Ledger ledger(PeriodActivity... days) {
    return Ledger.empty().with(new PeriodChanges(Arrays.asList(days), List.of(), List.of()));
  }

  /**
   * Returns a day with so many senders, twice as many addresses, and ten times the transactions.
   */
  static PeriodActivity day(LocalDate date, long senders, int revision) {
    return new PeriodActivity(
        Resolution.DAY,
        new WindowActivity(
            Resolution.DAY.around(date.atStartOfDay().toEpochSecond(ZoneOffset.UTC)),
            new ActivityCounts(
                28_800, senders * 10, senders * 2, senders, senders, 1, 2, TrafficCounts.NONE),
            Optional.empty(),
            24,
            OptionalLong.of(0),
            true),
        revision,
        Engagement.NONE);
  }

  static PeriodActivity day(LocalDate date, long senders) {
    return day(date, senders, 1);
  }
}
