package network.rei.dau.chain.endpoint.limit;

/**
 * Limits the HTTP requests per second to all endpoints together. The bucket holds the tokens of a
 * tenth of a second, so that the limit also holds over short times. Not thread-safe.
 */
public final class TokenBucket {

  private static final double NANOS_PER_SECOND = 1e9;

  private final double perSecond;
  private double perNano;
  private double burst;
  private double tokens;
  private long filledAt;

  /**
   * Creates a full bucket.
   *
   * @param perSecond 0 for no limit
   * @param now nanoseconds of a steady clock
   */
  public TokenBucket(double perSecond, long now) {
    this.perSecond = perSecond;
    this.filledAt = now;
    share(1);
    this.tokens = burst;
  }

  /** Divides the limit into equal parts, of which one applies from now on. */
  public void share(int parts, long now) {
    fill(now);
    share(parts);
    tokens = Math.min(tokens, burst);
  }

  private void share(int parts) {
    perNano = perSecond / parts / NANOS_PER_SECOND;
    burst = Math.max(1, perSecond / parts / 10);
  }

  public boolean isLimited() {
    return perNano > 0;
  }

  /** Returns the nanoseconds until a request may be sent; 0 if one may be sent now. */
  public long nanosUntilNext(long now) {
    if (!isLimited()) {
      return 0;
    }
    fill(now);
    return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perNano);
  }

  /** Takes the token of a request that is sent. */
  public void take(long now) {
    if (isLimited()) {
      fill(now);
      tokens -= 1;
    }
  }

  private void fill(long now) {
    tokens = Math.min(burst, tokens + (now - filledAt) * perNano);
    filledAt = now;
  }
}
