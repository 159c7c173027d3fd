package network.rei.dau.http.v1;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** UTC dates. */
public final class Dates {

  private Dates() {}

  /** The date of a time, in seconds since 1970. */
  public static LocalDate of(long timestamp) {
    return LocalDate.ofInstant(Instant.ofEpochSecond(timestamp), ZoneOffset.UTC);
  }
}
