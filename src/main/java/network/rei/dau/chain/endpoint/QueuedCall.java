package network.rei.dau.chain.endpoint;

/**
 * One request of a job, waiting to be sent.
 *
 * @param notBefore when it may go out, in nanoseconds of the loop's clock; only if it is a retry
 * @param retry whether it went out before
 * @param avoid the endpoint that failed it last, or -1
 * @param maxBatch how many requests its batch may hold, the check of the chain among them: small
 *     while a too large batch is bisected
 */
record QueuedCall(
    PendingRequest<?> job, int index, boolean retry, long notBefore, int avoid, int maxBatch) {

  QueuedCall(PendingRequest<?> job, int index) {
    this(job, index, false, 0, -1, Integer.MAX_VALUE);
  }

  /** How many items its batch may hold, at least itself. */
  int most(boolean check) {
    return check ? Math.max(1, maxBatch - 1) : maxBatch;
  }

  /** Whether not even the check of the chain should share its request. */
  boolean goesAlone() {
    return maxBatch == 1;
  }

  boolean isDue(long now) {
    return !retry || now - notBefore >= 0;
  }
}
