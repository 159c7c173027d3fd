package network.rei.dau.chain.endpoint;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** An event loop in time of its own: it runs as fast as it can, on the caller's thread. */
final class ManualLoop implements EventLoop {

  private record Task(long at, long order, Runnable runnable) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
  private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos(); // it overflows on the way
  private long order;
  private final long start = now;
  private long elapsed;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void execute(Runnable task) {
    schedule(task, 0);
  }

  @Override
  public Runnable schedule(Runnable task, long delayNanos) {
    Task scheduled = new Task(elapsed + Math.max(0, delayNanos), order++, task);
    tasks.add(scheduled);
    return () -> tasks.remove(scheduled);
  }

  @Override
  public void close() {}

  /** Runs until it is so; fails if nothing is left to do before that. */
  void runUntil(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      Task next = tasks.poll();
      if (next == null) {
        throw new AssertionError("nothing is left to do, and it has not come about");
      }
      elapsed = next.at();
      now = start + elapsed;
      next.runnable().run();
    }
  }

  /** Runs what falls due within a time, and lets that time pass. */
  void run(Duration time) {
    long until = elapsed + time.toNanos();
    while (!tasks.isEmpty() && tasks.peek().at() <= until) {
      Task next = tasks.poll();
      elapsed = next.at();
      now = start + elapsed;
      next.runnable().run();
    }
    elapsed = until;
    now = start + elapsed;
  }

  /** Time since the start. */
  Duration elapsed() {
    return Duration.ofNanos(elapsed);
  }
}
