package network.rei.dau.chain.endpoint;

/**
 * How much one endpoint is asked for at once, learned from how it answers: requests under way, and
 * blocks in one request. Both double with each clean round trip (as many clean answers as requests
 * may be under way) until the first fault, then grow by small steps; both are halved when the
 * endpoint says or shows that it is too much. Pure; not for several threads.
 */
final class AdaptiveLimits {

  /** Full batches answered cleanly after which a size once refused may be neared again. */
  private static final int CLEAN_BEFORE_RETRYING_SIZE = 1000;

  private final int maxConcurrency;
  private final int maxBatchSize;
  private int concurrency;
  private int batchSize;
  private boolean concurrencyDoubles = true;
  private boolean batchDoubles = true;
  private int epoch;
  private int cleanInWindow;
  private int window;
  private int cleanAtFull;
  private int provenBatch;
  private int refusedBatch = Integer.MAX_VALUE;

  AdaptiveLimits(int startConcurrency, int startBatchSize, int maxConcurrency, int maxBatchSize) {
    this.maxConcurrency = maxConcurrency;
    this.maxBatchSize = maxBatchSize;
    this.concurrency = Math.min(startConcurrency, maxConcurrency);
    this.batchSize = Math.min(startBatchSize, maxBatchSize);
    this.window = this.concurrency;
  }

  /** Requests that may be under way at once, at least 1. */
  int concurrency() {
    return concurrency;
  }

  /**
   * Items that one batch may hold beside the check of the chain, at least 1; at 1 the endpoint gets
   * no batches.
   */
  int batchSize() {
    return batchSize;
  }

  /**
   * Counts the halvings. A request remembers the count at its start: of the many that fail together
   * because too many were under way, only the first may halve.
   */
  int epoch() {
    return epoch;
  }

  /** A request of {@code batch} items was answered without a sign of strain. */
  void clean(int batch) {
    boolean full = batch >= batchSize;
    if (full) {
      provenBatch = Math.max(provenBatch, batch);
      cleanAtFull++;
      if (refusedBatch != Integer.MAX_VALUE && cleanAtFull >= CLEAN_BEFORE_RETRYING_SIZE) {
        refusedBatch += Math.max(1, refusedBatch / 4);
        cleanAtFull = 0;
      }
    }
    cleanInWindow++;
    if (cleanInWindow >= window) {
      grow(2 * batch >= batchSize);
      newWindow();
    }
  }

  /** Something went wrong that need not be our doing: no more doubling. */
  void fault() {
    concurrencyDoubles = false;
    batchDoubles = false;
  }

  /**
   * Too many requests: halves their number, once for all sent before the last halving. Only one
   * that stands alone already is made smaller: few large requests are what a limit of requests
   * leaves room for, and to a limit of blocks the size makes no difference.
   *
   * @param sentEpoch {@link #epoch()} when the request was sent
   * @return whether it halved
   */
  boolean tooMany(int sentEpoch) {
    int unchanged = concurrency > 1 ? batchSize : Math.max(1, batchSize / 2);
    boolean halved = strained(sentEpoch);
    batchSize = halved ? unchanged : batchSize;
    return halved;
  }

  /**
   * It was too much: halves both, once for all requests sent before the last halving.
   *
   * @param sentEpoch {@link #epoch()} when the request was sent
   * @return whether it halved
   */
  boolean strained(int sentEpoch) {
    fault();
    if (sentEpoch != epoch) {
      return false;
    }
    epoch++;
    concurrency = Math.max(1, concurrency / 2);
    batchSize = Math.max(1, batchSize / 2);
    newWindow();
    return true;
  }

  /** A batch of so many items was refused for its size, or because it was a batch. */
  void tooLarge(int batch) {
    batchDoubles = false;
    cleanAtFull = 0;
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
    cleanInWindow = 0;
  }
}
