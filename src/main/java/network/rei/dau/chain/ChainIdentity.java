package network.rei.dau.chain;

import java.util.Optional;
import network.rei.dau.activity.block.Hash;

/**
 * What tells one chain from another.
 *
 * @param chainId as {@code eth_chainId} answers
 * @param genesisHash hash of block 0, where an endpoint serves it
 */
public record ChainIdentity(long chainId, Optional<Hash> genesisHash) {}
