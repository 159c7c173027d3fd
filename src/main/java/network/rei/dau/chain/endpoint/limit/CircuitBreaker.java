package network.rei.dau.chain.endpoint.limit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import network.rei.dau.chain.EndpointStatus;

/**
 * Decides whether one endpoint may be called now. After some consecutive failures the circuit opens
 * for a time that doubles each time, with jitter; then one request probes the endpoint, and a
 * success closes the circuit. An endpoint that asked not to be called, or that serves another
 * chain, gets no requests either. Time is nanoseconds of a steady clock. Not thread-safe.
 */
public final class CircuitBreaker {

  private static final int MAX_REMEMBERED = 10;
  private static final int MAX_DOUBLINGS = 30;
  private static final double SURPRISING = 0.001;

  private enum Phase {
    CLOSED,
    OPEN,
    /** The probe is in flight. */
    HALF_OPEN,
    /** The endpoint serves another chain. */
    REFUSED
  }

  private final ClientTuning tuning;
  private final RandomGenerator random;
  private Phase phase = Phase.CLOSED;
  private boolean paused;
  private long pausedUntil;
  private long openUntil;
  private int transitions;

  /** The failures since the last answer, of requests that were sent after the answered one. */
  private int failuresInARow;

  /** The same by their weights. */
  private int failures;

  private final UsualFailures usual = new UsualFailures();
  private boolean answered;
  private long answeredSentAt;
  private int openings;
  private int pauses;
  private final Deque<Long> openedAt = new ArrayDeque<>();

  public CircuitBreaker(ClientTuning tuning, RandomGenerator random) {
    this.tuning = tuning;
    this.random = random;
  }

  /** Returns whether a request may be sent; after the circuit was open, that is the probe. */
  public boolean permitsRequest(long now) {
    return switch (phase) {
      case CLOSED -> !isPaused(now);
      case OPEN -> now - openUntil >= 0 && !isPaused(now);
      case HALF_OPEN, REFUSED -> false;
    };
  }

  /** Returns whether requests may be sent without a probe. */
  public boolean isHealthy(long now) {
    return phase == Phase.CLOSED && !isPaused(now);
  }

  /** Returns whether the next request is the probe of an open circuit. */
  public boolean isProbeDue(long now) {
    return phase == Phase.OPEN && permitsRequest(now);
  }

  public boolean isRefused() {
    return phase == Phase.REFUSED;
  }

  /** Returns whether an endpoint of another chain has to be asked again which chain it serves. */
  public boolean isRecheckDue(long now) {
    return phase == Phase.REFUSED && now - openUntil >= 0;
  }

  /** Returns whether the circuit has opened so often since then, without a success between. */
  public boolean hasOpened(int times, long since) {
    int count = 0;
    for (long at : openedAt) {
      count += at - since >= 0 ? 1 : 0;
    }
    return count >= Math.min(times, MAX_REMEMBERED);
  }

  /**
   * Returns the nanoseconds until {@link #permitsRequest} or {@link #isRecheckDue} becomes true by
   * time alone, at least 1; {@code Long.MAX_VALUE} if neither will.
   */
  public long nanosUntilChange(long now) {
    boolean waits = phase == Phase.OPEN || phase == Phase.REFUSED;
    long wait = waits ? openUntil - now : 0;
    if (isPaused(now) && (phase == Phase.CLOSED || phase == Phase.OPEN)) {
      wait = Math.max(wait, pausedUntil - now);
    }
    return wait > 0 ? wait : Long.MAX_VALUE;
  }

  /** Returns the number of changes for the worse, which a request keeps from its start. */
  public int transitions() {
    return transitions;
  }

  /** A request is sent. If it is the probe, no other is permitted before its answer. */
  public void recordSent() {
    if (phase == Phase.OPEN) {
      phase = Phase.HALF_OPEN;
      transitions++;
    }
  }

  /** An endpoint of another chain is asked again which chain it serves. */
  public void recordRecheckSent(long now) {
    openUntil = now + tuning.recheck().toNanos();
  }

  /**
   * The endpoint answered, and serves the configured chain.
   *
   * @param sentAt when the request was sent
   * @return whether this closes the circuit
   */
  public boolean recordSuccess(long sentAt) {
    boolean closes = phase != Phase.CLOSED;
    phase = Phase.CLOSED;
    usual.recordAnswer(failuresInARow);
    if (!answered || sentAt - answeredSentAt > 0) {
      answered = true;
      answeredSentAt = sentAt;
    }
    failuresInARow = 0;
    failures = 0;
    openings = 0;
    pauses = 0;
    openedAt.clear();
    return closes;
  }

  /**
   * A request failed. If one that was not sent earlier is already answered, it does not show that
   * the endpoint is down.
   *
   * @param sentAt when the request was sent
   * @param transitionsAtStart {@link #transitions()} after the request was sent: the failure of one
   *     that was sent before the circuit opened is ignored
   * @param weight how many failures it counts for
   * @return whether this opens the circuit
   */
  public boolean recordFailure(long sentAt, long now, int transitionsAtStart, int weight) {
    if (transitionsAtStart != transitions || phase == Phase.REFUSED) {
      return false;
    }
    if (phase == Phase.CLOSED && answered && sentAt - answeredSentAt <= 0) {
      usual.recordFailure();
      return false;
    }
    failuresInARow++;
    failures += weight;
    if (phase == Phase.CLOSED
        && (failures < tuning.failuresBeforeCoolDown()
            || usual.probability(failuresInARow) > SURPRISING)) {
      return false;
    }
    open(now);
    return true;
  }

  /** Returns which share of the requests fails although the endpoint answers others. */
  public UsualFailures usualFailures() {
    return usual;
  }

  private void open(long now) {
    long longest = tuning.longestCoolDown().toNanos();
    openUntil = now + jittered(doubled(tuning.coolDown().toNanos(), openings, longest));
    openings++;
    openedAt.addLast(now);
    if (openedAt.size() > MAX_REMEMBERED) {
      openedAt.removeFirst();
    }
    failuresInARow = 0;
    failures = 0;
    phase = Phase.OPEN;
    transitions++;
  }

  /**
   * The endpoint asked for fewer requests.
   *
   * @param nanos how long it asked not to be called, or -1 if it gave no time
   * @param growing whether the time that is used instead grows with each call of this method
   */
  public void pause(long now, long nanos, boolean growing) {
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
  }

  /** The endpoint answered, if only that the request was too much: the probe has succeeded. */
  public void markAlive() {
    if (phase == Phase.HALF_OPEN) {
      phase = Phase.CLOSED;
    }
  }

  /** The endpoint serves another chain. */
  public void refuse(long now) {
    phase = Phase.REFUSED;
    openUntil = now + tuning.recheck().toNanos();
    transitions++;
  }

  public EndpointStatus.State state() {
    return switch (phase) {
      case CLOSED -> EndpointStatus.State.HEALTHY;
      case OPEN, HALF_OPEN -> EndpointStatus.State.COOLING_DOWN;
      case REFUSED -> EndpointStatus.State.REFUSED;
    };
  }

  private boolean isPaused(long now) {
    return paused && now - pausedUntil < 0;
  }

  private static long doubled(long first, int times, long bound) {
    return times >= MAX_DOUBLINGS ? bound : Math.min(bound, first << times);
  }

  /** Varies a time by a quarter, so that clients that failed together do not return together. */
  private long jittered(long nanos) {
    return (long) (nanos * (0.75 + random.nextDouble() / 2));
  }
}
