package network.rei.dau.activity.period;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.ledger.ActivitySum;
import network.rei.dau.activity.ledger.Ledger;
import network.rei.dau.activity.ledger.LedgerFilter;
import org.roaringbitmap.RoaringBitmap;

/**
 * The distinct senders of whole UTC days, from the stored addresses of days and from the records.
 * Not safe for use by several threads.
 */
public final class DaySenders {

  private final DayLookup days;
  private final WindowLookup records;
  private final LedgerFilter filter;
  private final Map<Long, Optional<RoaringBitmap>> found = new HashMap<>();

  /**
   * @param filter of the ledger; if it has rules, the senders of a day are known only as long as
   *     its records are in memory
   */
  public DaySenders(Ledger ledger, LedgerFilter filter) {
    this.days = new DayLookup(ledger);
    this.records = new WindowLookup(ledger, days);
    this.filter = filter;
  }

  /** Returns the midnight before a time; both are in seconds since 1970. */
  public static long dayOf(long timestamp) {
    return Math.floorDiv(timestamp, DayLookup.SECONDS_A_DAY) * DayLookup.SECONDS_A_DAY;
  }

  /**
   * Returns the senders of a day; empty if blocks of it are missing, or if its addresses are not in
   * memory.
   *
   * @param start the midnight of an earlier day, seconds since 1970
   * @param later how many days later the day is
   */
  public Optional<RoaringBitmap> of(long start, int later) {
    return found.computeIfAbsent(start + later * DayLookup.SECONDS_A_DAY, this::senders);
  }

  private Optional<RoaringBitmap> senders(long start) {
    if (!filter.rules().isEmpty()) {
      TimeWindow day = new TimeWindow(start, start + DayLookup.SECONDS_A_DAY);
      return records.recorded(day).complete() ? filter.senders(day) : Optional.empty();
    }
    DayLookup.Day day = days.day(start);
    return day.isWhole() ? day.sum().map(ActivitySum::senders) : Optional.empty();
  }
}
