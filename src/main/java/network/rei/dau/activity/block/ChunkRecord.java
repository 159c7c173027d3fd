package network.rei.dau.activity.block;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The consecutive first blocks of a chunk with their senders and recipients. A record is
 * <em>sealed</em> if it holds all blocks of its chunk, and <em>open</em> otherwise.
 *
 * <p>The data is stored in columns, which take 20 bytes for an address, 9 or 10 for a transaction
 * and 44 to 60 for a block: a sorted table of the addresses; for each block its hash, its
 * timestamp, the place of its first transaction and its traffic; for each transaction the places of
 * sender and recipient in the table, and its kind. Immutable; the arrays of {@link Columns} are
 * shared, and callers must not write to them.
 */
public final class ChunkRecord {

  /** The recipient of a transaction that creates a contract, in {@link Columns#recipients}. */
  public static final int NO_RECIPIENT = -1;

  /**
   * The data of a record.
   *
   * @param parentHash parent hash of the first block
   * @param hashes of the blocks
   * @param timestamps of the block headers, seconds since 1970; one may be before that of its
   *     parent
   * @param transactionStarts for each block the place of its first transaction; one more entry at
   *     the end, the number of transactions
   * @param addressTable distinct addresses in the order of unsigned bytes, {@value Address#BYTES}
   *     bytes each
   * @param senders for each transaction the place of the sender in the table; with all bits
   *     flipped, and so negative, if the nonce is 0
   * @param recipients for each transaction the place of the recipient in the table, or {@link
   *     #NO_RECIPIENT}
   * @param details of the transactions; empty if they are unknown, as those of a record that an
   *     earlier version wrote
   * @param traffic of the blocks
   */
  @SuppressWarnings("ArrayRecordComponent") // neither compared nor printed
  public record Columns(
      Hash parentHash,
      Hash[] hashes,
      long[] timestamps,
      int[] transactionStarts,
      byte[] addressTable,
      int[] senders,
      int[] recipients,
      Optional<TransactionDetails> details,
      BlockTraffic traffic) {

    /** Creates columns without details and traffic. */
    public Columns(
        Hash parentHash,
        Hash[] hashes,
        long[] timestamps,
        int[] transactionStarts,
        byte[] addressTable,
        int[] senders,
        int[] recipients) {
      this(
          parentHash,
          hashes,
          timestamps,
          transactionStarts,
          addressTable,
          senders,
          recipients,
          Optional.empty(),
          BlockTraffic.unknown(hashes.length));
    }
  }

  private final Chunk chunk;
  private final int generation;
  private final Columns columns;

  /**
   * @param generation 0 at first, one more after each reorganisation
   * @throws IllegalArgumentException if the columns do not fit together or into the chunk
   */
  public ChunkRecord(Chunk chunk, int generation, Columns columns) {
    this.chunk = chunk;
    this.generation = generation;
    this.columns = columns;
    ColumnsValidator.requireValid(chunk, generation, columns);
  }

  /**
   * Creates a record of the first blocks of a chunk.
   *
   * @param blocks at least one, starting with the first block of the chunk, in order
   * @throws BrokenLinkException if a block is not the child of the block before it
   * @throws IllegalArgumentException if blocks are not consecutive or are more than the chunk has
   */
  public static ChunkRecord of(Chunk chunk, int generation, List<BlockActivity> blocks) {
    return new ChunkRecordBuilder(chunk).add(blocks).build(generation);
  }

  /**
   * Returns this record with more blocks.
   *
   * @param blocks that follow the last block of this record, in order
   * @throws BrokenLinkException if the blocks are not children of this record's last block
   * @throws IllegalArgumentException as {@link #of}
   */
  public ChunkRecord extendedBy(List<BlockActivity> blocks) {
    return new ChunkRecordBuilder(this).add(blocks).build(generation);
  }

  /**
   * Returns the record that replaces this one after a reorganisation: it is of the next generation
   * and has the blocks of this record up to the fork, and other blocks after it.
   *
   * @param lastShared number of the last block that stays; below the first block of this record if
   *     no block stays
   * @param blocks that follow {@code lastShared}, in order; may be empty
   * @throws BrokenLinkException if the blocks are not children of the last block that stays
   * @throws IllegalArgumentException as {@link #of}, or if the record would be empty
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

  /** Returns the parent hash of the first block. */
  public Hash parentHash() {
    return columns.parentHash;
  }

  public Hash lastHash() {
    return columns.hashes[blockCount() - 1];
  }

  /** Returns the hash of a block of this record. */
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
        && Arrays.equals(columns.recipients, that.columns.recipients)
        && columns.details.equals(that.columns.details)
        && columns.traffic.equals(that.columns.traffic);
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
