package network.rei.dau.activity.period;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import network.rei.dau.activity.ledger.ActivitySum;
import network.rei.dau.activity.ledger.Ledger;
import org.roaringbitmap.RoaringBitmap;

/**
 * The distinct senders of whole UTC days, from the stored addresses of days and from the records.
 * Not safe for use by several threads.
 */
public final class DaySenders {

  private final DayLookup days;
  private final Map<Long, Optional<RoaringBitmap>> found = new HashMap<>();

  public DaySenders(Ledger ledger) {
    this.days = new DayLookup(ledger);
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
    DayLookup.Day day = days.day(start);
    return day.isWhole() ? day.sum().map(ActivitySum::senders) : Optional.empty();
  }
}
