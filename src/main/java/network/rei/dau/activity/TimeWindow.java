package network.rei.dau.activity;

import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The blocks with {@code from <= timestamp < to}.
 *
 * @param from seconds since 1970, UTC, included
 * @param to seconds since 1970, UTC, not included
 */
public record TimeWindow(long from, long to) {

  public TimeWindow {
    if (to < from) {
      throw new IllegalArgumentException(
          "a window ends at or after its start, not " + to + " after " + from);
    }
  }

  /** A UTC day, from midnight to midnight. */
  public static TimeWindow ofUtcDay(LocalDate date) {
    return new TimeWindow(
        date.atStartOfDay().toEpochSecond(ZoneOffset.UTC),
        date.plusDays(1).atStartOfDay().toEpochSecond(ZoneOffset.UTC));
  }

  /** Whether a block of this time lies in the window. */
  public boolean contains(long timestamp) {
    return from <= timestamp && timestamp < to;
  }

  /** Whether a window has a second in common with {@code [first, last]}, both included. */
  boolean touches(long first, long last) {
    return last >= from && first < to;
  }

  /** Whether all of {@code [first, last]}, both included, lies in the window. */
  boolean covers(long first, long last) {
    return from <= first && last < to;
  }
}
