package network.rei.dau.http.health;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations in sentences. */
public final class DurationText {

  private DurationText() {}

  /** Such as {@code 3 s} or {@code 0.25 s}. */
  public static String of(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }
}
