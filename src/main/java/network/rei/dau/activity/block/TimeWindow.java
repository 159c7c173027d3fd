package network.rei.dau.activity.block;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The blocks with {@code from <= timestamp < to}.
 *
 * @param from seconds since 1970, UTC, included
 * @param to seconds since 1970, UTC, not included
 */
public record TimeWindow(long from, long to) implements Window {

  public TimeWindow {
    if (to < from) {
      throw new IllegalArgumentException(
          "a window ends at or after its start, not " + to + " after " + from);
    }
  }

  /**
   * Returns the window from after {@code last - length} to {@code last}, included.
   *
   * @param length is rounded up to whole seconds
   * @param last seconds since 1970, UTC
   */
  public static TimeWindow ofLast(Duration length, long last) {
    return new TimeWindow(last + 1 - length.plusNanos(999_999_999).toSeconds(), last + 1);
  }

  /** Returns a UTC day, from midnight to midnight. */
  public static TimeWindow ofUtcDay(LocalDate date) {
    return new TimeWindow(
        date.atStartOfDay().toEpochSecond(ZoneOffset.UTC),
        date.plusDays(1).atStartOfDay().toEpochSecond(ZoneOffset.UTC));
  }

  /** Returns whether a block with this timestamp lies in the window. */
  public boolean contains(long timestamp) {
    return from <= timestamp && timestamp < to;
  }

  /** Returns whether the window has a second in common with {@code [first, last]}. */
  public boolean touches(long first, long last) {
    return Math.max(first, from) <= Math.min(last, to - 1);
  }
}
