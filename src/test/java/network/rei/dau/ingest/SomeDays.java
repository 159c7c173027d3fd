package network.rei.dau.ingest;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.ledger.count.TrafficCounts;
import network.rei.dau.activity.ledger.count.WindowActivity;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.Engagement;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodChanges;
import network.rei.dau.activity.period.Resolution;

/** Ledgers with complete days, but without the records of these days. */
public final class SomeDays {

  private SomeDays() {}

  /** Adds days and their addresses. */
  public static Ledger withDays(Ledger ledger, LocalDate... dates) {
    return ledger.with(
        new PeriodChanges(
            Arrays.stream(dates).map(date -> numbers(date, 7)).toList(),
            Arrays.stream(dates).map(SomeDays::addresses).toList(),
            List.of()));
  }

  /** Deletes the addresses of days. */
  public static Ledger withoutAddresses(Ledger ledger, LocalDate... dates) {
    return ledger.with(new PeriodChanges(List.of(), List.of(), List.of(dates)));
  }

  /** Adds a day whose first block is given. */
  public static Ledger withDayFrom(Ledger ledger, LocalDate date, long firstBlock) {
    return ledger.with(new PeriodChanges(List.of(numbers(date, firstBlock)), List.of(), List.of()));
  }

  private static PeriodActivity numbers(LocalDate date, long firstBlock) {
    TimeWindow window = TimeWindow.ofUtcDay(date);
    return new PeriodActivity(
        Resolution.DAY,
        new WindowActivity(
            window,
            new ActivityCounts(1, 1, 1, 1, 0, 0, 1, TrafficCounts.NONE),
            Optional.of(
                new WindowActivity.Span(
                    new BlockRange(firstBlock, firstBlock), window.from(), window.from())),
            1,
            OptionalLong.of(0),
            true),
        1,
        Engagement.NONE);
  }

  private static DayAddresses addresses(LocalDate date) {
    return new DayAddresses(date, new byte[Address.BYTES], new byte[] {DayAddresses.SENDER});
  }
}
