package network.rei.dau.simulator.chain;

import java.time.Clock;
import java.time.Instant;

/**
 * A deterministic chain that can grow, reorganise and be reset. Thread-safe: readers use a {@link
 * ChainView}, which never changes.
 */
public final class SimulatedChain {

  private ChainBuilder builder;
  private int branches;
  private volatile Clock clock;
  private volatile ChainView view;
  private volatile long nextTimeByClock = Long.MAX_VALUE;

  private SimulatedChain(ChainSpec spec) {
    builder = new ChainBuilder(spec, branches++);
    view = builder.view();
  }

  /** Builds all blocks of a spec, which takes about a second for a million blocks. */
  public static SimulatedChain of(ChainSpec spec) {
    return new SimulatedChain(spec);
  }

  /**
   * Lets the chain grow with a clock: from now on each view contains every block whose timestamp
   * has passed.
   */
  public synchronized SimulatedChain follow(Clock follow) {
    clock = follow;
    publish();
    return this;
  }

  /** Returns a view of the current chain. */
  public ChainView view() {
    if (nextTimeByClock != Long.MAX_VALUE) {
      catchUp();
    }
    return view;
  }

  private void catchUp() {
    long now = clock.instant().getEpochSecond();
    if (now < nextTimeByClock) {
      return;
    }
    synchronized (this) {
      while (builder.nextTime() <= now) {
        builder.append(1);
      }
      publish();
    }
  }

  /** Returns the number of the newest block. */
  public long head() {
    return view().head();
  }

  /**
   * Returns a block.
   *
   * @throws java.util.NoSuchElementException if the block is not available
   */
  public SimBlock block(long number) {
    return view().block(number);
  }

  /** Returns the true numbers of the current chain. */
  public GroundTruth truth() {
    return view().truth();
  }

  /** Appends blocks. */
  public synchronized void advance(int blocks) {
    builder.append(blocks);
    publish();
  }

  /** Replaces the newest blocks by as many others with other hashes and transactions. */
  public void reorg(int depth) {
    reorg(depth, depth);
  }

  /**
   * Replaces the newest blocks by others; the chain can become shorter or longer.
   *
   * @param depth the number of replaced blocks, at most all except block 0
   * @param newBlocks the number of new blocks
   */
  public synchronized void reorg(int depth, int newBlocks) {
    builder.rewind(depth, branches++);
    builder.append(newBlocks);
    publish();
  }

  /** Replaces the chain by another one with the same length and end, but another genesis hash. */
  public synchronized void reset() {
    long first = Math.max(view.head() - view.firstBlock() + 1, 1);
    reset(Math.toIntExact(first));
  }

  /** Replaces the chain by another one with a given number of blocks and the same end. */
  public synchronized void reset(int blocks) {
    ChainSpec spec = view.spec();
    Instant end = Instant.ofEpochSecond(view.timestamp(view.head()));
    builder = new ChainBuilder(spec.withBlocks(blocks).endingAt(end), branches++);
    publish();
  }

  private void publish() {
    view = builder.view();
    nextTimeByClock = clock == null ? Long.MAX_VALUE : builder.nextTime();
  }
}
