package network.rei.dau.chain.endpoint.limit;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Learns whether one endpoint lacks old blocks, as a node without history does, from its answers. A
 * block is not served if it is answered as null or with an error object. Three such blocks, well
 * below the newest block and below all blocks that were served in the last minute or two, show that
 * the endpoint lacks all blocks up to the highest of them. Then one more extends that, up to the
 * lowest block that it serves. Block 0 shows nothing, because most nodes without history serve it.
 * A lower block that is served ends that knowledge. Time is nanoseconds of a steady clock. Not
 * thread-safe.
 */
public final class ServedBlocks {

  private static final int BLOCKS_BEFORE_IT_IS_KNOWN = 3;

  /** A node may not have the newest blocks yet, or lose some of them in a reorganisation. */
  private static final int NEWEST_BLOCKS = 64;

  /** How long lacking blocks are not requested again, and a served one speaks against others. */
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  private static final long NONE = Long.MAX_VALUE;

  private final TreeSet<Long> notServed = new TreeSet<>();
  private long newest;
  private long lacksUpTo;
  private long servesFrom;
  private long confirmedAt;
  private long lowestServed = NONE;
  private long lowestServedBefore = NONE;
  private boolean minuteStarted;
  private long minuteStartedAt;

  /** The endpoint served a block, or named it as its newest one. */
  public void recordServed(long number, long now) {
    if (number <= 0) {
      return;
    }
    if (number <= lacksUpTo) {
      lacksUpTo = 0;
    }
    notServed.tailSet(number, false).clear();
    newest = Math.max(newest, number);
    startMinute(now);
    lowestServed = Math.min(lowestServed, number);
    servesFrom = Math.min(servesFrom, number);
  }

  /** The endpoint answered a block as null or with an error object. */
  public void recordNotServed(long number, long now) {
    if (number <= 0 || number > newest - NEWEST_BLOCKS || number > lowestServedLately(now)) {
      return;
    }
    if (number <= lacksUpTo || (lacksUpTo > 0 && number < servesFrom)) {
      lacksUpTo = Math.max(lacksUpTo, number);
      confirmedAt = now;
      return;
    }
    notServed.add(number);
    if (notServed.size() >= BLOCKS_BEFORE_IT_IS_KNOWN) {
      boolean known = lacksUpTo > 0 && servesFrom > notServed.last();
      lacksUpTo = notServed.last();
      servesFrom = known ? servesFrom : Math.min(newest, lowestServedLately(now));
      confirmedAt = now;
      notServed.clear();
    }
  }

  /** A block is requested: if the endpoint is known to lack it, no other one is for a minute. */
  public void recordRequested(long number, long now) {
    if (number > 0 && number <= lacksUpTo) {
      confirmedAt = now;
    }
  }

  /** Returns whether the endpoint lacks a block, as far as it is known since less than a minute. */
  public boolean lacks(long number, long now) {
    return number > 0 && number <= lacksUpTo && now - confirmedAt < MINUTE_NANOS;
  }

  /** Returns the lowest block that it is known to serve; empty if it is not known to lack any. */
  public OptionalLong servesFrom() {
    return lacksUpTo == 0 ? OptionalLong.empty() : OptionalLong.of(servesFrom);
  }

  private long lowestServedLately(long now) {
    startMinute(now);
    return Math.min(lowestServed, lowestServedBefore);
  }

  private void startMinute(long now) {
    if (!minuteStarted || now - minuteStartedAt >= MINUTE_NANOS) {
      lowestServedBefore = now - minuteStartedAt < 2 * MINUTE_NANOS ? lowestServed : NONE;
      lowestServed = NONE;
      minuteStarted = true;
      minuteStartedAt = now;
    }
  }
}
