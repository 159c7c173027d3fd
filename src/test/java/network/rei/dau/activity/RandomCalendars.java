package network.rei.dau.activity;

import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import network.rei.dau.activity.period.PeriodCalendar;

/**
 * Chooses time zones with whole hours: without and with summer time, which begins or ends at
 * midnight in some, far from UTC in both directions.
 */
public final class RandomCalendars {

  private static final List<String> ZONES =
      List.of(
          "Europe/Berlin",
          "America/New_York",
          "America/Santiago",
          "America/Asuncion",
          "Africa/Cairo",
          "Africa/Casablanca",
          "Asia/Beirut",
          "Asia/Tokyo",
          "Pacific/Kiritimati",
          "-12:00");

  private RandomCalendars() {}

  /** Returns the calendar of one of the time zones; every third time that of UTC. */
  public static PeriodCalendar any(Random random) {
    return random.nextInt(3) == 0
        ? PeriodCalendar.UTC
        : new PeriodCalendar(ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))));
  }
}
