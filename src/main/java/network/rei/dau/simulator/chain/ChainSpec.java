package network.rei.dau.simulator.chain;

import java.time.Instant;

/**
 * All that decides a {@link SimulatedChain}: equal specs give equal chains, to the last byte of the
 * JSON.
 *
 * @param seed of everything pseudo-random
 * @param chainId as {@code eth_chainId} answers it
 * @param firstBlock the first block that can be served; those below it are unknown, except block 0
 * @param blocks how many can be served at first, {@code firstBlock} included
 * @param genesisTime timestamp of block 0, years before the others as on REI
 * @param anchor timestamp of the newest block, or of the oldest that can be served (but block 0)
 * @param anchoredAtHead whether {@code anchor} is the newest block's
 * @param timing how far apart blocks are
 * @param traffic who sends how much
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
    TrafficProfile traffic) {

  /** REI Network's. */
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
   * A chain like REI's mainnet: blocks from 0 on, every 3 s, the newest at 2025-06-15T12:00:00Z, 5
   * transactions a block.
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
        BlockTiming.every(java.time.Duration.ofSeconds(3)),
        TrafficProfile.steady());
  }

  public ChainSpec withChainId(long id) {
    return new ChainSpec(
        seed, id, firstBlock, blocks, genesisTime, anchor, anchoredAtHead, timing, traffic);
  }

  /** Blocks below {@code first} cannot be served, but block 0; senders then have a past. */
  public ChainSpec withFirstBlock(long first) {
    return new ChainSpec(
        seed, chainId, first, blocks, genesisTime, anchor, anchoredAtHead, timing, traffic);
  }

  public ChainSpec withBlocks(int count) {
    return new ChainSpec(
        seed, chainId, firstBlock, count, genesisTime, anchor, anchoredAtHead, timing, traffic);
  }

  public ChainSpec withGenesisTime(Instant time) {
    return new ChainSpec(
        seed, chainId, firstBlock, blocks, time, anchor, anchoredAtHead, timing, traffic);
  }

  /** The newest block has this timestamp (whole seconds). */
  public ChainSpec endingAt(Instant time) {
    return new ChainSpec(
        seed, chainId, firstBlock, blocks, genesisTime, time, true, timing, traffic);
  }

  /** The oldest block that can be served, but block 0, has this timestamp (whole seconds). */
  public ChainSpec startingAt(Instant time) {
    return new ChainSpec(
        seed, chainId, firstBlock, blocks, genesisTime, time, false, timing, traffic);
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
        traffic);
  }

  public ChainSpec withTraffic(TrafficProfile newTraffic) {
    return new ChainSpec(
        seed, chainId, firstBlock, blocks, genesisTime, anchor, anchoredAtHead, timing, newTraffic);
  }

  public static void check(boolean holds, String name, Object value, String bound) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be " + bound);
    }
  }
}
