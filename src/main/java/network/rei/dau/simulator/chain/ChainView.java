package network.rei.dau.simulator.chain;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * An immutable snapshot of a chain, so that a reader sees one chain while the {@link
 * SimulatedChain} grows or reorganises.
 */
public final class ChainView {

  /** The recipient of a contract creation. */
  static final int NO_ACCOUNT = -1;

  private static final String NO_PARENT = "0x" + "0".repeat(64);

  private final ChainSpec spec;
  private final int genesisBranch;
  private final long base;
  private final int size;
  private final Columns columns;
  private final Accounts accounts;

  /**
   * The arrays of the chain. The entries of the first {@code size} blocks never change; later
   * entries belong to later views.
   *
   * @param branches the branch of each block, which decides its hash
   * @param times the timestamp of each block in epoch seconds
   * @param ends the end index of the transactions of each block
   * @param senders the sending account of each transaction
   * @param recipients the receiving account of each transaction, or {@link #NO_ACCOUNT}
   * @param nonces the nonce of each transaction
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Columns(
      int[] branches, int[] times, int[] ends, int[] senders, int[] recipients, int[] nonces) {}

  ChainView(ChainSpec spec, int genesisBranch, int size, Columns columns, Accounts accounts) {
    this.spec = spec;
    this.genesisBranch = genesisBranch;
    this.base = base(spec);
    this.size = size;
    this.columns = columns;
    this.accounts = accounts;
  }

  /** Returns the lowest stored block; block 0 is generated on request. */
  static long base(ChainSpec spec) {
    return Math.max(1, spec.firstBlock());
  }

  public ChainSpec spec() {
    return spec;
  }

  /** Returns the number of the newest block. */
  public long head() {
    return size == 0 ? 0 : base + size - 1;
  }

  /** Returns the lowest available block, apart from block 0. */
  public long firstBlock() {
    return spec.firstBlock();
  }

  /** Returns whether a block is available: block 0 and the blocks from the first to the head. */
  public boolean serves(long number) {
    return number == 0 || (number >= base && number <= head());
  }

  /**
   * Returns a block.
   *
   * @throws NoSuchElementException if the block is not available
   */
  public SimBlock block(long number) {
    List<SimTransaction> transactions = new ArrayList<>(transactionCount(number));
    List<RawTransaction> unsigned = new ArrayList<>();
    int first = firstTransaction(number);
    long hash = hashKey(number);
    for (int t = first; t < endOfTransactions(number); t++) {
      RawTransaction raw = RawTransaction.unsigned(this, t, RawTransaction.key(hash, t - first));
      unsigned.add(raw);
      transactions.add(
          new SimTransaction(
              hex(raw.from()),
              raw.isCreation() ? null : hex(raw.to()),
              raw.nonce(),
              raw.type(),
              raw.gasPrice(),
              raw.value(),
              hex(raw.input())));
    }
    return new SimBlock(
        number,
        hash(number),
        parentHash(number),
        timestamp(number),
        transactions,
        SimTraffic.of(spec, hash, unsigned));
  }

  /** Returns the hash of a block, {@code 0x} and 64 digits. */
  public String hash(long number) {
    return HashRandom.hex(hashKey(number), 32);
  }

  /** Returns the timestamp of a block in epoch seconds. */
  public long timestamp(long number) {
    return number == 0 ? spec.genesisTime().getEpochSecond() : columns.times[index(number)];
  }

  public int transactionCount(long number) {
    return endOfTransactions(number) - firstTransaction(number);
  }

  /** Returns the view of a node that is some blocks behind. */
  public ChainView behind(int blocks) {
    return new ChainView(spec, genesisBranch, Math.max(0, size - blocks), columns, accounts);
  }

  /** Returns the true numbers of this view. */
  public GroundTruth truth() {
    return new GroundTruth(this);
  }

  String parentHash(long number) {
    return number == 0 ? NO_PARENT : HashRandom.hex(parentKey(number), 32);
  }

  long hashKey(long number) {
    return HashRandom.blockKey(spec.seed(), branch(number), number);
  }

  /** Returns the key of the hash of the parent, which need not be a stored block. */
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

  Accounts accounts() {
    return accounts;
  }

  int nonce(int transaction) {
    return columns.nonces[transaction];
  }

  private static String hex(byte[] bytes) {
    return "0x" + HexFormat.of().formatHex(bytes);
  }

  private int index(long number) {
    if (number < base || number > head()) {
      throw new NoSuchElementException(
          "block " + number + " is not available: only 0 and " + base + " to " + head());
    }
    return (int) (number - base);
  }
}
