package network.rei.dau.http.v1.parameter;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.rei.dau.activity.period.PeriodActivity;
import network.rei.dau.activity.period.PeriodCalendar;
import network.rei.dau.activity.period.Resolution;
import network.rei.dau.activity.period.Timeline;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;

/**
 * The periods that a request selects.
 *
 * @param from seconds since 1970; empty without the parameter
 * @param to seconds since 1970, not included; empty without the parameter
 * @param calendar of the periods
 */
public record SeriesParameters(
    Resolution resolution, OptionalLong from, OptionalLong to, PeriodCalendar calendar) {

  /** Of a longer series the newest points are returned. */
  public static final int MAX_POINTS = 10_000;

  /**
   * Reads the resolution, the bounds in time and the time zone.
   *
   * @param resolutions the allowed ones; the first is the default
   * @throws InvalidParameterException if a parameter is invalid
   */
  public static SeriesParameters of(Parameters parameters, List<String> resolutions) {
    return of(parameters, resolutions, resolutions.get(0));
  }

  /**
   * As {@link #of(Parameters, List)}.
   *
   * @param usual the default resolution
   */
  public static SeriesParameters of(Parameters parameters, List<String> resolutions, String usual) {
    Resolution resolution = Resolution.of(parameters.word("resolution", resolutions, usual));
    OptionalLong from = second(parameters, "from");
    OptionalLong to = second(parameters, "to");
    if (from.isPresent() && to.isPresent() && to.getAsLong() <= from.getAsLong()) {
      throw new InvalidParameterException("to", parameters.text("to").orElse(""), "after from");
    }
    return new SeriesParameters(resolution, from, to, CalendarParameter.of(parameters));
  }

  /** Returns the periods of a timeline of the calendar, oldest first. */
  public List<PeriodActivity> periods(Timeline timeline) {
    return newest(timeline, MAX_POINTS);
  }

  /** Returns the newest of the periods, oldest first. */
  public List<PeriodActivity> newest(Timeline timeline, int count) {
    return timeline.series(resolution, from, to, count);
  }

  private static OptionalLong second(Parameters parameters, String name) {
    Optional<Long> second = parameters.second(name);
    return second.isPresent() ? OptionalLong.of(second.get()) : OptionalLong.empty();
  }
}
