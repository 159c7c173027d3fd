package network.rei.dau.activity.ledger;

import java.lang.ref.WeakReference;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.SortedAddresses;
import network.rei.dau.activity.block.TransactionColumns;

/** A record in the ledger, with addresses as numbers of an index and with its sets of addresses. */
public final class LedgerRecord {

  private static final long SECONDS_A_DAY = 86_400;

  private final Chunk chunk;
  private final int generation;
  private final Instant storedAt;
  private final Hash parentHash;
  private final Hash lastHash;
  private final long[] timestamps;
  private final TransactionColumns transactions;
  private final AddressIndex addresses;
  private final ActivitySum sum;
  private final ActivityCounts counts;

  /** Cached for as long as memory allows: pages of addresses are read one after the other. */
  private volatile WeakReference<byte[]> sortedAddresses = new WeakReference<>(null);

  /**
   * @param addresses the index of the addresses; new addresses are added
   */
  LedgerRecord(ChunkRecord record, Instant storedAt, AddressIndex addresses) {
    this(
        record.chunk(),
        record.generation(),
        storedAt,
        record.parentHash(),
        record.lastHash(),
        record.columns().timestamps(),
        TransactionColumns.of(record.columns(), addresses.add(record.columns().addressTable())),
        addresses);
  }

  private LedgerRecord(
      Chunk chunk,
      int generation,
      Instant storedAt,
      Hash parentHash,
      Hash lastHash,
      long[] timestamps,
      TransactionColumns transactions,
      AddressIndex addresses) {
    this.chunk = chunk;
    this.generation = generation;
    this.storedAt = storedAt;
    this.parentHash = parentHash;
    this.lastHash = lastHash;
    this.timestamps = timestamps;
    this.transactions = transactions;
    this.addresses = addresses;
    this.sum = ActivitySum.of(transactions, 0, timestamps.length);
    this.counts = sum.counts();
  }

  /**
   * Returns this record with the numbers of another index.
   *
   * @param numbers for each number of this record the number in {@code others}
   */
  LedgerRecord renumbered(AddressIndex others, int[] numbers) {
    return new LedgerRecord(
        chunk,
        generation,
        storedAt,
        parentHash,
        lastHash,
        timestamps,
        transactions.renumbered(numbers),
        others);
  }

  /** Returns the index of the chunk. */
  public long index() {
    return chunk.index();
  }

  public int generation() {
    return generation;
  }

  public BlockRange blocks() {
    return new BlockRange(firstBlock(), lastBlock());
  }

  public int blockCount() {
    return timestamps.length;
  }

  public long firstBlock() {
    return chunk.firstBlock();
  }

  public long lastBlock() {
    return chunk.firstBlock() + timestamps.length - 1;
  }

  public boolean sealed() {
    return timestamps.length == chunk.size();
  }

  /** Returns the parent hash of the first block. */
  public Hash parentHash() {
    return parentHash;
  }

  public Hash lastHash() {
    return lastHash;
  }

  /** Returns the timestamp of the first block, seconds since 1970. */
  public long firstTimestamp() {
    return timestamps[0];
  }

  /** Returns the timestamp of the last block, seconds since 1970. */
  public long lastTimestamp() {
    return timestamps[timestamps.length - 1];
  }

  /** Returns when the record was last written. */
  public Instant storedAt() {
    return storedAt;
  }

  public ActivityCounts counts() {
    return counts;
  }

  /** Returns the distinct senders and recipients, sorted. */
  public List<Address> addresses() {
    return addresses(0, Math.toIntExact(counts.addresses()));
  }

  /**
   * Returns the distinct senders and recipients at the places {@code [from, to)} of their sorted
   * list.
   *
   * @throws IndexOutOfBoundsException if the list is shorter
   */
  public List<Address> addresses(int from, int to) {
    byte[] table = sortedAddresses();
    Objects.checkFromToIndex(from, to, table.length / Address.BYTES);
    List<Address> sorted = new ArrayList<>(to - from);
    for (int place = from; place < to; place++) {
      sorted.add(Address.at(table, place * Address.BYTES));
    }
    return sorted;
  }

  private byte[] sortedAddresses() {
    byte[] cached = sortedAddresses.get();
    if (cached != null) {
      return cached;
    }
    byte[] table = SortedAddresses.of(addresses, sum.addresses().toArray()).table();
    sortedAddresses = new WeakReference<>(table);
    return table;
  }

  /** Returns the sum of all blocks. */
  ActivitySum sum() {
    return sum;
  }

  /** Returns the sum of the blocks at the places {@code [start, end)}. */
  ActivitySum sum(int start, int end) {
    return end - start == timestamps.length ? sum : ActivitySum.of(transactions, start, end);
  }

  /** Returns whether the address with this number is sender or recipient of a transaction. */
  boolean hasActive(int number) {
    return sum.senders().contains(number) || sum.recipients().contains(number);
  }

  /** Visits the transactions of the blocks at the places {@code [start, end)}. */
  void forEachTransaction(int start, int end, TransactionColumns.Visitor visitor) {
    transactions.forEach(start, end, visitor);
  }

  public long timestamp(int place) {
    return timestamps[place];
  }

  /** Returns the place of the first block that is not before a time, or the block count. */
  int firstAt(long timestamp) {
    int low = 0;
    int high = timestamps.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (timestamps[middle] < timestamp) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns the place of the first block that is not below a block, or the block count. */
  int placeOf(long block) {
    return (int) Math.max(0, Math.min(block - firstBlock(), timestamps.length));
  }

  /** Returns the UTC days of the blocks. */
  public List<LocalDate> days() {
    List<LocalDate> days = new ArrayList<>();
    int place = 0;
    while (place < timestamps.length) {
      long day = Math.floorDiv(timestamps[place], SECONDS_A_DAY);
      days.add(LocalDate.ofEpochDay(day));
      place = firstAt((day + 1) * SECONDS_A_DAY);
    }
    return days;
  }
}
