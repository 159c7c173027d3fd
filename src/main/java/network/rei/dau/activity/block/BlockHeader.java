package network.rei.dau.activity.block;

/**
 * The fields of a block header that place a block on its chain.
 *
 * @param timestamp seconds since 1970, UTC
 */
public record BlockHeader(long number, Hash hash, Hash parentHash, long timestamp) {}
