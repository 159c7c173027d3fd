package network.rei.dau.http.embed.picture;

import java.math.BigDecimal;
import java.math.MathContext;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Formats the values of metrics in English. */
public final class NumberText {

  private static final String[] SUFFIXES = {"", "K", "M", "B", "T", "Q"};
  private static final double GWEI = 1e9;
  private static final MathContext THREE_DIGITS = new MathContext(3);

  /** Larger numbers are shortened. */
  private static final double LONGEST = 1e7;

  private NumberText() {}

  /**
   * Returns a value with all of its digits up to ten millions, or three significant digits, and its
   * unit if it is not a count.
   *
   * @param unit of the metric
   */
  public static String of(double value, String unit) {
    return switch (unit) {
      case "share" -> rounded(value * 100, 1) + "%";
      case "seconds" -> significant(value) + " s";
      case "wei" -> significant(value / GWEI) + " gwei";
      case "bytes" -> value >= 1000 ? significant(value / 1000) + " kB" : plain(value) + " B";
      default -> plain(value);
    };
  }

  /** Returns the same for the scale of an axis, whose numbers are round. */
  static String onAxis(double value, String unit) {
    return switch (unit) {
      case "share" -> trimmed(value * 100) + "%";
      case "seconds" -> trimmed(value) + " s";
      case "wei" -> trimmed(value / GWEI) + " gwei";
      case "bytes" -> value >= 1000 ? trimmed(value / 1000) + " kB" : trimmed(value) + " B";
      default -> value >= 10_000 ? shortened(value) : trimmed(value);
    };
  }

  private static String plain(double value) {
    if (value >= LONGEST) {
      return shortened(value);
    }
    return value == Math.rint(value) ? rounded(value, 0) : significant(value);
  }

  private static String significant(double value) {
    if (value >= LONGEST) {
      return shortened(value);
    }
    if (value == 0) {
      return "0";
    }
    int digits = (int) Math.floor(Math.log10(Math.abs(value)));
    return rounded(value, Math.min(12, Math.max(0, 2 - digits)));
  }

  private static String shortened(double value) {
    int step = 0;
    double rest = value;
    while (rest >= 999.5 && step < SUFFIXES.length - 1) {
      rest /= 1000;
      step++;
    }
    return trimmed(BigDecimal.valueOf(rest).round(THREE_DIGITS).doubleValue()) + SUFFIXES[step];
  }

  private static String trimmed(double value) {
    return format("#,##0.############", value);
  }

  private static String rounded(double value, int decimals) {
    return format("#,##0" + (decimals == 0 ? "" : "." + "0".repeat(decimals)), value);
  }

  private static String format(String pattern, double value) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
  }
}
