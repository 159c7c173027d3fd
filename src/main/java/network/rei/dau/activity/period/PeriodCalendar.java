package network.rei.dau.activity.period;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.stream.Stream;
import network.rei.dau.activity.block.TimeWindow;

/**
 * The hours, days, weeks and months of a time zone whose offsets from UTC are whole hours: days
 * begin at midnight there, weeks on Mondays (ISO 8601), months on their first day. A day on which
 * the offset changes has 23 or 25 hours.
 */
public record PeriodCalendar(ZoneId zone) {

  public static final PeriodCalendar UTC = new PeriodCalendar(ZoneOffset.UTC);

  /** Returns whether all periods are those of UTC. */
  public boolean isUtc() {
    return zone.equals(ZoneOffset.UTC);
  }

  /** Returns the name of the time zone in answers. */
  public String timeZone() {
    return isUtc() ? "UTC" : zone.getId();
  }

  /** Returns the date of a time, which is given in seconds since 1970. */
  public LocalDate date(long second) {
    return LocalDate.ofInstant(Instant.ofEpochSecond(second), zone);
  }

  /** Returns the first second of a day, since 1970. */
  public long start(LocalDate date) {
    return date.atStartOfDay(zone).toEpochSecond();
  }

  /** Returns the period of a time, which is given in seconds since 1970. */
  public TimeWindow around(Resolution resolution, long second) {
    if (isUtc() || resolution == Resolution.HOUR) {
      return resolution.around(second);
    }
    LocalDate day = date(second);
    return switch (resolution) {
      case HOUR, DAY -> window(day, day.plusDays(1));
      case WEEK -> {
        LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        yield window(monday, monday.plusWeeks(1));
      }
      case MONTH -> {
        LocalDate first = day.withDayOfMonth(1);
        yield window(first, first.plusMonths(1));
      }
    };
  }

  /** Returns the periods that have a second in common with a window, in order. */
  public List<TimeWindow> in(Resolution resolution, TimeWindow window) {
    return Stream.iterate(
            around(resolution, window.from()),
            next -> next.from() < window.to(),
            next -> around(resolution, next.to()))
        .toList();
  }

  private TimeWindow window(LocalDate first, LocalDate next) {
    return new TimeWindow(start(first), start(next));
  }
}
