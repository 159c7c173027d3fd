package network.rei.dau.chain.endpoint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import network.rei.dau.chain.EndpointStatus;

/**
 * Whether one endpoint may be used now. After some consecutive failures it is left alone for a
 * while that doubles each time, with jitter; then one request probes it, and a good answer takes it
 * back. An endpoint that asked for quiet, or serves another chain, is left alone too. Pure; time
 * comes in as nanoseconds of a steady clock. Not for several threads.
 */
final class CircuitBreaker {

  private static final int MOST_REMEMBERED = 10;

  private enum Phase {
    HEALTHY,
    COOLING_DOWN,
    PROBATION,
    REFUSED
  }

  private final ClientTuning tuning;
  private final RandomGenerator random;
  private Phase phase = Phase.HEALTHY;
  private boolean paused;
  private long pausedUntil;
  private long leftAloneUntil;
  private int epoch;
  private int failures;
  private int coolDowns;
  private int pauses;
  private final Deque<Long> givenUpAt = new ArrayDeque<>();

  CircuitBreaker(ClientTuning tuning, RandomGenerator random) {
    this.tuning = tuning;
    this.random = random;
  }

  /** Whether it may be given work; after a cool-down that is one request, the probe. */
  boolean mayTake(long now) {
    return switch (phase) {
      case HEALTHY -> !isPaused(now);
      case COOLING_DOWN -> now - leftAloneUntil >= 0 && !isPaused(now);
      case PROBATION, REFUSED -> false;
    };
  }

  /** Whether it takes work without being on probation: whether it is an "elsewhere" for others. */
  boolean isWell(long now) {
    return phase == Phase.HEALTHY && !isPaused(now);
  }

  /** Whether the next request is the probe after a cool-down. */
  boolean isProbeDue(long now) {
    return phase == Phase.COOLING_DOWN && mayTake(now);
  }

  boolean isRefused() {
    return phase == Phase.REFUSED;
  }

  /** Whether it serves another chain, and should be asked again by now. */
  boolean isRecheckDue(long now) {
    return phase == Phase.REFUSED && now - leftAloneUntil >= 0;
  }

  /** Whether it was given up so many times in a row since then, with no good answer between. */
  boolean wasGivenUp(int times, long since) {
    int count = 0;
    for (long at : givenUpAt) {
      count += at - since >= 0 ? 1 : 0;
    }
    return count >= Math.min(times, MOST_REMEMBERED);
  }

  /**
   * Nanoseconds until {@link #mayTake} or {@link #isRecheckDue} turns true by time alone, at least
   * 1; {@code Long.MAX_VALUE} if neither will.
   */
  long nanosUntilChange(long now) {
    boolean waits = phase == Phase.COOLING_DOWN || phase == Phase.REFUSED;
    long wait = waits ? leftAloneUntil - now : 0;
    if (isPaused(now) && (phase == Phase.HEALTHY || phase == Phase.COOLING_DOWN)) {
      wait = Math.max(wait, pausedUntil - now);
    }
    return wait > 0 ? wait : Long.MAX_VALUE;
  }

  /** Counts the turns for the worse; a request remembers the count at its start. */
  int epoch() {
    return epoch;
  }

  /** A request goes out. If it is the probe, no other will before its answer. */
  void sent() {
    if (phase == Phase.COOLING_DOWN) {
      phase = Phase.PROBATION;
      epoch++;
    }
  }

  /** A recheck of a refused endpoint goes out. */
  void recheckSent(long now) {
    leftAloneUntil = now + tuning.recheck().toNanos();
  }

  /**
   * It answered as an endpoint of our chain should.
   *
   * @return whether this takes it back after a cool-down
   */
  boolean answered() {
    boolean back = phase != Phase.HEALTHY;
    phase = Phase.HEALTHY;
    failures = 0;
    coolDowns = 0;
    pauses = 0;
    givenUpAt.clear();
    return back;
  }

  /**
   * A request failed.
   *
   * @param sentEpoch {@link #epoch()} after the request was sent: one sent before the endpoint was
   *     last given up says nothing new
   * @param weight how many failures it counts for
   * @return whether the endpoint is left alone from now on
   */
  boolean failed(long now, int sentEpoch, int weight) {
    if (sentEpoch != epoch || phase == Phase.REFUSED) {
      return false;
    }
    failures += weight;
    if (phase != Phase.PROBATION && failures < tuning.failuresBeforeCoolDown()) {
      return false;
    }
    leftAloneUntil =
        now
            + jittered(
                doubled(
                    tuning.coolDown().toNanos(), coolDowns, tuning.longestCoolDown().toNanos()));
    coolDowns++;
    givenUpAt.addLast(now);
    if (givenUpAt.size() > MOST_REMEMBERED) {
      givenUpAt.removeFirst();
    }
    failures = 0;
    phase = Phase.COOLING_DOWN;
    epoch++;
    return true;
  }

  /**
   * It asked for fewer requests.
   *
   * @param nanos how long it asked to be left alone, or -1 if it did not say
   * @param growing whether the wait that we choose ourselves grows with each time
   * @return until when it is left alone
   */
  long pause(long now, long nanos, boolean growing) {
    long wait = Math.min(nanos, tuning.longestRetryAfter().toNanos());
    if (nanos < 0) {
      long first = tuning.ratePause().toNanos();
      wait = jittered(doubled(first, growing ? pauses : 0, tuning.longestRatePause().toNanos()));
      pauses += growing ? 1 : 0;
    }
    if (!isPaused(now) || now + wait - pausedUntil > 0) {
      paused = true;
      pausedUntil = now + wait;
    }
    return pausedUntil;
  }

  /** It answered, if only to say that this was too much: its probe is passed. */
  void lives() {
    if (phase == Phase.PROBATION) {
      phase = Phase.HEALTHY;
    }
  }

  /** It serves another chain. */
  void refuse(long now) {
    phase = Phase.REFUSED;
    leftAloneUntil = now + tuning.recheck().toNanos();
    epoch++;
  }

  private boolean isPaused(long now) {
    return paused && now - pausedUntil < 0;
  }

  private static long doubled(long first, int times, long bound) {
    return times >= 30 ? bound : Math.min(bound, first << times);
  }

  /** Between three and five quarters, so that clients that failed together do not return so. */
  private long jittered(long nanos) {
    return (long) (nanos * (0.75 + random.nextDouble() / 2));
  }

  EndpointStatus.State state() {
    return switch (phase) {
      case HEALTHY -> EndpointStatus.State.HEALTHY;
      case COOLING_DOWN, PROBATION -> EndpointStatus.State.COOLING_DOWN;
      case REFUSED -> EndpointStatus.State.REFUSED;
    };
  }
}
