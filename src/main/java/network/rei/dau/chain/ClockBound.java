package network.rei.dau.chain;

import java.time.Duration;
import java.time.Instant;
import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsSource;

/**
 * Bounds the timestamps of blocks by the clock: no block may be far in the future.
 *
 * @param maxSkew how far a timestamp may be ahead of the clock ({@code rei-dau.rpc.max-clock-skew})
 */
public record ClockBound(Duration maxSkew) {

  private static final String KEY = "rei-dau.rpc.max-clock-skew";

  public ClockBound {
    Check.between(KEY, maxSkew, Duration.ofSeconds(1), Duration.ofDays(1));
  }

  /** Reads {@code rei-dau.rpc.max-clock-skew}. */
  public static ClockBound from(SettingsSource source) {
    return new ClockBound(source.time(KEY));
  }

  /** Returns the latest timestamp that a block may have now, in seconds since 1970. */
  public long latestTimestamp(Instant now) {
    return now.plus(maxSkew).getEpochSecond();
  }
}
