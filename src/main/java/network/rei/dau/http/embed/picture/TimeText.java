package network.rei.dau.http.embed.picture;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import network.rei.dau.activity.period.Resolution;

/** Formats times, which are given in seconds since 1970, in English and in a time zone. */
public record TimeText(ZoneId zone) {

  private static final DateTimeFormatter TIME = format("d MMM yyyy, HH:mm");
  private static final DateTimeFormatter HOUR = format("d MMM, HH:mm");
  private static final DateTimeFormatter DAY = format("d MMM yyyy");
  private static final DateTimeFormatter DAY_OF_YEAR = format("d MMM");
  private static final DateTimeFormatter MONTH = format("MMM yyyy");
  private static final DateTimeFormatter MONTH_OF_YEAR = format("MMM");

  /** Returns whether the time zone is UTC. */
  public boolean isUtc() {
    return zone.equals(ZoneOffset.UTC);
  }

  /** Returns the name of the time zone. */
  public String zoneName() {
    return isUtc() ? "UTC" : zone.getId();
  }

  /** Returns a time with its zone. */
  public String of(long timestamp) {
    return TIME.format(local(timestamp)) + " " + zoneName();
  }

  /**
   * Returns the time from the start of a period to the start of another one, without the zone. The
   * year is written once if it is the same.
   */
  public String range(long first, long last, Resolution resolution) {
    DateTimeFormatter full =
        switch (resolution) {
          case HOUR -> TIME;
          case DAY, WEEK -> DAY;
          case MONTH -> MONTH;
        };
    DateTimeFormatter ofYear =
        switch (resolution) {
          case HOUR -> HOUR;
          case DAY, WEEK -> DAY_OF_YEAR;
          case MONTH -> MONTH_OF_YEAR;
        };
    String to = full.format(local(last));
    if (first == last) {
      return to;
    }
    boolean sameYear = local(first).getYear() == local(last).getYear();
    return (sameYear ? ofYear : full).format(local(first)) + " to " + to;
  }

  /** Returns the days from one time to another one; the day if they are on the same one. */
  public String days(long first, long last) {
    return local(first).toLocalDate().equals(local(last).toLocalDate())
        ? DAY.format(local(last))
        : range(first, last, Resolution.DAY);
  }

  /** Returns the name of a period. */
  String period(long start, Resolution resolution) {
    LocalDateTime time = local(start);
    return switch (resolution) {
      case HOUR -> HOUR.format(time) + " " + zoneName();
      case DAY -> DAY.format(time);
      case WEEK -> "week of " + DAY.format(time);
      case MONTH -> MONTH.format(time);
    };
  }

  /** Returns a time on the clocks of the zone. */
  LocalDateTime local(long timestamp) {
    return LocalDateTime.ofInstant(Instant.ofEpochSecond(timestamp), zone);
  }

  static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
