package network.rei.dau.simulator.chain;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * The parameters of a {@link SimulatedChain}: equal specs generate equal chains, to the last byte
 * of the JSON.
 *
 * @param seed the seed of all pseudo-random values
 * @param chainId the result of {@code eth_chainId}
 * @param firstBlock the first available block; lower blocks are unknown, except block 0
 * @param blocks the initial number of available blocks, {@code firstBlock} included
 * @param genesisTime the timestamp of block 0, which on REI is years before that of block 1
 * @param anchor the timestamp of the newest block, or of the oldest available one except block 0
 * @param anchoredAtHead whether {@code anchor} is the timestamp of the newest block
 * @param timing the times between blocks
 * @param traffic the transactions and their accounts
 * @param signed whether accounts have keys and sign their transactions; otherwise addresses and
 *     signatures are pseudo-random, which takes a twentieth of the time
 * @param baseFee whether blocks have a base fee, and some transactions are of EIP-1559; REI has
 *     none
 */
public record ChainSpec(
    long seed,
    long chainId,
    long firstBlock,
    int blocks,
    Instant genesisTime,
    Instant anchor,
    boolean anchoredAtHead,
    BlockTiming timing,
    TrafficProfile traffic,
    boolean signed,
    boolean baseFee) {

  /** The chain id of REI Network. */
  public static final long REI_CHAIN_ID = 47805;

  public ChainSpec {
    check(chainId > 0, "chainId", chainId, "1 or more");
    check(firstBlock >= 0, "firstBlock", firstBlock, "0 or more");
    check(blocks >= 1 && blocks <= 50_000_000, "blocks", blocks, "1 to 50000000");
    check(
        !anchor.isBefore(genesisTime) && anchor.getEpochSecond() <= Integer.MAX_VALUE,
        "anchor",
        anchor,
        "the genesis time to 2038-01-19");
    check(!genesisTime.isBefore(Instant.EPOCH), "genesisTime", genesisTime, "1970 or later");
  }

  /**
   * Returns the spec of a chain like REI's mainnet: blocks from 0 on, every 3 s, the newest at
   * 2025-06-15T12:00:00Z, with 5 transactions a block.
   */
  public static ChainSpec of(long seed, int blocks) {
    return new ChainSpec(
        seed,
        REI_CHAIN_ID,
        0,
        blocks,
        Instant.ofEpochSecond(0x60ed49cb),
        Instant.parse("2025-06-15T12:00:00Z"),
        true,
        BlockTiming.every(Duration.ofSeconds(3)),
        TrafficProfile.steady(),
        false,
        false);
  }

  public ChainSpec withChainId(long id) {
    return changed(copy -> copy.chainId = id);
  }

  /**
   * Makes blocks below {@code first} unavailable, except block 0; most accounts have sent before.
   */
  public ChainSpec withFirstBlock(long first) {
    return changed(copy -> copy.firstBlock = first);
  }

  public ChainSpec withBlocks(int count) {
    return changed(copy -> copy.blocks = count);
  }

  public ChainSpec withGenesisTime(Instant time) {
    return changed(copy -> copy.genesisTime = time);
  }

  /** Sets the timestamp of the newest block, in whole seconds. */
  public ChainSpec endingAt(Instant time) {
    return changed(
        copy -> {
          copy.anchor = time;
          copy.anchoredAtHead = true;
        });
  }

  /** Sets the timestamp of the oldest available block except block 0, in whole seconds. */
  public ChainSpec startingAt(Instant time) {
    return changed(
        copy -> {
          copy.anchor = time;
          copy.anchoredAtHead = false;
        });
  }

  public ChainSpec withTiming(BlockTiming blockTiming) {
    return changed(copy -> copy.timing = blockTiming);
  }

  public ChainSpec withTraffic(TrafficProfile newTraffic) {
    return changed(copy -> copy.traffic = newTraffic);
  }

  /** Gives each account a key, from which its address follows, and with which it signs. */
  public ChainSpec withSignatures() {
    return changed(copy -> copy.signed = true);
  }

  /** Gives each block a base fee, and makes some transactions those of EIP-1559. */
  public ChainSpec withBaseFee() {
    return changed(copy -> copy.baseFee = true);
  }

  private ChainSpec changed(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.build();
  }

  /** A copy whose values can be set. */
  private static final class Copy {

    private final long seed;
    private long chainId;
    private long firstBlock;
    private int blocks;
    private Instant genesisTime;
    private Instant anchor;
    private boolean anchoredAtHead;
    private BlockTiming timing;
    private TrafficProfile traffic;
    private boolean signed;
    private boolean baseFee;

    Copy(ChainSpec original) {
      seed = original.seed;
      chainId = original.chainId;
      firstBlock = original.firstBlock;
      blocks = original.blocks;
      genesisTime = original.genesisTime;
      anchor = original.anchor;
      anchoredAtHead = original.anchoredAtHead;
      timing = original.timing;
      traffic = original.traffic;
      signed = original.signed;
      baseFee = original.baseFee;
    }

    ChainSpec build() {
      return new ChainSpec(
          seed,
          chainId,
          firstBlock,
          blocks,
          genesisTime,
          anchor,
          anchoredAtHead,
          timing,
          traffic,
          signed,
          baseFee);
    }
  }

  /** Returns about how many bytes the columns of the chain take while it is built. */
  public long bytes() {
    return (long) (blocks * bytesOfBlock());
  }

  /** Of a block, and of a transaction in arrays that are copied when they grow by half. */
  private double bytesOfBlock() {
    return 12 + 30 * traffic.transactionsPerBlock();
  }

  /**
   * Checks that the chain fits into a third of the heap, before its blocks are generated.
   *
   * @param heap bytes
   * @throws OutOfBoundsException if it does not; the message names the highest number of blocks
   */
  public ChainSpec requireFitting(long heap) {
    check(
        bytes() <= heap / 3,
        "blocks",
        blocks,
        "at most %d with %s transactions a block and a heap of %d MB"
            .formatted(
                (long) (heap / (3 * bytesOfBlock())), traffic.transactionsPerBlock(), heap >> 20));
    return this;
  }

  /** A property of a chain or of its node that is outside of its bounds. */
  public static final class OutOfBoundsException extends IllegalArgumentException {

    private final String name;
    private final String reason;

    private OutOfBoundsException(String name, String reason) {
      super(name + " " + reason);
      this.name = name;
      this.reason = reason;
    }

    /** Returns the name of the property. */
    public String name() {
      return name;
    }

    /** Returns what follows the name in the message: the value and the bounds. */
    public String reason() {
      return reason;
    }
  }

  /**
   * Checks a property.
   *
   * @throws OutOfBoundsException if the condition does not hold
   */
  public static void check(boolean holds, String name, Object value, String bound) {
    if (!holds) {
      throw new OutOfBoundsException(name, "is " + value + ", but must be " + bound);
    }
  }
}
