package network.rei.dau.http.v1;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.rei.dau.http.InvalidParameterException;

/**
 * How long a rolling window is.
 *
 * @param text such as {@code 24h} or {@code 7d}
 */
public record WindowLength(String text, Duration duration) {

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,4})([hd])");

  /**
   * Reads a number of hours or days, from an hour to {@code longest}.
   *
   * @param name of the parameter
   */
  public static WindowLength of(String name, String value, Duration longest) {
    String text = value.toLowerCase(Locale.ROOT);
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      long number = Long.parseLong(form.group(1));
      Duration duration =
          form.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number);
      if (duration.compareTo(longest) <= 0) {
        return new WindowLength(text, duration);
      }
    }
    throw new InvalidParameterException(
        name, value, "hours or days from 1h to %s, such as 24h".formatted(of(longest).text));
  }

  /** The whole hours of a duration, told in days if they are whole days. */
  public static WindowLength of(Duration duration) {
    long hours = duration.toHours();
    return new WindowLength(
        hours % 24 == 0 ? hours / 24 + "d" : hours + "h", Duration.ofHours(hours));
  }
}
