package network.rei.dau.chain.endpoint.limit;

/**
 * Adapts two limits of one endpoint to its answers: HTTP requests in flight, and calls in one
 * request. Both double with each round trip without failures (as many successes as requests may be
 * in flight) until the first failure, then grow by small steps; both are halved when the endpoint
 * is overloaded. Not thread-safe.
 */
public final class AdaptiveLimits {

  /** Successes with full batches after which the limits approach a refused size again. */
  private static final int SUCCESSES_BEFORE_RETRYING_SIZE = 1000;

  /** The same for a size that was perhaps refused for the rate; it doubles with each refusal. */
  private static final int SUCCESSES_BEFORE_RETRYING_DOUBTFUL_SIZE = 8;

  private final int maxConcurrency;
  private final int maxBatchSize;
  private int concurrency;
  private int batchSize;
  private boolean concurrencyDoubles = true;
  private boolean batchDoubles = true;
  private int halvings;
  private int successesInWindow;
  private int window;
  private int fullSuccesses;
  private int provenBatch;
  private int refusedBatch = Integer.MAX_VALUE;
  private boolean doubtful;
  private int retrySizeAfter = SUCCESSES_BEFORE_RETRYING_SIZE;

  public AdaptiveLimits(
      int startConcurrency, int startBatchSize, int maxConcurrency, int maxBatchSize) {
    this.maxConcurrency = maxConcurrency;
    this.maxBatchSize = maxBatchSize;
    this.concurrency = Math.min(startConcurrency, maxConcurrency);
    this.batchSize = Math.min(startBatchSize, maxBatchSize);
    this.window = this.concurrency;
  }

  /** Returns how many HTTP requests may be in flight at once, at least 1. */
  public int concurrency() {
    return concurrency;
  }

  /**
   * Returns how many calls one batch may hold besides the one for the chain id, at least 1; at 1
   * the endpoint gets no batches.
   */
  public int batchSize() {
    return batchSize;
  }

  /**
   * Returns the number of halvings. A request keeps the number at its start: of the many that fail
   * together because too many were in flight, only the first may halve.
   */
  public int halvings() {
    return halvings;
  }

  /** A request of {@code batch} calls was answered without a sign of overload. */
  public void recordSuccess(int batch) {
    boolean full = batch >= batchSize;
    if (full) {
      provenBatch = Math.max(provenBatch, batch);
      fullSuccesses++;
      if (refusedBatch != Integer.MAX_VALUE && fullSuccesses >= retrySizeAfter) {
        refusedBatch += doubtful ? refusedBatch : Math.max(1, refusedBatch / 4);
        fullSuccesses = 0;
      }
    }
    successesInWindow++;
    if (successesInWindow >= window) {
      grow(2 * batch >= batchSize);
      newWindow();
    }
  }

  /** A request failed, which need not be for its load: the limits do not double any more. */
  public void recordFailure() {
    concurrencyDoubles = false;
    batchDoubles = false;
  }

  /**
   * The endpoint answered that there were too many requests: halves their number, once for all that
   * were sent before the last halving. The batch size is halved only if one request at a time is
   * already too much: under a limit of requests few large ones fetch more, and for a limit of
   * blocks the size makes no difference.
   *
   * @param halvingsAtStart {@link #halvings()} when the request was sent
   * @return whether it halved
   */
  public boolean recordTooManyRequests(int halvingsAtStart) {
    int unchanged = concurrency > 1 ? batchSize : Math.max(1, batchSize / 2);
    boolean halved = recordOverload(halvingsAtStart);
    batchSize = halved ? unchanged : batchSize;
    return halved;
  }

  /**
   * The endpoint was overloaded: halves both limits, once for all requests that were sent before
   * the last halving.
   *
   * @param halvingsAtStart {@link #halvings()} when the request was sent
   * @return whether it halved
   */
  public boolean recordOverload(int halvingsAtStart) {
    recordFailure();
    if (halvingsAtStart != halvings) {
      return false;
    }
    halvings++;
    concurrency = Math.max(1, concurrency / 2);
    batchSize = Math.max(1, batchSize / 2);
    newWindow();
    return true;
  }

  /** Returns whether a batch of this size was answered since the last that was too large. */
  public boolean hasProven(int batch) {
    return provenBatch >= batch;
  }

  /** A batch of this size was refused for its size, or because it was a batch. */
  public void recordTooLarge(int batch) {
    doubtful = false;
    retrySizeAfter = SUCCESSES_BEFORE_RETRYING_SIZE;
    refuse(batch);
  }

  /**
   * A batch of this size, which was never answered, was refused for its size or for the rate of its
   * calls. Smaller ones are sent; the size is tried again before long.
   */
  public void recordPerhapsTooLarge(int batch) {
    retrySizeAfter =
        doubtful
            ? Math.min(SUCCESSES_BEFORE_RETRYING_SIZE, 2 * retrySizeAfter)
            : SUCCESSES_BEFORE_RETRYING_DOUBTFUL_SIZE;
    doubtful = true;
    refuse(batch);
  }

  /** A single call was refused too: no size was refused for itself. */
  public void forgetDoubtfulSize() {
    if (doubtful) {
      doubtful = false;
      retrySizeAfter = SUCCESSES_BEFORE_RETRYING_SIZE;
      refusedBatch = Integer.MAX_VALUE;
    }
  }

  private void refuse(int batch) {
    batchDoubles = false;
    fullSuccesses = 0;
    if (batch <= 1) {
      return;
    }
    refusedBatch = Math.min(refusedBatch, batch);
    if (provenBatch >= batch) {
      provenBatch = 0;
    }
    batchSize = Math.min(batchSize, Math.max(batch / 2, provenBatch));
    newWindow();
  }

  private void grow(boolean batchesAreUsed) {
    int more = concurrencyDoubles ? concurrency : Math.max(1, maxConcurrency / 16);
    concurrency = Math.min(maxConcurrency, concurrency + more);
    if (batchesAreUsed) {
      more = batchDoubles ? batchSize : Math.max(1, maxBatchSize / 16);
      if (refusedBatch != Integer.MAX_VALUE) {
        more = Math.min(more, Math.max(1, (refusedBatch - batchSize) / 2));
      }
      int bound = Math.min(maxBatchSize, refusedBatch - 1);
      batchSize = Math.max(batchSize, Math.min(bound, batchSize + more));
    }
  }

  private void newWindow() {
    window = concurrency;
    successesInWindow = 0;
  }
}
