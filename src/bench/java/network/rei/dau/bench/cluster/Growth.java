package network.rei.dau.bench.cluster;

/**
 * Lets a chain grow at a rate, but not beyond the clock, since nodes refuse such blocks. Blocks
 * that come at once are made up for by a slower growth.
 */
final class Growth implements AutoCloseable {

  private static final int SLOWEST = 2;

  private final CountedChain chain;
  private final int blocksASecond;
  private final int secondsABlock;
  private final Thread thread = new Thread(this::run, "growth");
  private long due;
  private long grown;

  Growth(CountedChain chain, int blocksASecond, int secondsABlock) {
    this.chain = chain;
    this.secondsABlock = secondsABlock;
    this.blocksASecond = blocksASecond;
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(1_000);
        due += blocksASecond;
        atOnce((int) Math.max(SLOWEST, due - grown));
      }
    } catch (InterruptedException e) {
      // The chain stands still from now on.
    }
  }

  /** Appends blocks, as many as the clock allows. */
  synchronized void atOnce(int blocks) {
    long secondsLeft = System.currentTimeMillis() / 1_000 - chain.lastSecond();
    int allowed = (int) Math.min(blocks, secondsLeft / secondsABlock);
    if (allowed > 0) {
      chain.grow(allowed);
      grown += allowed;
    }
  }

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
