package network.rei.dau.bench.cluster;

/** Work in a thread of its own, which is interrupted by {@link #close}. */
final class Background implements AutoCloseable {

  /** Work that ends when its thread is interrupted. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  private final Thread thread;

  private Background(String name, Work work) {
    thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                // It is closed.
              }
            },
            name);
    thread.setDaemon(true);
  }

  static Background start(String name, Work work) {
    Background started = new Background(name, work);
    started.thread.start();
    return started;
  }

  /** Interrupts the work and waits for its end. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
