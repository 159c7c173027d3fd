package network.rei.dau.chain.endpoint;

/**
 * A ceiling on requests a second over all endpoints: a token bucket that holds a tenth of a
 * second's worth, so that the ceiling holds in short as in long. Pure; not for several threads.
 */
final class TokenBucket {

  private static final double NANOS_PER_SECOND = 1e9;

  private final double perSecond;
  private double perNano;
  private double burst;
  private double tokens;
  private long filledAt;

  /**
   * @param perSecond 0 for no ceiling
   * @param now nanoseconds of a steady clock
   */
  TokenBucket(double perSecond, long now) {
    this.perSecond = perSecond;
    this.filledAt = now;
    share(1);
    this.tokens = burst;
  }

  /** Takes one of so many equal parts of the ceiling from now on. */
  void share(int parts, long now) {
    fill(now);
    share(parts);
    tokens = Math.min(tokens, burst);
  }

  private void share(int parts) {
    perNano = perSecond / parts / NANOS_PER_SECOND;
    burst = Math.max(1, perSecond / parts / 10);
  }

  boolean isSet() {
    return perNano > 0;
  }

  /** Nanoseconds until a request may go out; 0 if one may now. */
  long nanosUntilNext(long now) {
    if (!isSet()) {
      return 0;
    }
    fill(now);
    return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perNano);
  }

  /** Counts a request that goes out. */
  void take(long now) {
    if (isSet()) {
      fill(now);
      tokens -= 1;
    }
  }

  private void fill(long now) {
    tokens = Math.min(burst, tokens + (now - filledAt) * perNano);
    filledAt = now;
  }
}
