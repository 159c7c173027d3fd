package network.rei.dau.activity.block;

import java.util.Optional;

/**
 * The time of a pruned block: no later block counts before it.
 *
 * @param chunkIndex of the chunk after the pruned block
 * @param time at which the pruned block counted, seconds since 1970
 * @param parentHash hash of the pruned block, of which the first block of the chunk is the child;
 *     empty if blocks between the two are missing
 */
public record TimeFloor(long chunkIndex, long time, Optional<Hash> parentHash) {}
