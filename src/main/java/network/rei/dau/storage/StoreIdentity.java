package network.rei.dau.storage;

import java.util.Optional;
import network.rei.dau.activity.block.Hash;

/**
 * The chain and the chunk size of a store. A store refuses records of another chain or chunk size.
 *
 * @param genesisHash hash of block 0, once an endpoint has served it
 */
public record StoreIdentity(long chainId, int chunkSize, Optional<Hash> genesisHash) {}
