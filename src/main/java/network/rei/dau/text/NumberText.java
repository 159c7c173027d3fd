package network.rei.dau.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * Formats the values of metrics in English, as {@code format.js} of the page does: a test compares
 * both with the same table of texts.
 */
public final class NumberText {

  private static final String[] SUFFIXES = {"", "K", "M", "B", "T", "Q"};
  private static final double GWEI = 1e9;
  private static final double LEAST_GWEI = 1e6;
  private static final double KILOBYTE = 1_000;
  private static final int DIGITS = 3;

  /** Shorter numbers are written with all digits. */
  private static final double LONG = 10_000;

  private NumberText() {}

  /**
   * Returns a value with its unit if it is not a count: a count with all of its digits, other
   * values with three significant digits, and shares with one decimal, or two significant digits
   * below 1%.
   *
   * @param value not negative
   * @param unit of the metric
   */
  public static String of(double value, String unit) {
    return switch (unit) {
      case "share" -> share(value * 100);
      case "seconds" -> significant(value, DIGITS) + " s";
      case "wei" ->
          value < LEAST_GWEI
              ? rounded(value, 0) + " wei"
              : significant(value / GWEI, DIGITS) + " gwei";
      case "bytes" ->
          value < KILOBYTE
              ? rounded(value, 0) + " B"
              : significant(value / KILOBYTE, DIGITS) + " kB";
      case "gas" -> value < LONG ? rounded(value, 0) : shortened(value);
      case "transactions per address", "transactions per second" -> significant(value, DIGITS);
      default -> rounded(value, 0);
    };
  }

  /**
   * Returns a round number of the scale of an axis.
   *
   * @param value not negative
   * @param top the highest number of the axis
   */
  public static String onAxis(double value, String unit, double top) {
    return switch (unit) {
      case "share" -> trimmed(value * 100) + "%";
      case "seconds" -> trimmed(value) + " s";
      case "wei" -> top < LEAST_GWEI ? trimmed(value) + " wei" : trimmed(value / GWEI) + " gwei";
      case "bytes" -> top < KILOBYTE ? trimmed(value) + " B" : trimmed(value / KILOBYTE) + " kB";
      default -> value < LONG ? trimmed(value) : shortened(value);
    };
  }

  /** Returns a change, such as 0.25 for an increase of a quarter, in percent with its sign. */
  public static String change(double part) {
    String text = rounded(Math.abs(part) * 100, 1) + "%";
    boolean none = text.equals("0.0%");
    return (none ? "" : part < 0 ? "−" : "+") + text;
  }

  private static String share(double percent) {
    return (percent < 1 ? significant(percent, 2) : rounded(percent, 1)) + "%";
  }

  /** Returns a number with at least some significant digits, and all digits before the point. */
  private static String significant(double value, int digits) {
    return value == 0 ? "0" : rounded(value, Math.max(0, digits - 1 - power(value, digits)));
  }

  private static String shortened(double value) {
    int power = Math.max(0, power(value, DIGITS));
    int step = Math.min(SUFFIXES.length - 1, power / 3);
    int decimals = Math.max(0, DIGITS - 1 + 3 * step - power);
    return format(decimals, '#', value / Math.pow(1_000, step)) + SUFFIXES[step];
  }

  /** Returns the power of ten of the first digit of a rounded number. */
  private static int power(double value, int digits) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_UP));
    return rounded.precision() - rounded.scale() - 1;
  }

  private static String trimmed(double value) {
    return format(10, '#', value);
  }

  private static String rounded(double value, int decimals) {
    return format(decimals, '0', value);
  }

  /** Formats a number with as many decimals, or at most so many if their digit is {@code #}. */
  private static String format(int decimals, char digit, double value) {
    String pattern = "#,##0" + (decimals == 0 ? "" : "." + String.valueOf(digit).repeat(decimals));
    DecimalFormat format =
        new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setRoundingMode(RoundingMode.HALF_UP);
    return format.format(new BigDecimal(value));
  }
}
