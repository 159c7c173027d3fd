package network.rei.dau.storage.jdbc.codec;

import static network.rei.dau.storage.jdbc.codec.Checked.checksum;
import static network.rei.dau.storage.jdbc.codec.Checked.require;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockTraffic;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.TransactionDetails;
import network.rei.dau.activity.block.TransactionKind;
import network.rei.dau.storage.StorageException;

/**
 * Encodes a record as a format version, a CRC-32C of all that follows, the chunk, the generation
 * and the columns.
 *
 * <p>Hashes and addresses are random and are not compressed; small and slowly growing numbers are
 * written as differences of {@linkplain Varints variable length}. A record takes about 20 bytes for
 * an address, 5 for a transaction and 34 to 50 for a block.
 *
 * <p>Format 1, which earlier versions wrote, has no details of transactions and no traffic of
 * blocks. It is read, but not written.
 */
public final class RecordCodec {

  private static final byte FORMAT = 2;
  private static final byte WITHOUT_DETAILS = 1;

  private static final byte NO_DETAILS = 0;
  private static final byte ALL_SELECTORS = 1;
  private static final byte SOME_SELECTORS = 2;

  /** Flags and type take 13 bits. */
  private static final int MAX_KIND_BYTES = 2 + Integer.BYTES;

  private static final int HEADER_BYTES = Byte.BYTES + Integer.BYTES;

  private RecordCodec() {}

  public static byte[] encode(ChunkRecord record) {
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
    writeDetails(out, columns);
    columns.traffic().writeTo(out);
    int length = out.position();
    out.put(0, FORMAT).putInt(Byte.BYTES, checksum(out.array(), HEADER_BYTES, length));
    return Arrays.copyOf(out.array(), length);
  }

  /**
   * Decodes the output of {@link #encode}.
   *
   * @param index of the row with these bytes
   * @throws StorageException if the bytes are damaged or of another record
   */
  public static ChunkRecord decode(long index, byte[] bytes) {
    try {
      return read(index, bytes);
    } catch (IllegalArgumentException e) {
      throw new StorageException("record " + index + " is damaged: " + e.getMessage(), e);
    }
  }

  private static ChunkRecord read(long index, byte[] bytes) {
    require(bytes.length > HEADER_BYTES, "it is truncated");
    require(
        bytes[0] == FORMAT || bytes[0] == WITHOUT_DETAILS,
        "its format is " + bytes[0] + ", known are " + WITHOUT_DETAILS + " and " + FORMAT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    require(
        in.getInt(Byte.BYTES) == checksum(bytes, HEADER_BYTES, bytes.length),
        "its checksum does not hold");
    in.position(HEADER_BYTES);
    long storedIndex = Varints.read(in);
    require(storedIndex == index, "it is record " + storedIndex);
    Chunk chunk = new Chunk(index, Varints.readInt(in));
    int generation = Varints.readInt(in);
    return new ChunkRecord(chunk, generation, readColumns(in, bytes[0] == FORMAT));
  }

  private static ChunkRecord.Columns readColumns(ByteBuffer in, boolean detailed) {
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
    Optional<TransactionDetails> details =
        detailed ? readDetails(in, transactions) : unknown(transactions);
    BlockTraffic traffic = detailed ? BlockTraffic.from(in, blocks) : BlockTraffic.unknown(blocks);
    require(!in.hasRemaining(), "it is followed by something else");
    return new ChunkRecord.Columns(
        parentHash, hashes, timestamps, starts, table, senders, recipients, details, traffic);
  }

  /** Writes a table of the kinds of transactions, and for each transaction its place in it. */
  private static void writeDetails(ByteBuffer out, ChunkRecord.Columns columns) {
    if (columns.details().isEmpty()) {
      out.put(NO_DETAILS);
      return;
    }
    TransactionDetails details = columns.details().get();
    out.put(details.selectorsComplete() ? ALL_SELECTORS : SOME_SELECTORS);
    Varints.write(out, details.kindCount());
    for (int place = 0; place < details.kindCount(); place++) {
      TransactionKind kind = details.kind(place);
      Varints.write(out, kind.code() >>> Integer.SIZE);
      if (kind.hasSelector()) {
        out.putInt(kind.selector());
      }
    }
    for (int i = 0; i < details.size(); i++) {
      Varints.write(out, details.kindOf(i));
    }
  }

  private static Optional<TransactionDetails> readDetails(ByteBuffer in, int transactions) {
    require(in.hasRemaining(), "it is truncated");
    byte form = in.get();
    if (form == NO_DETAILS) {
      return Optional.empty();
    }
    require(form == ALL_SELECTORS || form == SOME_SELECTORS, "its details have form " + form);
    int kindCount = Varints.readInt(in);
    require(kindCount <= TransactionDetails.MAX_KINDS, "it has " + kindCount + " kinds");
    require((long) kindCount + transactions <= in.remaining(), "it is truncated");
    TransactionKind[] kinds = new TransactionKind[kindCount];
    for (int place = 0; place < kindCount; place++) {
      kinds[place] = readKind(in);
    }
    int[] numbers = new int[transactions];
    for (int i = 0; i < transactions; i++) {
      numbers[i] = Varints.readInt(in);
    }
    return Optional.of(TransactionDetails.of(kinds, numbers, form == ALL_SELECTORS));
  }

  private static TransactionKind readKind(ByteBuffer in) {
    long code = (long) Varints.readInt(in) << Integer.SIZE;
    if (!TransactionKind.isWithSelector(code)) {
      return TransactionKind.of(code);
    }
    require(in.remaining() >= Integer.BYTES, "it is truncated");
    return TransactionKind.of(code | Integer.toUnsignedLong(in.getInt()));
  }

  /** Returns the details of transactions of which nothing is known, which may be none. */
  private static Optional<TransactionDetails> unknown(int transactions) {
    return transactions == 0
        ? Optional.of(new TransactionDetails.Builder().build())
        : Optional.empty();
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
        + record.transactionCount() * maxTransactionBytes(record.addressCount())
        + maxDetailBytes(record.columns())
        + record.columns().traffic().encodedBytes();
  }

  private static int maxDetailBytes(ChunkRecord.Columns columns) {
    int kinds = columns.details().map(TransactionDetails::kindCount).orElse(0);
    return Byte.BYTES
        + Varints.length(kinds)
        + kinds * MAX_KIND_BYTES
        + columns.details().map(TransactionDetails::size).orElse(0) * Varints.length(kinds);
  }

  /** Mostly 6, so that a record of millions of transactions takes little more than its length. */
  private static int maxTransactionBytes(int addresses) {
    return Varints.length(2L * addresses) + Varints.length(addresses);
  }
}
