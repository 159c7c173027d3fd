package network.rei.dau.activity.ledger;

import java.lang.ref.WeakReference;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;

/** A record as the ledger holds it: addresses as numbers, its sets made once. */
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

  /** Kept while somebody reads on in it, since sorting anew for each part of it takes its time. */
  private volatile WeakReference<byte[]> sortedAddresses = new WeakReference<>(null);

  /**
   * @param addresses numbers the record's addresses; new ones are added
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
    this.sum = transactions.sum(0, timestamps.length);
    this.counts = sum.counts();
  }

  /**
   * This record under another index.
   *
   * @param numbers for each number that this record uses the one under {@code others}
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

  /** The index of its chunk. */
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

  /** Parent hash of the first block. */
  public Hash parentHash() {
    return parentHash;
  }

  public Hash lastHash() {
    return lastHash;
  }

  /** Of the first block, seconds since 1970. */
  public long firstTimestamp() {
    return timestamps[0];
  }

  /** Of the last block, seconds since 1970. */
  public long lastTimestamp() {
    return timestamps[timestamps.length - 1];
  }

  /** When the record was last written. */
  public Instant storedAt() {
    return storedAt;
  }

  public ActivityCounts counts() {
    return counts;
  }

  /** The distinct senders and recipients, sorted; made anew at each call. */
  public List<Address> addresses() {
    return addresses(0, Math.toIntExact(counts.addresses()));
  }

  /**
   * Those of the distinct senders and recipients that are at the places from {@code from} to before
   * {@code to} when they are sorted.
   *
   * @throws IndexOutOfBoundsException if there are not as many
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
    byte[] known = sortedAddresses.get();
    if (known != null) {
      return known;
    }
    byte[] table = SortedAddresses.of(addresses, sum.addresses().toArray()).table();
    sortedAddresses = new WeakReference<>(table);
    return table;
  }

  /** What all its blocks add up to. */
  ActivitySum sum() {
    return sum;
  }

  /** What the blocks from place {@code start} to before place {@code end} add up to. */
  ActivitySum sum(int start, int end) {
    return end - start == timestamps.length ? sum : transactions.sum(start, end);
  }

  /** Whether the address with this number is sender or recipient of a transaction. */
  boolean hasActive(int number) {
    return sum.senders().contains(number) || sum.recipients().contains(number);
  }

  /** Tells the transactions of the blocks from place {@code start} to before {@code end}. */
  void forEachTransaction(int start, int end, TransactionColumns.Visitor visitor) {
    transactions.forEach(start, end, visitor);
  }

  public long timestamp(int place) {
    return timestamps[place];
  }

  /** The place of the first block that is not before {@code timestamp}, or the block count. */
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

  /** The place of the first block that is not below {@code block}, or the block count. */
  int placeOf(long block) {
    return (int) Math.max(0, Math.min(block - firstBlock(), timestamps.length));
  }

  /** The UTC days that blocks of this record lie on. */
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
