package network.rei.dau.activity.block;

import java.util.Arrays;
import java.util.List;

/**
 * Builds a record from blocks. It numbers addresses in order of arrival and sorts them at the end.
 */
final class ChunkRecordBuilder {

  private final Chunk chunk;
  private final AddressIndex addresses;

  private Hash parentHash;
  private final Hash[] hashes;
  private final long[] timestamps;
  private final int[] transactionStarts;
  private int blocks;

  /** Numbers of addresses by arrival; all bits of a sender are flipped if the nonce is 0. */
  private int[] senders;

  private int[] recipients;
  private int transactions;

  ChunkRecordBuilder(Chunk chunk) {
    this.chunk = chunk;
    hashes = new Hash[chunk.size()];
    timestamps = new long[chunk.size()];
    transactionStarts = new int[chunk.size() + 1];
    senders = new int[256];
    recipients = new int[256];
    addresses = new AddressIndex(512);
  }

  /** Starts with the blocks of a record. */
  ChunkRecordBuilder(ChunkRecord record) {
    this(record.chunk());
    ChunkRecord.Columns columns = record.columns();
    parentHash = columns.parentHash();
    blocks = record.blockCount();
    System.arraycopy(columns.hashes(), 0, hashes, 0, blocks);
    System.arraycopy(columns.timestamps(), 0, timestamps, 0, blocks);
    System.arraycopy(columns.transactionStarts(), 0, transactionStarts, 0, blocks + 1);
    transactions = record.transactionCount();
    senders = Arrays.copyOf(columns.senders(), Math.max(256, transactions));
    recipients = Arrays.copyOf(columns.recipients(), Math.max(256, transactions));
    // The table holds distinct addresses, so the index numbers them by their places.
    addresses.add(columns.addressTable());
  }

  /** Starts with the first blocks of a record. */
  ChunkRecordBuilder(ChunkRecord record, int kept) {
    this(record.chunk());
    ChunkRecord.Columns columns = record.columns();
    parentHash = columns.parentHash();
    blocks = kept;
    System.arraycopy(columns.hashes(), 0, hashes, 0, kept);
    System.arraycopy(columns.timestamps(), 0, timestamps, 0, kept);
    System.arraycopy(columns.transactionStarts(), 0, transactionStarts, 0, kept + 1);
    transactions = transactionStarts[kept];
    senders = new int[Math.max(256, transactions)];
    recipients = new int[Math.max(256, transactions)];
    // Addresses that occur in dropped blocks only must not stay in the table.
    byte[] table = columns.addressTable();
    for (int i = 0; i < transactions; i++) {
      int sender = columns.senders()[i];
      int number = addresses.add(table, (sender < 0 ? ~sender : sender) * Address.BYTES);
      senders[i] = sender < 0 ? ~number : number;
      int recipient = columns.recipients()[i];
      recipients[i] =
          recipient == ChunkRecord.NO_RECIPIENT
              ? ChunkRecord.NO_RECIPIENT
              : addresses.add(table, recipient * Address.BYTES);
    }
  }

  ChunkRecordBuilder add(List<BlockActivity> more) {
    more.forEach(this::add);
    return this;
  }

  ChunkRecord build(int generation) {
    if (blocks == 0) {
      throw new IllegalArgumentException("no record of chunk " + chunk.index() + " without blocks");
    }
    SortedAddresses sorted = SortedAddresses.of(addresses);
    TransactionColumns columns =
        new TransactionColumns(
                Arrays.copyOf(transactionStarts, blocks + 1),
                Arrays.copyOf(senders, transactions),
                Arrays.copyOf(recipients, transactions))
            .renumbered(sorted.places());
    return new ChunkRecord(
        chunk,
        generation,
        new ChunkRecord.Columns(
            parentHash,
            Arrays.copyOf(hashes, blocks),
            Arrays.copyOf(timestamps, blocks),
            columns.starts(),
            sorted.table(),
            columns.senders(),
            columns.recipients()));
  }

  private void add(BlockActivity block) {
    requireNext(block);
    if (blocks == 0) {
      parentHash = block.parentHash();
    }
    hashes[blocks] = block.hash();
    timestamps[blocks] = block.timestamp();
    addTransactions(block);
    blocks++;
    transactionStarts[blocks] = transactions;
  }

  private void addTransactions(BlockActivity block) {
    int end = transactions + block.transactionCount();
    if (end > senders.length) {
      senders = Arrays.copyOf(senders, Math.max(end, senders.length * 2));
      recipients = Arrays.copyOf(recipients, senders.length);
    }
    for (int i = 0; i < block.transactionCount(); i++) {
      int sender = addresses.add(block.senderBytes(), i * Address.BYTES);
      senders[transactions] = block.isNonceZero(i) ? ~sender : sender;
      recipients[transactions] =
          block.isCreation(i)
              ? ChunkRecord.NO_RECIPIENT
              : addresses.add(block.recipientBytes(), i * Address.BYTES);
      transactions++;
    }
  }

  private void requireNext(BlockActivity block) {
    long expected = chunk.firstBlock() + blocks;
    if (block.number() != expected || expected > chunk.lastBlock()) {
      throw new IllegalArgumentException(
          "block "
              + block.number()
              + " is not the next of chunk "
              + chunk.index()
              + " after "
              + blocks
              + " blocks");
    }
    if (blocks > 0 && !block.parentHash().equals(hashes[blocks - 1])) {
      throw new BrokenLinkException(block.header(), expected - 1, hashes[blocks - 1]);
    }
  }
}
