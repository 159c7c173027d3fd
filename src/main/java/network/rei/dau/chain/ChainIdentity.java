package network.rei.dau.chain;

import java.util.Optional;
import network.rei.dau.activity.block.Hash;

/**
 * Distinguishes one chain from another.
 *
 * @param chainId the result of {@code eth_chainId}
 * @param genesisHash the hash of block 0; empty if no endpoint serves that block
 */
public record ChainIdentity(long chainId, Optional<Hash> genesisHash) {}
