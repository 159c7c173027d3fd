package network.rei.dau.activity.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.Chunk;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.Hash;
import network.rei.dau.activity.block.TransactionColumns;
import network.rei.dau.activity.ledger.count.ActivityCounts;
import network.rei.dau.activity.rule.RecordFilter;
import network.rei.dau.activity.rule.SystemRules;

/**
 * A record in the ledger. Its activity, which takes most of the memory, may be in the store only;
 * the record is an outline then, with its blocks and counts but without its transactions and
 * addresses.
 *
 * <p>A block counts at the timestamp of its header or, if that is before the time of an earlier
 * stored block, at that time. So the times of blocks never decrease.
 */
public final class LedgerRecord {

  private static final long SECONDS_A_DAY = 86_400;

  /** The objects of an outline, without its timestamps. */
  private static final long OVERHEAD = 300;

  private final Chunk chunk;
  private final int generation;
  private final Instant storedAt;
  private final Hash parentHash;
  private final Hash lastHash;

  /** The timestamps of the block headers; the same array as the times if these are the same. */
  private final long[] headerTimestamps;

  private final long[] timestamps;
  private final ActivityCounts counts;
  private final Optional<RecordActivity> activity;

  /**
   * Creates a record with its activity in memory.
   *
   * @param addresses the index of the addresses; new addresses are added
   */
  LedgerRecord(ChunkRecord record, Instant storedAt, AddressIndex addresses) {
    this(record, storedAt, RecordActivity.of(record, addresses));
  }

  private LedgerRecord(ChunkRecord record, Instant storedAt, RecordActivity activity) {
    this(
        record.chunk(),
        record.generation(),
        storedAt,
        record.parentHash(),
        record.lastHash(),
        record.columns().timestamps(),
        timesAfter(Long.MIN_VALUE, record.columns().timestamps()),
        activity.sum().counts(),
        Optional.of(activity));
  }

  private LedgerRecord(
      Chunk chunk,
      int generation,
      Instant storedAt,
      Hash parentHash,
      Hash lastHash,
      long[] headerTimestamps,
      long[] timestamps,
      ActivityCounts counts,
      Optional<RecordActivity> activity) {
    this.chunk = chunk;
    this.generation = generation;
    this.storedAt = storedAt;
    this.parentHash = parentHash;
    this.lastHash = lastHash;
    this.headerTimestamps = headerTimestamps;
    this.timestamps = timestamps;
    this.counts = counts;
    this.activity = activity;
  }

  /** Returns the outline of a record. */
  static LedgerRecord outlineOf(ChunkRecord record, Instant storedAt) {
    TransactionColumns columns = TransactionColumns.of(record.columns());
    int[] places = new int[record.addressCount()];
    Arrays.setAll(places, place -> place);
    return new LedgerRecord(
        record.chunk(),
        record.generation(),
        storedAt,
        record.parentHash(),
        record.lastHash(),
        record.columns().timestamps(),
        timesAfter(Long.MIN_VALUE, record.columns().timestamps()),
        ActivitySum.of(columns, record.columns().traffic(), places, 0, record.blockCount())
            .counts(),
        Optional.empty());
  }

  /**
   * Returns this record with the activity of a stored one in memory; the outline if that is another
   * record by now.
   *
   * @param addresses the index of the addresses; new addresses are added
   */
  LedgerRecord with(ChunkRecord stored, AddressIndex addresses) {
    return with(
        timestamps,
        stored.lastHash().equals(lastHash)
            ? Optional.of(RecordActivity.of(stored, addresses))
            : Optional.empty());
  }

  /** Returns the outline of this record. */
  LedgerRecord outline() {
    return with(timestamps, Optional.empty());
  }

  /**
   * Returns this record after a block with a later time than its blocks may have: no block counts
   * at an earlier time than a block before it.
   *
   * @param earliest the time of the block before, seconds since 1970
   */
  LedgerRecord after(long earliest) {
    if (timestamps == headerTimestamps && earliest <= timestamps[0]) {
      return this;
    }
    long[] times = timesAfter(earliest, headerTimestamps);
    return Arrays.equals(times, timestamps) ? this : with(times, activity);
  }

  /** Returns the timestamps, each replaced by the latest one before it if that is later. */
  private static long[] timesAfter(long earliest, long[] headerTimestamps) {
    long[] times = headerTimestamps;
    long latest = earliest;
    for (int place = 0; place < headerTimestamps.length; place++) {
      if (headerTimestamps[place] >= latest) {
        latest = headerTimestamps[place];
      } else {
        times = times == headerTimestamps ? headerTimestamps.clone() : times;
        times[place] = latest;
      }
    }
    return times;
  }

  /** Returns whether the blocks of this record count at the same times as those of another one. */
  boolean hasTimesOf(LedgerRecord other) {
    return Arrays.equals(timestamps, other.timestamps);
  }

  /**
   * Returns this record with the numbers of another index.
   *
   * @param numbers for each number of this record the number in {@code others}
   */
  LedgerRecord renumbered(AddressIndex others, int[] numbers) {
    return with(timestamps, activity.map(held -> held.renumbered(others, numbers)));
  }

  private LedgerRecord with(long[] times, Optional<RecordActivity> changed) {
    return new LedgerRecord(
        chunk,
        generation,
        storedAt,
        parentHash,
        lastHash,
        headerTimestamps,
        times,
        counts,
        changed);
  }

  /** Returns whether the transactions and addresses are in memory. */
  public boolean isInMemory() {
    return activity.isPresent();
  }

  /** Returns the memory of this record in bytes, without that of the address index. */
  long bytes() {
    return OVERHEAD
        + Long.BYTES * (long) timestamps.length * (timestamps == headerTimestamps ? 1 : 2)
        + activity.map(RecordActivity::bytes).orElse(0L);
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

  /** Returns the time at which the first block counts, seconds since 1970. */
  public long firstTimestamp() {
    return timestamps[0];
  }

  /** Returns the time at which the last block counts, seconds since 1970. */
  public long lastTimestamp() {
    return timestamps[timestamps.length - 1];
  }

  /** Returns the timestamp in the header of the last block, seconds since 1970. */
  public long lastHeaderTimestamp() {
    return headerTimestamps[headerTimestamps.length - 1];
  }

  /** Returns when the record was last written. */
  public Instant storedAt() {
    return storedAt;
  }

  public ActivityCounts counts() {
    return counts;
  }

  /**
   * Returns the distinct senders and recipients at the places {@code [from, to)} of their sorted
   * list.
   *
   * @throws IndexOutOfBoundsException if the list is shorter
   * @throws IllegalStateException if they are not in memory
   */
  public List<Address> addresses(int from, int to) {
    RecordActivity held = activity();
    Objects.checkFromToIndex(from, to, held.numbers().length);
    List<Address> sorted = new ArrayList<>(to - from);
    for (int place = from; place < to; place++) {
      sorted.add(held.addresses().address(held.numbers()[place]));
    }
    return sorted;
  }

  /** Returns the transactions and addresses; empty if they are not in memory. */
  public Optional<RecordActivity> activityInMemory() {
    return activity;
  }

  private RecordActivity activity() {
    return activity.orElseThrow(
        () -> new IllegalStateException("record " + index() + " is not in memory"));
  }

  /** Returns the sum of all blocks. */
  ActivitySum sum() {
    return activity().sum();
  }

  /** Returns the sum of the blocks at the places {@code [start, end)}. */
  ActivitySum sum(int start, int end) {
    return activity().sum(start, end);
  }

  /** Returns whether the address with this number is sender or recipient of a transaction. */
  boolean hasActive(int number) {
    return sum().senders().contains(number) || sum().recipients().contains(number);
  }

  /** Adds the recipients of transactions with input of the blocks at {@code [start, end)}. */
  void addTo(AddressRoles.Called called, int start, int end) {
    if (start < end) {
      called.add(activity(), start, end);
    }
  }

  /**
   * Counts the transactions of the blocks at the places {@code [start, end)} by sender.
   *
   * @param leftOut transactions of this record that are not counted
   */
  void addTo(SenderCounts counts, LeftOutTransactions leftOut, int start, int end) {
    if (start < end) {
      counts.add(activity().columns(), activity().numbers(), leftOut, start, end);
    }
  }

  /** Counts the same transactions by sender and by recipient. */
  void addTo(TransactionCountsByAddress counts, LeftOutTransactions leftOut, int start, int end) {
    if (start < end) {
      counts.add(activity().columns(), activity().numbers(), leftOut, start, end);
    }
  }

  /** Returns the transactions of these blocks that meet a rule. */
  LeftOutTransactions leftOut(RecordFilter filter, int rules, int start, int end) {
    RecordActivity held = activity();
    return LeftOutTransactions.of(held.columns(), held.numbers(), filter, rules, start, end);
  }

  /**
   * Visits the transactions of the blocks at the places {@code [start, end)}, with the numbers of
   * addresses in the index of the ledger and the places of their {@link
   * network.rei.dau.activity.block.TransactionDetails}.
   *
   * @throws IllegalStateException if they are not in memory
   */
  public void forEachTransaction(int start, int end, TransactionColumns.Visitor visitor) {
    RecordActivity held = activity();
    int[] numbers = held.numbers();
    held.columns()
        .forEachTransaction(
            start,
            end,
            (block, transaction, sender, recipient, nonceZero) ->
                visitor.visit(
                    block,
                    transaction,
                    numbers[sender],
                    recipient == ChunkRecord.NO_RECIPIENT ? recipient : numbers[recipient],
                    nonceZero));
  }

  /**
   * Returns the filter of this record.
   *
   * @param numberOf returns the number of an address in the index of the ledger, or null
   */
  RecordFilter filter(SystemRules rules, Function<Address, Integer> numberOf) {
    RecordActivity held = activity();
    return RecordFilter.of(
        rules,
        held.columns(),
        firstBlock(),
        held.numbers().length,
        address -> {
          Integer number = numberOf.apply(address);
          return number == null ? -1 : held.placeOf(number);
        });
  }

  /** Returns the time at which a block counts, seconds since 1970. */
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
