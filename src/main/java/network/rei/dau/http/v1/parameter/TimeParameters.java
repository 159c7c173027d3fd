package network.rei.dau.http.v1.parameter;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import network.rei.dau.http.parameter.InvalidParameterException;
import network.rei.dau.http.parameter.Parameters;
import network.rei.dau.json.TimeFormat;

/**
 * How an answer writes its times: the parameters {@code tz} and {@code times}.
 *
 * @param zone whose offset the times have
 * @param unix whether they are numbers of seconds since 1970 instead
 */
public record TimeParameters(ZoneId zone, boolean unix) {

  private static final String TIMES = "times";
  private static final String TZ = "tz";
  private static final String ISO = "iso";
  private static final String UNIX = "unix";

  /** The release of the time zone database, such as {@code 2025a}. */
  private static final String RULES_VERSION = ZoneRulesProvider.getVersions("UTC").lastKey();

  /**
   * Reads the parameters.
   *
   * @throws InvalidParameterException if one is invalid
   */
  public static TimeParameters of(Parameters parameters) {
    boolean unix = parameters.word(TIMES, List.of(ISO, UNIX), ISO).equals(UNIX);
    return new TimeParameters(parameters.zone(), unix);
  }

  /**
   * Rejects every time zone but UTC, where {@link #of} does not read it.
   *
   * @param because why, as a clause
   */
  public static void requireUtc(Parameters parameters, String because) {
    if (!parameters.zone().equals(ZoneOffset.UTC)) {
      throw new InvalidParameterException(
          TZ, parameters.text(TZ).orElse(""), "UTC, or left out, because " + because);
    }
  }

  /**
   * Rejects every time zone but UTC, and every format but ISO 8601.
   *
   * @param because why, as a clause
   */
  public static void requireIsoInUtc(Parameters parameters, String because) {
    requireUtc(parameters, because);
    if (of(parameters).unix()) {
      throw new InvalidParameterException(
          TIMES, parameters.text(TIMES).orElse(""), "'iso', or left out, because " + because);
    }
  }

  /** Returns the format of times. */
  public TimeFormat format() {
    if (unix) {
      return TimeFormat.UNIX;
    }
    return isUtc() ? TimeFormat.ISO : TimeFormat.in(zone);
  }

  /** Returns a text for entity tags that is empty by default, and otherwise begins with a dash. */
  public String tag() {
    return zoneTag(zone) + (unix ? "-unix" : "");
  }

  /** Returns the part of a {@link #tag} that depends on the time zone. */
  public static String zoneTag(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "" : "-" + zone.getId() + "-" + RULES_VERSION;
  }

  private boolean isUtc() {
    return zone.equals(ZoneOffset.UTC);
  }
}
