package network.rei.dau.chain.endpoint;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** Virtual time: tasks run in the order of their times, on the caller's thread, without waiting. */
final class VirtualTime {

  private record Task(long at, long order, Runnable runnable) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
  private long now = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos(); // overflows in most tests
  private long order;
  private final long start = now;
  private long elapsed;

  long nanoTime() {
    return now;
  }

  /** Runs a task after a delay; running the returned task cancels it. */
  Runnable schedule(Runnable task, long delayNanos) {
    Task scheduled = new Task(elapsed + Math.max(0, delayNanos), order++, task);
    tasks.add(scheduled);
    return () -> tasks.remove(scheduled);
  }

  /** Runs until the condition holds; fails if no task is left before that. */
  void runUntil(BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      Task next = tasks.poll();
      if (next == null) {
        throw new AssertionError("no task is left, and the condition does not hold");
      }
      elapsed = next.at();
      now = start + elapsed;
      next.runnable().run();
    }
  }

  /** Runs the tasks that are due within a time, and lets that time pass. */
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

  /** Returns the time since the start. */
  Duration elapsed() {
    return Duration.ofNanos(elapsed);
  }
}
