package network.rei.dau.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shipped alerts for a clock that runs {@link #FACTOR} times as fast: what lasts an hour there
 * lasts two minutes here. Scaled is all that is a time: how long a condition must hold, the ranges
 * that rates and trends look at, the seconds of lag, and how far ahead the disk is looked at.
 * Counts, shares and bytes are as shipped.
 */
final class ScaledAlertRules {

  /** How many times as fast. */
  static final int FACTOR = 30;

  private static final Pattern TIME = Pattern.compile("(for: |\\[|offset )(\\d+)([mh])");
  private static final Pattern SECONDS =
      Pattern.compile("(rei_dau_lag_seconds > |predict_linear\\([^,]*, )(\\d+)");

  private ScaledAlertRules() {}

  /** The text of a file of rules, scaled. */
  static String of(String shipped) {
    String times =
        TIME.matcher(shipped)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        found.group(1) + millis(found.group(2), found.group(3)) + "ms"));
    return SECONDS
        .matcher(times)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(found.group(1) + Long.parseLong(found.group(2)) / FACTOR));
  }

  private static long millis(String number, String unit) {
    return Long.parseLong(number) * (unit.equals("h") ? 3_600_000L : 60_000L) / FACTOR;
  }
}
