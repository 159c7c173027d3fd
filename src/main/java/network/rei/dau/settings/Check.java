package network.rei.dau.settings;

import java.time.Duration;

/** Checks the bounds of settings, for the compact constructors of settings records. */
public final class Check {

  private Check() {}

  /**
   * Refuses a value that is out of bounds.
   *
   * @throws SettingsException if {@code value} is not within {@code min} and {@code max}, both
   *     included
   */
  public static void between(String key, long value, long min, long max) {
    if (value < min || value > max) {
      throw new SettingsException(key, value, "allowed are " + min + " to " + max);
    }
  }

  /** Refuses a fraction as {@link #between(String, long, long, long)} refuses a whole number. */
  public static void between(String key, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new SettingsException(key, value, "allowed are " + min + " to " + max);
    }
  }

  /** Refuses a duration as {@link #between(String, long, long, long)} refuses a whole number. */
  public static void between(String key, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new SettingsException(
          key, inWords(value), "allowed are " + inWords(min) + " to " + inWords(max));
    }
  }

  /**
   * Returns a duration as a setting has it, in the largest unit that gives a whole number: {@code
   * 90 s}, {@code 30 m}, {@code 7 d}.
   */
  public static String inWords(Duration time) {
    long millis = time.toMillis();
    if (millis % 1000 != 0 || millis == 0) {
      return millis + " ms";
    }
    long seconds = millis / 1000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + " d";
    }
    if (seconds % 3600 == 0) {
      return seconds / 3600 + " h";
    }
    return seconds % 60 == 0 ? seconds / 60 + " m" : seconds + " s";
  }
}
