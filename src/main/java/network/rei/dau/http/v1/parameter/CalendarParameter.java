package network.rei.dau.http.v1.parameter;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.stream.Stream;
import network.rei.dau.activity.period.PeriodCalendar;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;

/** Reads the calendar whose hours, days, weeks and months a request asks for. */
public final class CalendarParameter {

  private static final long SECONDS_AN_HOUR = Duration.ofHours(1).toSeconds();

  /** The offsets of earlier times do not matter: no chain has blocks before it. */
  private static final Instant FIRST = Instant.parse("2015-01-01T00:00:00Z");

  private CalendarParameter() {}

  /**
   * Returns the calendar of the time zone that {@code tz} names, UTC by default.
   *
   * @throws InvalidParameterException if there is no such time zone, or if its offsets are not
   *     whole hours
   */
  public static PeriodCalendar of(Parameters parameters) {
    ZoneId zone = parameters.zone();
    if (offsets(zone.getRules())
        .anyMatch(offset -> offset.getTotalSeconds() % SECONDS_AN_HOUR != 0)) {
      throw new InvalidParameterException(
          "tz",
          parameters.text("tz").orElse(""),
          "a time zone whose offsets from UTC since 2015 are whole hours, because activity is"
              + " stored by hours of UTC");
    }
    return new PeriodCalendar(zone);
  }

  private static Stream<ZoneOffset> offsets(ZoneRules rules) {
    return Stream.of(
            Stream.of(rules.getOffset(FIRST)),
            rules.getTransitions().stream()
                .filter(change -> change.getInstant().isAfter(FIRST))
                .map(ZoneOffsetTransition::getOffsetAfter),
            rules.getTransitionRules().stream().map(ZoneOffsetTransitionRule::getOffsetAfter))
        .flatMap(offsets -> offsets);
  }
}
