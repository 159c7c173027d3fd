package network.rei.dau.storage;

import java.util.Optional;
import network.rei.dau.activity.block.Hash;

/**
 * What a store holds records of; another chain or chunk size on the same store is refused.
 *
 * @param genesisHash hash of block 0, once an endpoint served it
 */
public record StoreIdentity(long chainId, int chunkSize, Optional<Hash> genesisHash) {}
