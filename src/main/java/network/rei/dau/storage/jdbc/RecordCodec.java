package network.rei.dau.storage.jdbc;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.storage.StorageException;

/**
 * Encodes a record as a format version, a CRC-32C of all that follows, the chunk, the generation
 * and the columns.
 *
 * <p>Hashes and addresses are random and are not compressed; small and slowly growing numbers are
 * written as differences of {@linkplain Varints variable length}. A record takes about 20 bytes for
 * an address, 4 for a transaction and 34 for a block.
 */
final class RecordCodec {

  private static final byte FORMAT = 1;
  private static final int HEADER_BYTES = Byte.BYTES + Integer.BYTES;

  private RecordCodec() {}

  static byte[] encode(ChunkRecord record) {
    ChunkRecord.Columns columns = record.columns();
    ByteBuffer out = ByteBuffer.allocate(maxBytes(record)).position(HEADER_BYTES);
    Varints.write(out, record.index());
    Varints.write(out, record.chunk().size());
    Varints.write(out, record.generation());
    Varints.write(out, record.blockCount());
    Varints.write(out, record.transactionCount());
    Varints.write(out, record.addressCount());
    columns.parentHash().writeTo(out);
    for (Hash hash : columns.hashes()) {
      hash.writeTo(out);
    }
    writeDifferences(out, columns);
    out.put(columns.addressTable());
    for (int sender : columns.senders()) {
      Varints.write(out, sender < 0 ? (~sender << 1) | 1 : sender << 1);
    }
    for (int recipient : columns.recipients()) {
      Varints.write(out, recipient - ChunkRecord.NO_RECIPIENT);
    }
    int length = out.position();
    out.put(0, FORMAT).putInt(Byte.BYTES, checksum(out.array(), length));
    return Arrays.copyOf(out.array(), length);
  }

  /**
   * Decodes the output of {@link #encode}.
   *
   * @param index of the row with these bytes
   * @throws StorageException if the bytes are damaged or of another record
   */
  static ChunkRecord decode(long index, byte[] bytes) {
    try {
      return read(index, bytes);
    } catch (IllegalArgumentException e) {
      throw new StorageException("record " + index + " is damaged: " + e.getMessage(), e);
    }
  }

  private static ChunkRecord read(long index, byte[] bytes) {
    require(bytes.length > HEADER_BYTES, "it is truncated");
    require(bytes[0] == FORMAT, "its format is " + bytes[0] + ", known is " + FORMAT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    require(in.getInt(Byte.BYTES) == checksum(bytes, bytes.length), "its checksum does not hold");
    in.position(HEADER_BYTES);
    long storedIndex = Varints.read(in);
    require(storedIndex == index, "it is record " + storedIndex);
    Chunk chunk = new Chunk(index, Varints.readInt(in));
    int generation = Varints.readInt(in);
    return new ChunkRecord(chunk, generation, readColumns(in));
  }

  private static ChunkRecord.Columns readColumns(ByteBuffer in) {
    int blocks = Varints.readInt(in);
    int transactions = Varints.readInt(in);
    int addresses = Varints.readInt(in);
    // Checked before anything is allocated: the announced content must fit into the bytes.
    long least =
        Hash.BYTES * (1L + blocks)
            + 2L * blocks
            + (long) Address.BYTES * addresses
            + 2L * transactions;
    require(least <= in.remaining(), "it is truncated");
    Hash parentHash = Hash.from(in);
    Hash[] hashes = new Hash[blocks];
    for (int i = 0; i < blocks; i++) {
      hashes[i] = Hash.from(in);
    }
    long[] timestamps = readTimestamps(in, blocks);
    int[] starts = readStarts(in, blocks);
    byte[] table = new byte[addresses * Address.BYTES];
    require(table.length <= in.remaining(), "it is truncated");
    in.get(table);
    int[] senders = readSenders(in, transactions);
    int[] recipients = readRecipients(in, transactions);
    require(!in.hasRemaining(), "it is followed by something else");
    return new ChunkRecord.Columns(
        parentHash, hashes, timestamps, starts, table, senders, recipients);
  }

  private static void writeDifferences(ByteBuffer out, ChunkRecord.Columns columns) {
    long previous = 0;
    for (long timestamp : columns.timestamps()) {
      Varints.write(out, timestamp - previous);
      previous = timestamp;
    }
    int[] starts = columns.transactionStarts();
    for (int i = 1; i < starts.length; i++) {
      Varints.write(out, starts[i] - starts[i - 1]);
    }
  }

  private static long[] readTimestamps(ByteBuffer in, int blocks) {
    long[] timestamps = new long[blocks];
    long timestamp = 0;
    for (int i = 0; i < blocks; i++) {
      timestamp += Varints.read(in);
      timestamps[i] = timestamp;
    }
    return timestamps;
  }

  private static int[] readStarts(ByteBuffer in, int blocks) {
    int[] starts = new int[blocks + 1];
    for (int i = 0; i < blocks; i++) {
      starts[i + 1] = starts[i] + Varints.readInt(in);
    }
    return starts;
  }

  private static int[] readSenders(ByteBuffer in, int transactions) {
    int[] senders = new int[transactions];
    for (int i = 0; i < transactions; i++) {
      int sender = Varints.readInt(in);
      senders[i] = (sender & 1) == 0 ? sender >>> 1 : ~(sender >>> 1);
    }
    return senders;
  }

  private static int[] readRecipients(ByteBuffer in, int transactions) {
    int[] recipients = new int[transactions];
    for (int i = 0; i < transactions; i++) {
      recipients[i] = Varints.readInt(in) + ChunkRecord.NO_RECIPIENT;
    }
    return recipients;
  }

  private static int maxBytes(ChunkRecord record) {
    return HEADER_BYTES
        + 6 * Varints.MAX_BYTES
        + Hash.BYTES
        + record.blockCount() * (Hash.BYTES + 2 * Varints.MAX_BYTES)
        + record.addressCount() * Address.BYTES
        + record.transactionCount() * maxTransactionBytes(record.addressCount());
  }

  /** Mostly 6, so that a record of millions of transactions takes little more than its length. */
  private static int maxTransactionBytes(int addresses) {
    return Varints.length(2L * addresses) + Varints.length(addresses);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, HEADER_BYTES, length - HEADER_BYTES);
    return (int) crc.getValue();
  }

  private static void require(boolean sound, String why) {
    if (!sound) {
      throw new IllegalArgumentException(why);
    }
  }
}
