package network.rei.dau.bench.cluster;

/**
 * Lets a chain grow at a rate until it is a reserve behind the clock, and then as fast as the
 * clock, since nodes refuse blocks of the future. Blocks that come at once are made up for by a
 * slower growth.
 */
final class Growth implements AutoCloseable {

  private static final int SLOWEST = 2;

  private final CountedChain chain;
  private final int blocksASecond;
  private final int secondsABlock;
  private long reserveSeconds;
  private final Background work;
  private long due;
  private long grown;

  Growth(CountedChain chain, int blocksASecond, int secondsABlock, long reserveSeconds) {
    this.chain = chain;
    this.reserveSeconds = reserveSeconds;
    this.secondsABlock = secondsABlock;
    this.blocksASecond = blocksASecond;
    work = Background.start("growth", this::run);
  }

  private void run() throws InterruptedException {
    while (true) {
      Thread.sleep(1_000);
      due += blocksASecond;
      atOnce((int) Math.max(SLOWEST, due - grown));
    }
  }

  /** Lets the next blocks at once be as many as the reserve has. */
  synchronized void useReserve() {
    reserveSeconds = 0;
  }

  /** Appends blocks, as many as the clock and the reserve allow. */
  synchronized void atOnce(int blocks) {
    long secondsLeft = System.currentTimeMillis() / 1_000 - reserveSeconds - chain.lastSecond();
    int allowed = (int) Math.min(blocks, secondsLeft / secondsABlock);
    if (allowed > 0) {
      chain.grow(allowed);
      grown += allowed;
    }
  }

  @Override
  public void close() {
    work.close();
  }
}
