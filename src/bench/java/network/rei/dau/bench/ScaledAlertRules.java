package network.rei.dau.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shipped alert rules with all times divided by {@link #FACTOR}, so that an hour becomes two
 * minutes: how long a condition must hold, the ranges of rates and trends, the seconds of lag, and
 * the horizon of the prediction for the disk. Counts, shares and bytes are unchanged.
 */
public final class ScaledAlertRules {

  /** The divisor of the times. */
  static final int FACTOR = 30;

  private static final Pattern TIME = Pattern.compile("(for: |\\[|offset )(\\d+)([mh])");
  private static final Pattern SECONDS =
      Pattern.compile("(rei_dau_lag_seconds > |predict_linear\\([^,]*, )(\\d+)");

  private ScaledAlertRules() {}

  /** Returns the text of a file of rules with scaled times. */
  public static String of(String shipped) {
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
