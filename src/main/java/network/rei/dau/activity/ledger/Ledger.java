package network.rei.dau.activity.ledger;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import network.rei.dau.activity.block.Address;
import network.rei.dau.activity.block.AddressIndex;
import network.rei.dau.activity.block.BlockRange;
import network.rei.dau.activity.block.ChunkRecord;
import network.rei.dau.activity.block.StoredRecord;
import network.rei.dau.activity.block.TimeWindow;
import network.rei.dau.activity.block.Window;
import network.rei.dau.activity.period.DayActivity;
import network.rei.dau.activity.period.DayAddresses;
import network.rei.dau.activity.period.History;
import network.rei.dau.activity.period.PeriodChanges;
import org.roaringbitmap.RoaringBitmap;

/**
 * All records as one immutable value, which counts the activity of any window exactly.
 *
 * <p>It relies on the rule that no block is older than its parent. {@link ChunkRecord} checks it
 * within a record; between records it holds if they link by hash.
 *
 * <p>A ledger shares data with the ledger that it was derived from: one thread at a time may derive
 * ledgers, any thread may read them.
 */
public final class Ledger {

  private static final int MIN_COMPACTED = 1024;

  private final AddressIndex addresses;
  private final RecordGroups groups;
  private final History history;

  private Ledger(AddressIndex addresses, RecordGroups groups, History history) {
    this.addresses = addresses;
    this.groups = groups;
    this.history = history;
  }

  /** Returns a ledger without records. */
  public static Ledger empty() {
    return new Ledger(new AddressIndex(MIN_COMPACTED), RecordGroups.NONE, History.EMPTY);
  }

  /**
   * Returns this ledger with more records. A record that does not {@linkplain
   * ChunkRecord#supersedes supersede} the present record of its chunk is ignored.
   */
  public Ledger with(Collection<StoredRecord> records) {
    return new Ledger(addresses, groups.with(records, addresses), history);
  }

  /** Returns this ledger without the records of some chunks. */
  public Ledger without(Collection<Long> indexes) {
    return new Ledger(addresses, groups.without(indexes), history);
  }

  /** Returns this ledger with changed statistics of hours, days, weeks and months. */
  public Ledger with(PeriodChanges changes) {
    return changes.isEmpty()
        ? this
        : new Ledger(addresses, groups, history.with(changes, addresses));
  }

  /** Returns the stored statistics of hours, days, weeks and months. */
  public History history() {
    return history;
  }

  /**
   * Returns why records cannot be added: two neighbouring records would not link by hash, or a
   * record does not contain the last block of the stored record of its chunk and generation. Empty
   * if they can be added.
   *
   * @param changed the records to add
   * @param removed chunk indexes of records that are removed with them
   */
  public Optional<String> brokenLink(Collection<ChunkRecord> changed, Collection<Long> removed) {
    return LinkCheck.brokenLink(this, changed, removed);
  }

  /** Returns which neighbouring records of this ledger do not link by hash; empty if all do. */
  public Optional<String> brokenLink() {
    return LinkCheck.brokenLink(records());
  }

  /** Returns all records, oldest first. */
  public List<LedgerRecord> records() {
    return groups.records();
  }

  public Optional<LedgerRecord> record(long chunkIndex) {
    return groups.record(chunkIndex);
  }

  public boolean isEmpty() {
    return groups.isEmpty();
  }

  /** Returns the record with the last processed block, which is the highest stored one. */
  public Optional<LedgerRecord> last() {
    return groups.last();
  }

  /** Returns the UTC day of the last processed block. */
  public Optional<LocalDate> lastDay() {
    return last().map(record -> History.date(record.lastTimestamp()));
  }

  /**
   * Returns the UTC day of the chain's first block if it is known; if the genesis block has a much
   * earlier timestamp than its child, as it often has, the day of the child.
   */
  public Optional<LocalDate> firstDayOfChain() {
    return first()
        .filter(record -> record.firstBlock() == 0)
        .map(record -> History.date(startTime(record)))
        .or(history::firstDayOfChain);
  }

  /**
   * Returns the timestamp of the lowest stored block; that of block 1 if the genesis block is much
   * older.
   */
  public Optional<Long> startTime() {
    return first().map(this::startTime);
  }

  private long startTime(LedgerRecord lowest) {
    long first = lowest.firstTimestamp();
    Optional<Long> child =
        lowest.blockCount() > 1
            ? Optional.of(lowest.timestamp(1))
            : record(1).filter(next -> next.firstBlock() == 1).map(LedgerRecord::firstTimestamp);
    return lowest.firstBlock() == 0
        ? child.filter(time -> History.isLongBefore(first, time)).orElse(first)
        : first;
  }

  /** Returns the record with the lowest stored block. */
  public Optional<LedgerRecord> first() {
    return groups.first();
  }

  /**
   * Returns the activity of the window that ends with the last processed block: all blocks with
   * {@code timestamp > last.timestamp - length}.
   */
  public WindowActivity rolling(Duration length) {
    return WindowQuery.answer(groups.all(), new TimeSlice(windowOfLast(length), true)).activity();
  }

  /** Returns the activity of a window of time. It is complete only if a later block is stored. */
  public WindowActivity during(TimeWindow window) {
    return sum(window).activity();
  }

  /** Returns the activity of a window of time with its sets of addresses. */
  public WindowSum sum(TimeWindow window) {
    return WindowQuery.answer(groups.all(), new TimeSlice(window, false));
  }

  /** Returns whether {@link #during} is complete, without counting. */
  public boolean isComplete(TimeWindow window) {
    return Coverage.of(groups.all(), new TimeSlice(window, false)).complete();
  }

  /** Returns the addresses of a day. */
  public DayAddresses addressesOf(LocalDate date, ActivitySum sum) {
    return DayAddresses.of(date, sum, addresses);
  }

  /** Returns the activity of a range of blocks. It is complete only if all of them are stored. */
  public WindowActivity between(BlockRange range) {
    return WindowQuery.answer(groups.all(), new BlockSlice(range)).activity();
  }

  /** Returns how many transactions each address sent and received in a window. */
  public TransactionCountsByAddress transactionCounts(Window window) {
    WindowSlice slice = WindowSlice.of(window);
    TransactionCountsByAddress counts = new TransactionCountsByAddress(addresses);
    groups.stream()
        .forEach(
            record ->
                record.forEachTransaction(
                    slice.start(record),
                    slice.end(record),
                    (place, sender, recipient) -> counts.add(sender, recipient)));
    return counts;
  }

  /**
   * Returns the activity of one address.
   *
   * @param window whose transactions are counted
   */
  public AddressActivity address(Address address, Window window) {
    int number = addresses.find(address.toBytes(), 0);
    return AddressQuery.answer(
        number, number < 0 ? Stream.empty() : groups.stream(), WindowSlice.of(window));
  }

  /**
   * Returns the gaps between stored blocks that may lie in a window, in order.
   *
   * @param window starts where the records may be incomplete, because they are pruned or fetched
   */
  public List<Gap> gaps(TimeWindow window) {
    List<LedgerRecord> records = records();
    return IntStream.range(1, records.size())
        .filter(i -> records.get(i - 1).lastBlock() + 1 < records.get(i).firstBlock())
        .filter(i -> records.get(i).firstTimestamp() >= window.from())
        .mapToObj(i -> Gap.between(records.get(i - 1), records.get(i)))
        .toList();
  }

  /** Returns the records with blocks in the window of {@link #rolling}, oldest first. */
  public List<LedgerRecord> recordsOfLast(Duration length) {
    long from = windowOfLast(length).from();
    return groups.stream().filter(record -> record.lastTimestamp() >= from).toList();
  }

  /** Returns every UTC day with a stored block, newest first. */
  public List<DayActivity> days() {
    TreeSet<LocalDate> dates = new TreeSet<>(Comparator.reverseOrder());
    groups.stream().forEach(record -> dates.addAll(record.days()));
    return dates.stream()
        .map(date -> new DayActivity(date, during(TimeWindow.ofUtcDay(date))))
        .toList();
  }

  /**
   * Returns the records that neither the last {@code retention} before the last processed block nor
   * the statistics of a day need. The newest record that starts before the retention is not among
   * them, because it proves that no block is missing there.
   *
   * @param firstDay the first day whose statistics are to be stored
   * @return chunk indexes, oldest first
   */
  public List<Long> olderThan(Duration retention, LocalDate firstDay) {
    return olderThan(retention, firstDay, Long.MAX_VALUE);
  }

  /**
   * As {@link #olderThan(Duration, LocalDate)}, with a limit for the end of the retention: a block
   * whose timestamp is wrong and far in the future makes no other record old.
   *
   * @param latest the highest timestamp that a block can have, seconds since 1970
   */
  public List<Long> olderThan(Duration retention, LocalDate firstDay, long latest) {
    long from = TimeWindow.ofLast(retention, Math.min(latest, lastTimestamp())).from();
    LocalDate firstWanted = firstDayOfChain().filter(firstDay::isBefore).orElse(firstDay);
    List<LedgerRecord> startedBefore =
        groups.stream().takeWhile(record -> record.firstTimestamp() < from).toList();
    return startedBefore.stream()
        .limit(Math.max(0, startedBefore.size() - 1))
        .filter(record -> !history.needs(record, record(record.index() + 1), firstWanted))
        .map(LedgerRecord::index)
        .toList();
  }

  private TimeWindow windowOfLast(Duration length) {
    return TimeWindow.ofLast(length, lastTimestamp());
  }

  private long lastTimestamp() {
    return last().map(LedgerRecord::lastTimestamp).orElse(0L);
  }

  /** Returns the size of the address index, which includes addresses of some removed records. */
  public int addressIndexSize() {
    return addresses.size();
  }

  /**
   * Returns this ledger with another address index if most addresses of its index belong to removed
   * records.
   */
  public Ledger compacted() {
    int size = addresses.size();
    if (size < MIN_COMPACTED) {
      return this;
    }
    RoaringBitmap used = RoaringBitmap.or(groups.addresses(), history.addresses());
    if (used.getCardinality() * 2 > size) {
      return this;
    }
    AddressIndex fresh = new AddressIndex(used.getCardinality());
    int[] numbers = addresses.copyTo(fresh, used);
    return new Ledger(
        fresh,
        groups.map(record -> record.renumbered(fresh, numbers)),
        history.renumbered(numbers));
  }
}
