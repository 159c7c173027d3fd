package network.rei.dau.simulator.chain;

import java.time.Duration;
import java.time.Instant;

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
    return new ChainSpec(
        seed,
        id,
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

  /**
   * Makes blocks below {@code first} unavailable, except block 0; most accounts have sent before.
   */
  public ChainSpec withFirstBlock(long first) {
    return new ChainSpec(
        seed,
        chainId,
        first,
        blocks,
        genesisTime,
        anchor,
        anchoredAtHead,
        timing,
        traffic,
        signed,
        baseFee);
  }

  public ChainSpec withBlocks(int count) {
    return new ChainSpec(
        seed,
        chainId,
        firstBlock,
        count,
        genesisTime,
        anchor,
        anchoredAtHead,
        timing,
        traffic,
        signed,
        baseFee);
  }

  public ChainSpec withGenesisTime(Instant time) {
    return new ChainSpec(
        seed,
        chainId,
        firstBlock,
        blocks,
        time,
        anchor,
        anchoredAtHead,
        timing,
        traffic,
        signed,
        baseFee);
  }

  /** Sets the timestamp of the newest block, in whole seconds. */
  public ChainSpec endingAt(Instant time) {
    return new ChainSpec(
        seed,
        chainId,
        firstBlock,
        blocks,
        genesisTime,
        time,
        true,
        timing,
        traffic,
        signed,
        baseFee);
  }

  /** Sets the timestamp of the oldest available block except block 0, in whole seconds. */
  public ChainSpec startingAt(Instant time) {
    return new ChainSpec(
        seed,
        chainId,
        firstBlock,
        blocks,
        genesisTime,
        time,
        false,
        timing,
        traffic,
        signed,
        baseFee);
  }

  public ChainSpec withTiming(BlockTiming blockTiming) {
    return new ChainSpec(
        seed,
        chainId,
        firstBlock,
        blocks,
        genesisTime,
        anchor,
        anchoredAtHead,
        blockTiming,
        traffic,
        signed,
        baseFee);
  }

  public ChainSpec withTraffic(TrafficProfile newTraffic) {
    return new ChainSpec(
        seed,
        chainId,
        firstBlock,
        blocks,
        genesisTime,
        anchor,
        anchoredAtHead,
        timing,
        newTraffic,
        signed,
        baseFee);
  }

  /** Gives each account a key, from which its address follows, and with which it signs. */
  public ChainSpec withSignatures() {
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
        true,
        baseFee);
  }

  /** Gives each block a base fee, and makes some transactions those of EIP-1559. */
  public ChainSpec withBaseFee() {
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
        true);
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
   * @throws IllegalArgumentException if it does not; the message names the highest number of blocks
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

  public static void check(boolean holds, String name, Object value, String bound) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be " + bound);
    }
  }
}
