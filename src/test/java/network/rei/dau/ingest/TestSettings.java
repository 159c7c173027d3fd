package network.rei.dau.ingest;

import java.time.Duration;
import network.rei.dau.chain.ClockBound;

/**
 * Settings for small chains of blocks 3 s apart: 100 blocks a chunk, the first window 200 blocks,
 * the retention 1200.
 */
public final class TestSettings {

  static final Duration INTERVAL = Duration.ofMinutes(30);
  static final Duration FOLLOW = Duration.ofSeconds(15);

  private TestSettings() {}

  public static IngestSettings following() {
    return of(FOLLOW, 0, 1, Duration.ofHours(1), 0);
  }

  public static IngestSettings following(Duration followInterval) {
    return of(followInterval, 0, 1, Duration.ofHours(1), 0);
  }

  static IngestSettings notFollowing() {
    return of(Duration.ZERO, 0, 1, Duration.ofHours(1), 0);
  }

  static IngestSettings attempts(int attempts) {
    return of(Duration.ZERO, 0, attempts, Duration.ofHours(1), 0);
  }

  static IngestSettings confirmations(int confirmations) {
    return of(FOLLOW, confirmations, 1, Duration.ofHours(1), 0);
  }

  public static IngestSettings retention(Duration retention) {
    return of(Duration.ZERO, 0, 1, retention, 0);
  }

  /** Returns settings that follow the head, with a retention in hours and a history in days. */
  public static IngestSettings history(int hours, int days) {
    return of(FOLLOW, 0, 1, Duration.ofHours(hours), days);
  }

  private static IngestSettings of(
      Duration follow, int confirmations, int attempts, Duration retention, int historyDays) {
    return new IngestSettings(
        100,
        INTERVAL,
        follow,
        Duration.ofMinutes(10),
        retention,
        historyDays,
        confirmations,
        2,
        attempts,
        Duration.ofSeconds(1),
        new ClockBound(Duration.ofHours(1)));
  }
}
