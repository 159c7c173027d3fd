package network.rei.dau.http;

import java.math.BigDecimal;
import java.time.Duration;

/** Durations in sentences. */
final class Seconds {

  private Seconds() {}

  /** Such as {@code 3 s} or {@code 0.25 s}. */
  static String of(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }
}
