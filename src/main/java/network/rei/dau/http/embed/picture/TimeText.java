package network.rei.dau.http.embed.picture;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import network.rei.dau.activity.period.Resolution;

/** Formats times in English and UTC. */
public final class TimeText {

  private static final DateTimeFormatter TIME = format("MMM d, yyyy, HH:mm 'UTC'");
  private static final DateTimeFormatter HOUR = format("MMM d, HH:mm 'UTC'");
  private static final DateTimeFormatter DAY = format("MMM d, yyyy");
  private static final DateTimeFormatter MONTH = format("MMM yyyy");

  private TimeText() {}

  /** Returns a time that is given in seconds since 1970. */
  public static String of(long timestamp) {
    return TIME.format(time(timestamp));
  }

  /** Returns the name of a period. */
  static String period(long start, Resolution resolution) {
    LocalDateTime time = time(start);
    return switch (resolution) {
      case HOUR -> HOUR.format(time);
      case DAY -> DAY.format(time);
      case WEEK -> "week of " + DAY.format(time);
      case MONTH -> MONTH.format(time);
    };
  }

  static LocalDateTime time(long timestamp) {
    return LocalDateTime.ofEpochSecond(timestamp, 0, ZoneOffset.UTC);
  }

  static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
