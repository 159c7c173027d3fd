package network.rei.dau.bench.cluster;

import java.util.Arrays;

/** Knows up to which block each node answers, and for how long no node showed a newer block. */
final class Progress {

  private final long[] asOf;
  private final boolean[] whole;
  private long best = -1;
  private long advanced = System.nanoTime();
  private long longestNanos;

  Progress(int nodes) {
    asOf = new long[nodes];
    whole = new boolean[nodes];
    Arrays.fill(asOf, -1);
  }

  /** Notes the last block of an answer of a node. */
  synchronized void saw(int node, long block) {
    asOf[node] = block;
    long now = System.nanoTime();
    if (block > best) {
      longestNanos = Math.max(longestNanos, now - advanced);
      best = block;
      advanced = now;
    }
    notifyAll();
  }

  /** Notes whether the last 24 hours of a node are complete. */
  synchronized void whole(int node, boolean complete) {
    whole[node] = complete;
    notifyAll();
  }

  /** Begins to measure how long no node shows a newer block. */
  synchronized void measure() {
    advanced = System.nanoTime();
    longestNanos = 0;
  }

  /** Returns the longest time since {@link #measure} in which no node showed a newer block. */
  synchronized double stillSeconds() {
    return Math.max(longestNanos, System.nanoTime() - advanced) / 1e9;
  }

  /**
   * Waits until all nodes show a block and a complete last day.
   *
   * @return the seconds that it took, or infinity if it was not the case in time
   */
  synchronized double awaitHead(long block, long atMostMillis) throws InterruptedException {
    long begin = System.nanoTime();
    for (int node = 0; node < asOf.length; node++) {
      asOf[node] = -1;
      whole[node] = false;
    }
    long left = atMostMillis;
    while (left > 0 && !isAt(block)) {
      wait(left);
      left = atMostMillis - (System.nanoTime() - begin) / 1_000_000;
    }
    return isAt(block) ? (System.nanoTime() - begin) / 1e9 : Double.POSITIVE_INFINITY;
  }

  private boolean isAt(long block) {
    for (int node = 0; node < asOf.length; node++) {
      if (asOf[node] < block || !whole[node]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public synchronized String toString() {
    return "blocks " + Arrays.toString(asOf) + ", complete " + Arrays.toString(whole);
  }
}
