package network.rei.dau.simulator.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A chain as it stood at one moment: immutable, so a reader sees one chain while the {@link
 * SimulatedChain} grows or reorganises.
 */
public final class ChainView {

  /** The recipient of a contract creation. */
  static final int NOBODY = -1;

  private static final String NO_PARENT = "0x" + "0".repeat(64);

  private final ChainSpec spec;
  private final int genesisBranch;
  private final long base;
  private final int size;
  private final Columns columns;

  /**
   * The chain's arrays. Below {@code size} blocks they never change; what lies beyond belongs to
   * later views.
   *
   * @param branches which branch each block is of: it decides the hash
   * @param times epoch seconds of each block
   * @param ends where each block's transactions end
   * @param senders account of each transaction
   * @param recipients account of each transaction, or {@link #NOBODY}
   * @param nonces of each transaction
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Columns(
      int[] branches, int[] times, int[] ends, int[] senders, int[] recipients, int[] nonces) {}

  ChainView(ChainSpec spec, int genesisBranch, int size, Columns columns) {
    this.spec = spec;
    this.genesisBranch = genesisBranch;
    this.base = base(spec);
    this.size = size;
    this.columns = columns;
  }

  /** The lowest block that is kept: block 0 is made when it is asked for. */
  static long base(ChainSpec spec) {
    return Math.max(1, spec.firstBlock());
  }

  public ChainSpec spec() {
    return spec;
  }

  /** The newest block's number. */
  public long head() {
    return size == 0 ? 0 : base + size - 1;
  }

  /** The lowest block that can be served, apart from block 0. */
  public long firstBlock() {
    return spec.firstBlock();
  }

  /** Whether the block is known: block 0, and from the first to the head. */
  public boolean serves(long number) {
    return number == 0 || (number >= base && number <= head());
  }

  /**
   * The block as the truth sees it.
   *
   * @throws NoSuchElementException if the block is not served
   */
  public SimBlock block(long number) {
    List<SimTransaction> transactions = new ArrayList<>(transactionCount(number));
    for (int t = firstTransaction(number); t < endOfTransactions(number); t++) {
      int to = columns.recipients[t];
      transactions.add(
          new SimTransaction(
              address(columns.senders[t]), to == NOBODY ? null : address(to), columns.nonces[t]));
    }
    return new SimBlock(number, hash(number), parentHash(number), timestamp(number), transactions);
  }

  /** The block's hash, {@code 0x} and 64 digits. */
  public String hash(long number) {
    return HashRandom.hex(hashKey(number), 32);
  }

  /** Epoch seconds. */
  public long timestamp(long number) {
    return number == 0 ? spec.genesisTime().getEpochSecond() : columns.times[index(number)];
  }

  public int transactionCount(long number) {
    return endOfTransactions(number) - firstTransaction(number);
  }

  /** The same chain as seen by a node that is some blocks behind. */
  public ChainView behind(int blocks) {
    return new ChainView(spec, genesisBranch, Math.max(0, size - blocks), columns);
  }

  /** A counter of this view's blocks. */
  public GroundTruth truth() {
    return new GroundTruth(this);
  }

  String parentHash(long number) {
    return number == 0 ? NO_PARENT : HashRandom.hex(parentKey(number), 32);
  }

  long hashKey(long number) {
    return HashRandom.blockKey(spec.seed(), branch(number), number);
  }

  /** The key of the parent's hash, which may be a block that is not kept. */
  long parentKey(long number) {
    int parentBranch = number > base ? branch(number - 1) : genesisBranch;
    return HashRandom.blockKey(spec.seed(), parentBranch, number - 1);
  }

  int branch(long number) {
    return number == 0 ? genesisBranch : columns.branches[index(number)];
  }

  int firstTransaction(long number) {
    return number == 0 || index(number) == 0 ? 0 : columns.ends[index(number) - 1];
  }

  int endOfTransactions(long number) {
    return number == 0 ? 0 : columns.ends[index(number)];
  }

  int sender(int transaction) {
    return columns.senders[transaction];
  }

  int recipient(int transaction) {
    return columns.recipients[transaction];
  }

  int nonce(int transaction) {
    return columns.nonces[transaction];
  }

  private String address(int account) {
    return HashRandom.hex(HashRandom.accountKey(spec.seed(), account), 20);
  }

  private int index(long number) {
    if (number < base || number > head()) {
      throw new NoSuchElementException(
          "block " + number + " is not served: only 0 and " + base + " to " + head());
    }
    return (int) (number - base);
  }
}
