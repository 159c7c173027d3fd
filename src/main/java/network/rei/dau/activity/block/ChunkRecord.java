package network.rei.dau.activity.block;

import java.util.Arrays;
import java.util.List;

/**
 * What we keep of a chunk: its blocks from the chunk's first on, without a hole, and who sent to
 * whom in each. <em>Sealed</em> once the chunk's last block is in; <em>open</em> until then.
 *
 * <p>In columns, so that a record costs 20 bytes an address, 8 a transaction and 44 a block: a
 * sorted table of the addresses; for each block its hash, its timestamp and where its transactions
 * begin; for each transaction the places of sender and recipient in the table. Immutable; the
 * arrays of {@link Columns} are shared and not to be written to.
 */
public final class ChunkRecord {

  /** In {@link Columns#recipients}: the transaction created a contract. */
  public static final int NO_RECIPIENT = -1;

  /**
   * A record's data.
   *
   * @param parentHash parent hash of the first block
   * @param hashes of the blocks
   * @param timestamps of the blocks, seconds since 1970, never decreasing
   * @param transactionStarts for each block the place of its first transaction; one more entry at
   *     the end, the number of transactions
   * @param addressTable distinct addresses by unsigned bytes, {@value Address#BYTES} bytes each
   * @param senders for each transaction the sender's place in the table; with all bits flipped (and
   *     so negative) if the transaction carries nonce 0
   * @param recipients for each transaction the recipient's place, or {@link #NO_RECIPIENT}
   */
  @SuppressWarnings("ArrayRecordComponent") // compared and printed by nobody
  public record Columns(
      Hash parentHash,
      Hash[] hashes,
      long[] timestamps,
      int[] transactionStarts,
      byte[] addressTable,
      int[] senders,
      int[] recipients) {}

  private final Chunk chunk;
  private final int generation;
  private final Columns columns;

  /**
   * @param generation 0 at first, higher after each reorg
   * @throws IllegalArgumentException if the columns do not fit together or into the chunk
   */
  public ChunkRecord(Chunk chunk, int generation, Columns columns) {
    this.chunk = chunk;
    this.generation = generation;
    this.columns = columns;
    ColumnsValidator.requireSound(chunk, generation, columns);
  }

  /**
   * The record of a chunk's first blocks.
   *
   * @param blocks at least one, from the chunk's first on, in order
   * @throws BrokenLinkException if a block is not its predecessor's child
   * @throws IllegalArgumentException if blocks are not numbered on from the chunk's first, are more
   *     than the chunk has, or go back in time
   */
  public static ChunkRecord of(Chunk chunk, int generation, List<BlockActivity> blocks) {
    return new ChunkRecordBuilder(chunk).add(blocks).build(generation);
  }

  /**
   * This record, continued.
   *
   * @param blocks from this record's next block on, in order
   * @throws BrokenLinkException if they do not continue this record: the chain was reorganised
   * @throws IllegalArgumentException as {@link #of}
   */
  public ChunkRecord extendedBy(List<BlockActivity> blocks) {
    return new ChunkRecordBuilder(this).add(blocks).build(generation);
  }

  /**
   * The record that takes this one's place after a reorg: of the next generation, with this one's
   * blocks up to the fork and others after it.
   *
   * @param lastShared the last block that stays; below this record's first if none does
   * @param blocks from the block after it on, in order; none if {@code lastShared} is the new end
   * @throws BrokenLinkException if they do not continue what stays
   * @throws IllegalArgumentException as {@link #of}, or if nothing is left at all
   */
  public ChunkRecord forkedAfter(long lastShared, List<BlockActivity> blocks) {
    int kept = Math.toIntExact(Math.max(0, lastShared - chunk.firstBlock() + 1));
    return new ChunkRecordBuilder(this, kept).add(blocks).build(generation + 1);
  }

  public Chunk chunk() {
    return chunk;
  }

  public long index() {
    return chunk.index();
  }

  public int generation() {
    return generation;
  }

  public Columns columns() {
    return columns;
  }

  public BlockRange blocks() {
    return new BlockRange(chunk.firstBlock(), lastBlock());
  }

  public int blockCount() {
    return columns.hashes.length;
  }

  public int transactionCount() {
    return columns.senders.length;
  }

  public int addressCount() {
    return columns.addressTable.length / Address.BYTES;
  }

  public long lastBlock() {
    return chunk.firstBlock() + blockCount() - 1;
  }

  public boolean sealed() {
    return blockCount() == chunk.size();
  }

  /** Parent hash of the first block: the hash of the chunk before's last. */
  public Hash parentHash() {
    return columns.parentHash;
  }

  public Hash lastHash() {
    return columns.hashes[blockCount() - 1];
  }

  /** The hash of a block of this record. */
  public Hash hashOf(long block) {
    return columns.hashes[Math.toIntExact(block - chunk.firstBlock())];
  }

  public long firstTimestamp() {
    return columns.timestamps[0];
  }

  public long lastTimestamp() {
    return columns.timestamps[blockCount() - 1];
  }

  /**
   * Returns whether this record replaces another record of its chunk: it is of a later generation,
   * or of the same generation and longer.
   *
   * @param otherGeneration of the other record
   * @param otherLastBlock number of the other record's last block
   */
  public boolean supersedes(int otherGeneration, long otherLastBlock) {
    return generation > otherGeneration
        || (generation == otherGeneration && lastBlock() > otherLastBlock);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChunkRecord that
        && chunk.equals(that.chunk)
        && generation == that.generation
        && columns.parentHash.equals(that.columns.parentHash)
        && Arrays.equals(columns.hashes, that.columns.hashes)
        && Arrays.equals(columns.timestamps, that.columns.timestamps)
        && Arrays.equals(columns.transactionStarts, that.columns.transactionStarts)
        && Arrays.equals(columns.addressTable, that.columns.addressTable)
        && Arrays.equals(columns.senders, that.columns.senders)
        && Arrays.equals(columns.recipients, that.columns.recipients);
  }

  @Override
  public int hashCode() {
    return chunk.hashCode() * 31 + lastHash().hashCode();
  }

  @Override
  public String toString() {
    return "record "
        + index()
        + " (blocks "
        + blocks()
        + ", generation "
        + generation
        + (sealed() ? ", sealed)" : ", open)");
  }
}
