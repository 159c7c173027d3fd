package network.rei.dau.activity.block;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * Consecutive blocks, each the child of the one before, in columns: some 12 bytes for a transaction
 * and 30 for a distinct address. A {@code BlockActivity}, which takes 49 bytes for a transaction,
 * is created only when a block is read from the list. Immutable.
 */
public final class BlockColumns extends AbstractList<BlockActivity> implements RandomAccess {

  private final AddressIndex addresses;
  private final BlockHeader first;
  private final Hash[] hashes;
  private final long[] timestamps;
  private final int[] starts;
  private final IntColumn senders;
  private final IntColumn recipients;

  /** Of all transactions; those of {@link #undetailed} blocks are placeholders. */
  private final TransactionDetails.Builder details;

  private final BitSet undetailed;
  private final BlockTraffic.Entry[] traffic;

  private BlockColumns(Builder builder) {
    int blocks = builder.blocks;
    this.addresses = builder.addresses;
    this.first = builder.first;
    this.hashes = Arrays.copyOf(builder.hashes, blocks);
    this.timestamps = Arrays.copyOf(builder.timestamps, blocks);
    this.starts = Arrays.copyOf(builder.starts, blocks + 1);
    this.senders = builder.senders;
    this.recipients = builder.recipients;
    this.details = builder.details;
    this.undetailed = builder.undetailed;
    this.traffic = Arrays.copyOf(builder.traffic, blocks);
  }

  @Override
  public int size() {
    return hashes.length;
  }

  /** Returns the header of the block at a position. */
  public BlockHeader header(int index) {
    return index == 0
        ? first
        : new BlockHeader(
            first.number() + index, hashes[index], hashes[index - 1], timestamps[index]);
  }

  @Override
  public BlockActivity get(int index) {
    Objects.checkIndex(index, size());
    BlockActivity.Builder block = new BlockActivity.Builder(starts[index + 1] - starts[index]);
    byte[] sender = new byte[Address.BYTES];
    byte[] recipient = new byte[Address.BYTES];
    for (int i = starts[index]; i < starts[index + 1]; i++) {
      int number = senders.get(i);
      addresses.copyTo(number < 0 ? ~number : number, sender, 0);
      boolean creation = recipients.get(i) == ChunkRecord.NO_RECIPIENT;
      if (!creation) {
        addresses.copyTo(recipients.get(i), recipient, 0);
      }
      if (undetailed.get(index)) {
        block.add(sender, creation ? null : recipient, number < 0);
      } else {
        block.add(sender, creation ? null : recipient, number < 0, details.code(i));
      }
    }
    return block.build(header(index), traffic[index]);
  }

  /** Returns the columns of a record of these blocks, with its own sorted table of addresses. */
  ChunkRecord.Columns toRecord() {
    SortedAddresses sorted = SortedAddresses.of(addresses);
    int[] places = sorted.places();
    int[] newSenders = new int[senders.size()];
    int[] newRecipients = new int[senders.size()];
    for (int i = 0; i < newSenders.length; i++) {
      int sender = senders.get(i);
      int recipient = recipients.get(i);
      newSenders[i] = sender < 0 ? ~places[~sender] : places[sender];
      newRecipients[i] =
          recipient == ChunkRecord.NO_RECIPIENT ? ChunkRecord.NO_RECIPIENT : places[recipient];
    }
    return new ChunkRecord.Columns(
        first.parentHash(),
        hashes,
        timestamps,
        starts,
        sorted.table(),
        newSenders,
        newRecipients,
        undetailed.isEmpty() ? Optional.of(details.build()) : Optional.empty(),
        BlockTraffic.of(traffic));
  }

  /** Appends blocks. Not thread-safe. */
  public static final class Builder {

    /**
     * Of a block, besides its transactions: hash, timestamp, start and traffic, and references to
     * them.
     */
    private static final int BLOCK_BYTES = 64 + 52;

    /** The code of the kind of a transaction of an undetailed block. */
    private static final long PLACEHOLDER = 0;

    /** Of a distinct address: its bytes, and its place in the hash table. */
    private static final int ADDRESS_BYTES = Address.BYTES + 3 * Integer.BYTES;

    private AddressIndex addresses = new AddressIndex(512);
    private BlockHeader first;
    private Hash[] hashes = new Hash[16];
    private long[] timestamps = new long[16];
    private int[] starts = new int[17];
    private IntColumn senders = new IntColumn();
    private IntColumn recipients = new IntColumn();
    private final TransactionDetails.Builder details = new TransactionDetails.Builder();
    private final BitSet undetailed = new BitSet();
    private BlockTraffic.Entry[] traffic = new BlockTraffic.Entry[16];
    private int blocks;
    private boolean removed;

    /** Returns the number of blocks. */
    public int size() {
      return blocks;
    }

    /** Returns the header of the last block, of which there must be one. */
    public BlockHeader last() {
      int last = blocks - 1;
      return last == 0
          ? first
          : new BlockHeader(
              first.number() + last, hashes[last], hashes[last - 1], timestamps[last]);
    }

    /** Returns the memory that the blocks take, in bytes, approximately. */
    public long memoryBytes() {
      return senders.memoryBytes()
          + recipients.memoryBytes()
          + details.memoryBytes()
          + (long) addresses.size() * ADDRESS_BYTES
          + (long) blocks * BLOCK_BYTES;
    }

    /**
     * Adds the next block.
     *
     * @throws BrokenLinkException if it is not the child of the last block
     * @throws IllegalArgumentException if it has not the next number
     */
    public Builder add(BlockActivity block) {
      begin(block.header(), block.traffic());
      boolean detailed = block.isDetailed();
      undetailed.set(blocks, !detailed);
      for (int i = 0; i < block.transactionCount(); i++) {
        details.add(detailed ? block.kindCodes()[i] : PLACEHOLDER);
        int sender = addresses.add(block.senderBytes(), i * Address.BYTES);
        senders.add(block.isNonceZero(i) ? ~sender : sender);
        recipients.add(
            block.isCreation(i)
                ? ChunkRecord.NO_RECIPIENT
                : addresses.add(block.recipientBytes(), i * Address.BYTES));
      }
      end();
      return this;
    }

    /** Adds the first blocks of a record; the builder must be empty. */
    Builder add(ChunkRecord record, int kept) {
      ChunkRecord.Columns columns = record.columns();
      int[] numbers = new int[record.addressCount()];
      Arrays.fill(numbers, -1);
      for (int block = 0; block < kept; block++) {
        begin(
            new BlockHeader(
                record.chunk().firstBlock() + block,
                columns.hashes()[block],
                block == 0 ? columns.parentHash() : columns.hashes()[block - 1],
                columns.timestamps()[block]),
            columns.traffic().entry(block));
        int end = columns.transactionStarts()[block + 1];
        for (int i = columns.transactionStarts()[block]; i < end; i++) {
          int sender = columns.senders()[i];
          int number = number(columns, numbers, sender < 0 ? ~sender : sender);
          senders.add(sender < 0 ? ~number : number);
          int recipient = columns.recipients()[i];
          recipients.add(
              recipient == ChunkRecord.NO_RECIPIENT
                  ? ChunkRecord.NO_RECIPIENT
                  : number(columns, numbers, recipient));
        }
        end();
      }
      addDetails(columns, kept);
      return this;
    }

    private void addDetails(ChunkRecord.Columns columns, int kept) {
      int transactions = columns.transactionStarts()[kept];
      if (columns.details().isPresent()) {
        details.add(columns.details().get(), transactions);
        return;
      }
      for (int block = 0; block < kept; block++) {
        undetailed.set(
            block, columns.transactionStarts()[block + 1] > columns.transactionStarts()[block]);
      }
      for (int i = 0; i < transactions; i++) {
        details.add(PLACEHOLDER);
      }
    }

    /** Adds only the addresses that occur: those of dropped blocks must not stay in the table. */
    private int number(ChunkRecord.Columns columns, int[] numbers, int place) {
      if (numbers[place] < 0) {
        numbers[place] = addresses.add(columns.addressTable(), place * Address.BYTES);
      }
      return numbers[place];
    }

    /** Removes the last block. */
    public Builder removeLast() {
      blocks--;
      hashes[blocks] = null;
      senders.truncate(starts[blocks]);
      recipients.truncate(starts[blocks]);
      details.truncate(starts[blocks]);
      undetailed.clear(blocks);
      traffic[blocks] = null;
      removed = true;
      return this;
    }

    /** Returns the blocks; the builder cannot be used afterwards. */
    public BlockColumns build() {
      BlockColumns built = new BlockColumns(this);
      if (!removed) {
        return built;
      }
      // Addresses that occur in removed blocks only must not be part of a record.
      Builder rebuilt = new Builder();
      built.forEach(rebuilt::add);
      return new BlockColumns(rebuilt);
    }

    private void begin(BlockHeader header, BlockTraffic.Entry entry) {
      if (blocks == 0) {
        first = header;
      } else {
        requireChild(header);
      }
      if (blocks == hashes.length) {
        hashes = Arrays.copyOf(hashes, blocks * 2);
        timestamps = Arrays.copyOf(timestamps, blocks * 2);
        starts = Arrays.copyOf(starts, blocks * 2 + 1);
        traffic = Arrays.copyOf(traffic, blocks * 2);
      }
      hashes[blocks] = header.hash();
      timestamps[blocks] = header.timestamp();
      traffic[blocks] = entry;
    }

    private void end() {
      blocks++;
      starts[blocks] = senders.size();
    }

    private void requireChild(BlockHeader header) {
      long expected = first.number() + blocks;
      if (header.number() != expected) {
        throw new IllegalArgumentException(
            "block " + header.number() + " does not follow block " + (expected - 1));
      }
      if (!header.parentHash().equals(hashes[blocks - 1])) {
        throw new BrokenLinkException(header, expected - 1, hashes[blocks - 1]);
      }
    }
  }
}
