package network.rei.dau.concurrent;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.LongAdder;

/** Rejects tasks that do not fit into a pool, and counts them. */
public final class CountedRejections implements RejectedExecutionHandler {

  private final LongAdder count = new LongAdder();

  @Override
  public void rejectedExecution(Runnable task, ThreadPoolExecutor pool) {
    count.increment();
    throw new RejectedExecutionException("the queue of the pool is full");
  }

  /** Returns the number of rejected tasks. */
  public LongAdder count() {
    return count;
  }
}
