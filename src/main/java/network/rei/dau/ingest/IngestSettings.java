package network.rei.dau.ingest;

import java.time.Duration;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.chain.ClockBound;
import network.rei.dau.settings.Check;
import network.rei.dau.settings.SettingsSource;

/**
 * What is fetched, how far back and how often ({@code rei-dau.ingest}).
 *
 * @param chunkSize the number of blocks of a record
 * @param interval the time between the starts of two runs; a run is skipped while one is in
 *     progress
 * @param followInterval the longest time between two looks for new blocks, between and during runs,
 *     on a chain that makes blocks more slowly than that; zero for no looks
 * @param firstWindow how far back the first run on an empty store reaches, before older blocks
 *     follow
 * @param retention how far back records are fetched and kept, counted from the last processed block
 * @param historyDays for how many days before that of the last processed block the addresses of
 *     whole days are kept, and fetched if they are missing
 * @param confirmations how many blocks below the chain's newest block the head is
 * @param slots the number of chunks that a node fetches at the same time
 * @param attempts the number of attempts at a chunk before it is given up; following the head and
 *     the next run try it again
 * @param backoff the wait before the second attempt; it doubles with each further one
 * @param clockBound bounds the timestamps of blocks
 */
public record IngestSettings(
    int chunkSize,
    Duration interval,
    Duration followInterval,
    Duration firstWindow,
    Duration retention,
    int historyDays,
    int confirmations,
    int slots,
    int attempts,
    Duration backoff,
    ClockBound clockBound) {

  private static final String KEY = "rei-dau.ingest.";

  public IngestSettings {
    Check.between(KEY + "chunk-size", chunkSize, Chunk.MIN_SIZE, Chunk.MAX_SIZE);
    Check.between(KEY + "interval", interval, Duration.ofSeconds(1), Duration.ofDays(1));
    Check.between(KEY + "follow-interval", followInterval, Duration.ZERO, Duration.ofDays(1));
    Check.between(KEY + "retention", retention, Duration.ofHours(1), Duration.ofDays(3660));
    Check.between(KEY + "first-window", firstWindow, Duration.ofMinutes(1), Duration.ofDays(366));
    Check.between(KEY + "history-days", historyDays, 0, 3660);
    Check.between(KEY + "confirmations", confirmations, 0, 100_000);
    Check.between(KEY + "slots", slots, 1, 64);
    Check.between(KEY + "attempts", attempts, 1, 100);
    Check.between(KEY + "backoff", backoff, Duration.ofMillis(1), Duration.ofMinutes(10));
  }

  /** Returns the time between two looks for new blocks. */
  public Duration newDataEvery() {
    return followInterval.isZero() ? interval : followInterval;
  }

  /** Reads {@code rei-dau.ingest}. */
  public static IngestSettings from(SettingsSource source) {
    return new IngestSettings(
        source.number(KEY + "chunk-size"),
        source.time(KEY + "interval"),
        source.time(KEY + "follow-interval"),
        source.time(KEY + "first-window"),
        source.time(KEY + "retention"),
        source.number(KEY + "history-days"),
        source.number(KEY + "confirmations"),
        source.number(KEY + "slots"),
        source.number(KEY + "attempts"),
        source.time(KEY + "backoff"),
        ClockBound.from(source));
  }
}
