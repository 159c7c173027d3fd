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

  /** The same for a size whose answers broke off, did not end, or did not answer the calls. */
  private static final int SUCCESSES_BEFORE_RETRYING_UNANSWERED_SIZE = 64;

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

  /** Whether the doubtful size was not answered, and not refused for the rate. */
  private boolean unanswered;

  private int retrySizeAfter = SUCCESSES_BEFORE_RETRYING_SIZE;
  private final FailuresByLoad bySize = new FailuresByLoad();
  private final FailuresByLoad byLoad = new FailuresByLoad();

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

  /**
   * A request was answered without a sign of overload.
   *
   * @param batch its calls
   * @param load the calls that were in flight when it was sent, its own included
   * @param inFlight the requests that were in flight when it was answered, itself included
   */
  public void recordSuccess(int batch, int load, int inFlight) {
    bySize.record(batch, true);
    byLoad.record(load, true);
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
    if (successesInWindow >= Math.min(window, inFlight)) {
      grow(2 * inFlight >= concurrency, 2 * batch >= batchSize);
      newWindow();
    }
  }

  /**
   * A request failed, which need not be for its load. If it may be, the limits do not double any
   * more; if not, they do. A size that was not answered is tried again if smaller ones fail as
   * well.
   *
   * @param batch its calls
   * @param load the calls that were in flight when it was sent, its own included
   */
  public void recordFailure(int batch, int load) {
    bySize.record(batch, false);
    byLoad.record(load, false);
    if (load > 1) {
      concurrencyDoubles = !byLoad.mayBeReason(load);
    }
    if (batch > 1) {
      batchDoubles = !bySize.isHalfBetter(batch);
    }
    if (unanswered && !bySize.isHalfBetter(refusedBatch)) {
      forgetDoubtfulSize();
    }
  }

  /** An answer was bad in part: the limits do not double any more. */
  public void recordBadAnswer() {
    stopDoubling();
  }

  private void stopDoubling() {
    concurrencyDoubles = false;
    batchDoubles = false;
  }

  /** Returns whether requests of this size may fail for it. */
  public boolean mayBeTooLarge(int batch) {
    return bySize.isHalfBetter(batch);
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
    boolean halved = halve(halvingsAtStart);
    batchSize = halved ? unchanged : batchSize;
    return halved;
  }

  /**
   * The endpoint was perhaps overloaded: halves both limits, if the load may be the reason.
   *
   * @param load the calls that were in flight when the request was sent, its own included
   * @param halvingsAtStart {@link #halvings()} when the request was sent
   */
  public void recordOverload(int load, int halvingsAtStart) {
    if (byLoad.mayBeReason(load)) {
      halve(halvingsAtStart);
    }
  }

  /**
   * Halves both limits, once for all requests that were sent before the last halving.
   *
   * @param halvingsAtStart {@link #halvings()} when the request was sent
   * @return whether it halved
   */
  public boolean halve(int halvingsAtStart) {
    stopDoubling();
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
    if (!bySize.isHalfBetter(batch)) {
      return;
    }
    doubtful = false;
    unanswered = false;
    retrySizeAfter = SUCCESSES_BEFORE_RETRYING_SIZE;
    refuse(batch);
  }

  /**
   * A batch of this size, which was never answered, was refused for its size or for the rate of its
   * calls. Smaller ones are sent; the size is tried again before long.
   */
  public void recordPerhapsTooLarge(int batch) {
    doubt(batch, SUCCESSES_BEFORE_RETRYING_DOUBTFUL_SIZE);
    unanswered = false;
  }

  /**
   * A batch of this size was not answered: its answer broke off, did not end, or did not answer the
   * calls. Smaller ones are sent if so few are answered that half the size is better; the size is
   * tried again before long.
   */
  public void recordUnanswered(int batch) {
    if (bySize.isHalfBetter(batch)) {
      doubt(batch, SUCCESSES_BEFORE_RETRYING_UNANSWERED_SIZE);
      unanswered = true;
    }
  }

  private void doubt(int batch, int successesBeforeRetry) {
    retrySizeAfter =
        doubtful
            ? Math.min(SUCCESSES_BEFORE_RETRYING_SIZE, 2 * retrySizeAfter)
            : successesBeforeRetry;
    doubtful = true;
    refuse(batch);
  }

  /**
   * A single call was refused too, or smaller ones fail as well: no size was refused for itself.
   */
  public void forgetDoubtfulSize() {
    if (doubtful) {
      doubtful = false;
      unanswered = false;
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

  private void grow(boolean concurrencyIsUsed, boolean batchesAreUsed) {
    if (concurrencyIsUsed) {
      int more = concurrencyDoubles ? concurrency : Math.max(1, maxConcurrency / 16);
      concurrency = Math.min(maxConcurrency, concurrency + more);
    }
    if (batchesAreUsed) {
      int more = batchDoubles ? batchSize : Math.max(1, maxBatchSize / 16);
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
