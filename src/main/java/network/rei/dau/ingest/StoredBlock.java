package network.rei.dau.ingest;

import network.rei.dau.activity.block.BlockHeader;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.ledger.LedgerRecord;

/**
 * A block of a record.
 *
 * @param timestamp of its header, seconds since 1970
 */
public record StoredBlock(long number, Hash hash, long timestamp) {

  /** Returns the last block of a record. */
  public static StoredBlock lastOf(LedgerRecord record) {
    return new StoredBlock(record.lastBlock(), record.lastHash(), record.lastHeaderTimestamp());
  }

  /** Returns a block of a record. */
  public static StoredBlock of(ChunkRecord record, long number) {
    int place = Math.toIntExact(number - record.blocks().first());
    return new StoredBlock(number, record.hashOf(number), record.columns().timestamps()[place]);
  }

  /**
   * Returns whether the chain has this block. The timestamp is compared as well: the hash does not
   * prove it, since it is not computed, and a wrong one would exclude all later blocks.
   */
  public boolean isOnChain(BlockHeader onChain) {
    return onChain.hash().equals(hash) && onChain.timestamp() == timestamp;
  }

  /** Returns as a sentence how the block of the chain differs from this one. */
  public String differenceTo(BlockHeader onChain) {
    return onChain.hash().equals(hash)
        ? "block %d has the timestamp %d now, but had %d"
            .formatted(number, onChain.timestamp(), timestamp)
        : "block %d is %s now, but was %s".formatted(number, onChain.hash(), hash);
  }
}
