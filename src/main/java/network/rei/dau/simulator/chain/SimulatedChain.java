package network.rei.dau.simulator.chain;

import java.time.Clock;
import java.time.Instant;

/**
 * A deterministic chain that can grow, reorganise and start anew. Thread-safe: readers take a
 * {@link ChainView}, which never changes.
 */
public final class SimulatedChain {

  private ChainBuilder grower;
  private int branches;
  private volatile Clock clock;
  private volatile ChainView view;
  private volatile long nextTimeByClock = Long.MAX_VALUE;

  private SimulatedChain(ChainSpec spec) {
    grower = new ChainBuilder(spec, branches++);
    view = grower.view();
  }

  /** Builds all the spec's blocks: about a second for a million. */
  public static SimulatedChain of(ChainSpec spec) {
    return new SimulatedChain(spec);
  }

  /**
   * From now on the chain grows by itself: whoever looks finds every block whose time has come by
   * this clock.
   */
  public synchronized SimulatedChain follow(Clock follow) {
    clock = follow;
    publish();
    return this;
  }

  /** The chain as it stands now. */
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
      while (grower.nextTime() <= now) {
        grower.append(1);
      }
      publish();
    }
  }

  /** The newest block's number. */
  public long head() {
    return view().head();
  }

  /**
   * The block as the truth sees it.
   *
   * @throws java.util.NoSuchElementException if the block is not served
   */
  public SimBlock block(long number) {
    return view().block(number);
  }

  /** Counts over the chain as it stands now. */
  public GroundTruth truth() {
    return view().truth();
  }

  /** Adds blocks to the head. */
  public synchronized void advance(int blocks) {
    grower.append(blocks);
    publish();
  }

  /** Replaces the newest blocks by as many others: other hashes, other transactions. */
  public void reorg(int depth) {
    reorg(depth, depth);
  }

  /**
   * Replaces the newest blocks by others; the chain may be shorter or longer afterwards.
   *
   * @param depth how many are replaced, at most all but block 0
   * @param newBlocks how many come in their place
   */
  public synchronized void reorg(int depth, int newBlocks) {
    grower.rewind(depth, branches++);
    grower.append(newBlocks);
    publish();
  }

  /** A wholly other chain with another genesis hash, as long as this one, ending when it ended. */
  public synchronized void reset() {
    long first = Math.max(view.head() - view.firstBlock() + 1, 1);
    reset(Math.toIntExact(first));
  }

  /** The same with another number of blocks. */
  public synchronized void reset(int blocks) {
    ChainSpec spec = view.spec();
    Instant end = Instant.ofEpochSecond(view.timestamp(view.head()));
    grower = new ChainBuilder(spec.withBlocks(blocks).endingAt(end), branches++);
    publish();
  }

  private void publish() {
    view = grower.view();
    nextTimeByClock = clock == null ? Long.MAX_VALUE : grower.nextTime();
  }
}
