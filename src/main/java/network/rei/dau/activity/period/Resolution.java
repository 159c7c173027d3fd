package network.rei.dau.activity.period;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import network.rei.dau.activity.block.TimeWindow;

/**
 * The length of the periods of a series. All periods start in UTC: days at midnight, weeks on
 * Mondays (ISO 8601), months on their first day.
 */
public enum Resolution {
  HOUR,
  DAY,
  WEEK,
  MONTH;

  private static final long SECONDS_AN_HOUR = 3_600;
  private static final long SECONDS_A_DAY = 86_400;

  /** The first of January 1970 was a Thursday. */
  private static final long FIRST_MONDAY = -3;

  /** Returns the keys of all resolutions. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Resolution::key).toList();
  }

  /** Returns the resolution with a {@link #key}. */
  public static Resolution of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  /** Returns the name in answers. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the period of a time, which is given in seconds since 1970. */
  public TimeWindow around(long timestamp) {
    long day = Math.floorDiv(timestamp, SECONDS_A_DAY);
    return switch (this) {
      case HOUR -> {
        long start = Math.floorDiv(timestamp, SECONDS_AN_HOUR) * SECONDS_AN_HOUR;
        yield new TimeWindow(start, start + SECONDS_AN_HOUR);
      }
      case DAY -> days(day, day + 1);
      case WEEK -> {
        long monday = Math.floorDiv(day - FIRST_MONDAY, 7) * 7 + FIRST_MONDAY;
        yield days(monday, monday + 7);
      }
      case MONTH -> {
        LocalDate first = LocalDate.ofEpochDay(day).withDayOfMonth(1);
        yield days(first.toEpochDay(), first.plusMonths(1).toEpochDay());
      }
    };
  }

  /** Returns the periods that have a second in common with a window, in order. */
  public List<TimeWindow> in(TimeWindow window) {
    return PeriodCalendar.UTC.in(this, window);
  }

  private static TimeWindow days(long from, long to) {
    return new TimeWindow(
        LocalDate.ofEpochDay(from).atStartOfDay().toEpochSecond(ZoneOffset.UTC),
        LocalDate.ofEpochDay(to).atStartOfDay().toEpochSecond(ZoneOffset.UTC));
  }
}
