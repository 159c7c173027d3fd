package network.rei.dau.concurrent;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Creates threads that do not keep the process alive. */
public final class DaemonThreads {

  private DaemonThreads() {}

  /** Returns a factory of daemon threads that are named {@code name-1}, {@code name-2}, …. */
  public static ThreadFactory named(String name) {
    AtomicInteger created = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + created.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
