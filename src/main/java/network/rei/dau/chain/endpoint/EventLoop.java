package network.rei.dau.chain.endpoint;

/**
 * Where the client's state lives: tasks run one after another, so that nothing of it needs a lock.
 * Tests run one in time of their own.
 */
interface EventLoop {

  /** A steady clock, in nanoseconds. */
  long nanoTime();

  /** Runs a task after those given before; after {@link #close()} not at all. */
  void execute(Runnable task);

  /** Runs a task later; running what is returned takes it back. */
  Runnable schedule(Runnable task, long delayNanos);

  /** Ends the loop after the tasks already given; what was scheduled is forgotten. */
  void close();
}
