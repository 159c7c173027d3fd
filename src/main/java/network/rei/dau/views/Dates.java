package network.rei.dau.views;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** UTC dates. */
final class Dates {

  private Dates() {}

  /** The date of a time, in seconds since 1970. */
  static LocalDate of(long timestamp) {
    return LocalDate.ofInstant(Instant.ofEpochSecond(timestamp), ZoneOffset.UTC);
  }
}
