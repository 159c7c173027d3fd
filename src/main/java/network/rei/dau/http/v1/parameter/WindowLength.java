package network.rei.dau.http.v1.parameter;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.rei.dau.http.parameter.InvalidParameterException;

/**
 * The length of a rolling window.
 *
 * @param text such as {@code 24h} or {@code 7d}
 */
public record WindowLength(String text, Duration duration) {

  private static final Pattern FORMAT = Pattern.compile("([1-9][0-9]{0,4})([hd])");

  /**
   * Parses a number of hours or days.
   *
   * @param name of the parameter
   * @param longest the upper bound; the lower bound is an hour
   * @throws InvalidParameterException if it is not a length or out of bounds
   */
  public static WindowLength parse(String name, String value, Duration longest) {
    String text = value.toLowerCase(Locale.ROOT);
    Matcher matcher = FORMAT.matcher(text);
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration duration =
          matcher.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number);
      if (duration.compareTo(longest) <= 0) {
        return new WindowLength(text, duration);
      }
    }
    throw new InvalidParameterException(
        name, value, "hours or days from 1h to %s, such as 24h".formatted(of(longest).text));
  }

  /** Returns the whole hours of a duration, written as days if they are whole days. */
  public static WindowLength of(Duration duration) {
    long hours = duration.toHours();
    return new WindowLength(
        hours % 24 == 0 ? hours / 24 + "d" : hours + "h", Duration.ofHours(hours));
  }
}
