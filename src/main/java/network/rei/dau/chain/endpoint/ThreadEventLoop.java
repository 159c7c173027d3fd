package network.rei.dau.chain.endpoint;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import network.rei.dau.concurrent.DaemonThreads;

/** An event loop on one daemon thread. */
final class ThreadEventLoop implements EventLoop {

  private final ScheduledThreadPoolExecutor thread;

  ThreadEventLoop() {
    thread = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("chain-loop"));
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    // An answer may come in after the end; nobody waits for it any more.
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void execute(Runnable task) {
    thread.execute(task);
  }

  @Override
  public Runnable schedule(Runnable task, long delayNanos) {
    ScheduledFuture<?> scheduled = thread.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
