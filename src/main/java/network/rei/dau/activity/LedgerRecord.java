package network.rei.dau.activity;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/** A record as the ledger holds it: addresses as numbers, its sets made once. */
public final class LedgerRecord {

  private static final long SECONDS_A_DAY = 86_400;

  private final Chunk chunk;
  private final int generation;
  private final Instant storedAt;
  private final Hash parentHash;
  private final Hash lastHash;
  private final long[] timestamps;
  private final int[] transactionStarts;
  private final int[] senders;
  private final int[] recipients;
  private final AddressIndex index;
  private final ActivitySets sets;
  private final ActivityCounts counts;

  LedgerRecord(ChunkRecord record, Instant storedAt, AddressIndex index) {
    this(record, storedAt, index, index.add(record.columns().addressTable()));
  }

  private LedgerRecord(ChunkRecord record, Instant storedAt, AddressIndex index, int[] ids) {
    ChunkRecord.Columns columns = record.columns();
    this.chunk = record.chunk();
    this.generation = record.generation();
    this.storedAt = storedAt;
    this.parentHash = record.parentHash();
    this.lastHash = record.lastHash();
    this.timestamps = columns.timestamps();
    this.transactionStarts = columns.transactionStarts();
    this.index = index;
    this.senders = Arrays.stream(columns.senders()).map(s -> s < 0 ? ~ids[~s] : ids[s]).toArray();
    this.recipients =
        Arrays.stream(columns.recipients())
            .map(r -> r == ChunkRecord.NO_RECIPIENT ? r : ids[r])
            .toArray();
    ActivityTally tally = new ActivityTally();
    tally.addSlice(this, 0, timestamps.length);
    this.sets = tally.sets();
    this.counts = tally.counts(sets);
  }

  /** A copy whose addresses are numbered by another index. */
  private LedgerRecord(LedgerRecord other, AddressIndex index, int[] newIds) {
    this.chunk = other.chunk;
    this.generation = other.generation;
    this.storedAt = other.storedAt;
    this.parentHash = other.parentHash;
    this.lastHash = other.lastHash;
    this.timestamps = other.timestamps;
    this.transactionStarts = other.transactionStarts;
    this.index = index;
    this.senders = Arrays.stream(other.senders).map(s -> s < 0 ? ~newIds[~s] : newIds[s]).toArray();
    this.recipients =
        Arrays.stream(other.recipients)
            .map(r -> r == ChunkRecord.NO_RECIPIENT ? r : newIds[r])
            .toArray();
    ActivityTally tally = new ActivityTally();
    tally.addSlice(this, 0, timestamps.length);
    this.sets = tally.sets();
    this.counts = other.counts;
  }

  /** This record under another index; {@code newIds} maps old numbers, -1 where not yet known. */
  LedgerRecord renumbered(AddressIndex target, int[] newIds) {
    byte[] address = new byte[Address.BYTES];
    sets.addresses()
        .forEach(
            (int id) -> {
              if (newIds[id] < 0) {
                index.copyTo(id, address, 0);
                newIds[id] = target.add(address, 0);
              }
            });
    return new LedgerRecord(this, target, newIds);
  }

  public long index() {
    return chunk.index();
  }

  public int generation() {
    return generation;
  }

  public BlockRange blocks() {
    return new BlockRange(chunk.firstBlock(), lastBlock());
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
    byte[] table = SortedAddresses.tableOf(index, sets.addresses().toArray());
    List<Address> addresses = new ArrayList<>(table.length / Address.BYTES);
    for (int at = 0; at < table.length; at += Address.BYTES) {
      addresses.add(Address.at(table, at));
    }
    return addresses;
  }

  ActivitySets sets() {
    return sets;
  }

  boolean precedes(ChunkRecord newer) {
    return newer.generation() > generation
        || (newer.generation() == generation && newer.lastBlock() > lastBlock());
  }

  /** The place of the first block that is not before {@code timestamp}. */
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

  long timestamp(int place) {
    return timestamps[place];
  }

  int transactionStart(int place) {
    return transactionStarts[place];
  }

  /** By transaction: the sender's number, all bits flipped at nonce 0. */
  int sender(int transaction) {
    return senders[transaction];
  }

  /** By transaction: the recipient's number or {@link ChunkRecord#NO_RECIPIENT}. */
  int recipient(int transaction) {
    return recipients[transaction];
  }

  /** The UTC days that blocks of this record lie on. */
  List<LocalDate> days() {
    List<LocalDate> days = new ArrayList<>();
    long day = Long.MIN_VALUE;
    for (long timestamp : timestamps) {
      if (Math.floorDiv(timestamp, SECONDS_A_DAY) != day) {
        day = Math.floorDiv(timestamp, SECONDS_A_DAY);
        days.add(LocalDate.ofEpochDay(day));
      }
    }
    return days;
  }

  /** How many addresses this record speaks of, at most. */
  static RoaringBitmap addressesOf(List<LedgerRecord> records) {
    return RoaringBitmap.or(records.stream().map(r -> r.sets.addresses()).iterator());
  }
}
