package network.rei.dau.ingest.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import network.rei.dau.ingest.IngestSettings;

/**
 * The chunks that were given up, and which of them following the head tries again. After each
 * failure a chunk is left out of twice as many rounds: at most for a minute if it contains the head
 * or failed because of an endpoint or the store, otherwise for as long as until the next run, which
 * tries all of them. Chunks before the retention are left to the history.
 */
final class PostponedChunks {

  /** How long a chunk waits at most that contains the head or did not fail because of a block. */
  private static final Duration MAX_SHORT_DELAY = Duration.ofMinutes(1);

  private static final int MAX_DOUBLINGS = 30;

  /**
   * @param failures the number of failures in a row without a new block
   * @param rounds the number of rounds that leave the chunk out from now on
   */
  private record Postponed(ChunkOutcome.GaveUp why, int failures, long rounds) {}

  private final Duration maxDelay;
  private final Map<Long, Postponed> chunks = new HashMap<>();
  private Map<Long, ChunkOutcome.GaveUp> leftOut = Map.of();

  PostponedChunks(IngestSettings settings) {
    maxDelay = settings.interval();
  }

  /** Returns the index of the oldest chunk that was given up. */
  OptionalLong oldest() {
    return chunks.keySet().stream().mapToLong(index -> index).min();
  }

  /** Returns the chunks that the next round of following the head leaves out. */
  Map<Long, ChunkOutcome.GaveUp> nextRound() {
    leftOut = new HashMap<>();
    chunks.replaceAll(
        (index, chunk) -> {
          if (chunk.rounds() == 0) {
            return chunk;
          }
          leftOut.put(index, chunk.why());
          return new Postponed(chunk.why(), chunk.failures(), chunk.rounds() - 1);
        });
    return leftOut;
  }

  /** Returns the chunks that a repeated run leaves out, since they failed because of a block. */
  Map<Long, ChunkOutcome.GaveUp> blockFailures() {
    leftOut = new HashMap<>();
    chunks.forEach(
        (index, chunk) -> {
          if (chunk.why().type().concernsBlock()) {
            leftOut.put(index, chunk.why());
          }
        });
    return leftOut;
  }

  /** Endpoints and the store work again: what failed because of them is tried in the next round. */
  void causeGone() {
    chunks.replaceAll(
        (index, chunk) ->
            chunk.why().type().concernsBlock()
                ? chunk
                : new Postponed(chunk.why(), chunk.failures(), 0));
  }

  /** Records which chunks a run gave up. The next round tries them again. */
  void runEnded(ChunkPlan plan, Duration followDelay) {
    chunks.clear();
    leftOut = Map.of();
    roundEnded(plan, followDelay);
  }

  /**
   * Records which chunks a round of following the head gave up.
   *
   * @param followDelay the time between two rounds; zero if there are none
   */
  void roundEnded(ChunkPlan plan, Duration followDelay) {
    Map<Long, ChunkOutcome.GaveUp> givenUp = plan.givenUp().tailMap(plan.firstChunk(), true);
    chunks.keySet().retainAll(givenUp.keySet());
    givenUp.forEach(
        (index, why) -> {
          if (!leftOut.containsKey(index)) {
            boolean soon = index == plan.headChunk() || !why.type().concernsBlock();
            failed(index, why, maxRounds(soon, followDelay));
          }
        });
  }

  private void failed(long index, ChunkOutcome.GaveUp why, long maxRounds) {
    Postponed before = chunks.get(index);
    int failures = before == null || why.blocksFetched() > 0 ? 1 : before.failures() + 1;
    long rounds = (1L << Math.min(MAX_DOUBLINGS, failures - 1)) - 1;
    chunks.put(index, new Postponed(why, failures, Math.min(rounds, maxRounds)));
  }

  private long maxRounds(boolean soon, Duration followDelay) {
    if (followDelay.isZero()) {
      return 0;
    }
    Duration delay = soon || maxDelay.compareTo(MAX_SHORT_DELAY) < 0 ? MAX_SHORT_DELAY : maxDelay;
    return Math.max(0, delay.dividedBy(followDelay) - 1);
  }
}
